// The check must notice each way in which committed types can fall behind the protos.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { drift } from './drift.ts';
import { generateTypes, readTree } from './generate.ts';

const greeting = `syntax = "proto3";
package greet.v1;
message Greeting { int64 size = 1; string text = 2; }
`;

describe('drift', () => {
  const fresh = new Map([['a.ts', 'A']]);

  it.each([
    ['is empty for equal trees', new Map([['a.ts', 'A']]), []],
    ['tells a missing file', new Map(), [{ path: 'a.ts', kind: 'missing' }]],
    ['tells an edited file', new Map([['a.ts', 'B']]), [{ path: 'a.ts', kind: 'changed' }]],
    [
      'tells a file whose proto is gone',
      new Map([
        ['a.ts', 'A'],
        ['b.ts', 'B'],
      ]),
      [{ path: 'b.ts', kind: 'stale' }],
    ],
  ])('%s', (_name, committed, expected) => {
    expect(drift(committed, fresh)).toEqual(expected);
  });
});

describe('generateTypes', () => {
  let root = '';

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'member-mesh-protogen-'));
    await mkdir(join(root, 'protos/greet/v1'), { recursive: true });
    await writeFile(join(root, 'protos/greet/v1/greeting.proto'), greeting);
  });

  afterEach(async () => {
    await rm(root, { recursive: true, force: true });
  });

  it('writes 64-bit integers as numbers and imports with their extension', async () => {
    await generateTypes(root, join(root, 'out'));
    const types = await readTree(join(root, 'out'), '.ts');
    expect(types.get('greet/v1/Greeting.ts')).toContain("'size': (number);");
    expect(types.get('greeting.ts')).toContain("from './greet/v1/Greeting.ts'");
  });

  it('leaves nothing of a message that is gone', async () => {
    const out = join(root, 'out');
    await generateTypes(root, out);
    await writeFile(
      join(root, 'protos/greet/v1/greeting.proto'),
      greeting.replaceAll('Greeting', 'Welcome'),
    );
    await generateTypes(root, out);
    expect([...(await readTree(out, '.ts')).keys()]).toEqual([
      'greet/v1/Welcome.ts',
      'greeting.ts',
    ]);
  });

  it('fails with the words of the generator when a proto is wrong', async () => {
    await writeFile(join(root, 'protos/greet/v1/greeting.proto'), 'syntax = "proto3"; nonsense');
    await expect(generateTypes(root, join(root, 'out'))).rejects.toThrow(/nonsense/);
  });
});
