// The checks of the contracts are themselves checked: each must pass on the protos as they are and
// fire on a planted fault. A checker that reads nothing passes silently.
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const root = resolve(import.meta.dirname, '../..');
const published = join(root, 'test/contracts/baseline');
const bufMsMax = 10_000;

interface Outcome {
  code: number;
  output: string;
}

async function buf(...args: string[]): Promise<Outcome> {
  try {
    const { stdout } = await promisify(execFile)(join(root, 'node_modules/.bin/buf'), args, {
      cwd: root,
      timeout: bufMsMax,
    });
    return { code: 0, output: stdout };
  } catch (error) {
    const failure = error as { code?: unknown; stdout?: string; stderr?: string };
    if (typeof failure.code !== 'number') throw error;
    return { code: failure.code, output: `${failure.stdout ?? ''}${failure.stderr ?? ''}` };
  }
}

let protos = '';

beforeEach(async () => {
  protos = await mkdtemp(join(tmpdir(), 'member-mesh-contracts-'));
  await cp(join(root, 'protos'), protos, { recursive: true });
});

afterEach(async () => {
  await rm(protos, { recursive: true, force: true });
});

/** Replaces text in a copy of a proto; the text must be there, or the fault is not planted. */
async function plant(file: string, was: string, is: string): Promise<void> {
  const text = await readFile(join(protos, file), 'utf8');
  expect(text).toContain(was);
  await writeFile(join(protos, file), text.replace(was, is));
}

describe('the contracts', () => {
  it('pass lint, format and the comparison with what is published', async () => {
    expect(await buf('lint', protos)).toEqual({ code: 0, output: '' });
    expect(await buf('format', '--diff', '--exit-code', protos)).toEqual({ code: 0, output: '' });
    expect(await buf('breaking', protos, '--against', published)).toEqual({ code: 0, output: '' });
  });

  it.each([
    [
      'a field that disappears',
      'member/v1/member.proto',
      'int64 version = 2;',
      'reserved 2;',
      'Previously present field "2" with name "version"',
    ],
    [
      'a field that changes its type',
      'member/v1/member.proto',
      'int64 version = 2;',
      'string version = 2;',
      'changed type from "int64" to "string"',
    ],
    [
      'a method that disappears',
      'member/v1/member_query_service.proto',
      'rpc GetMember(GetMemberRequest) returns (GetMemberResponse);',
      '',
      'Previously present RPC "GetMember"',
    ],
    [
      'a package that moves',
      'flow/v1/flow_control_service.proto',
      'package flow.v1;',
      'package flow.v2;',
      'File package changed from "flow.v1" to "flow.v2"',
    ],
  ])('fail on %s', async (_name, file, was, is, message) => {
    await plant(file, was, is);
    const { code, output } = await buf('breaking', protos, '--against', published);
    expect(output).toContain(message);
    expect(code).not.toBe(0);
  });

  it('fail on a name that is not the style of protos', async () => {
    await plant('member/v1/member.proto', 'int64 version = 2;', 'int64 currentVersion = 2;');
    const { code, output } = await buf('lint', protos);
    expect(output).toContain('current_version');
    expect(code).not.toBe(0);
  });

  it('fail on a file that is not formatted', async () => {
    await plant('member/v1/member.proto', 'int64 version = 2;', 'int64  version=2;');
    const { code, output } = await buf('format', '--diff', '--exit-code', protos);
    expect(output).toContain('int64  version=2;');
    expect(code).not.toBe(0);
  });
});
