// A guard that never fires guards nothing: a planted leak must fail its file, by name of what it
// left, and a file that cleans up, however late in its own hooks, must pass.
import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createFixtureTree, type FixtureTree } from '../tidy/fixture-tree.ts';

const repository = resolve(import.meta.dirname, '../..');
const runMsMax = 60_000;

const leaky = `import { createServer } from 'node:net';
it('passes by itself', () => { createServer().listen(0); setInterval(() => {}, 1000); });
`;
const clean = `import { createServer } from 'node:net';
const server = createServer().listen(0);
afterAll(() => { setTimeout(() => server.close(), 200); });
it('passes by itself', () => {});
`;

const slow = `it('is slow', () => new Promise((resolve) => { setTimeout(resolve, 2000); }));
it('asks for more', () => new Promise((resolve) => { setTimeout(resolve, 1100); }), 5000);
`;

interface Report {
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { title: string; status: string }[];
  }[];
}

describe('the test environment', () => {
  let tree: FixtureTree;
  let report: Report;

  beforeAll(async () => {
    tree = await createFixtureTree();
    await tree.write('package.json', '{"type":"module"}');
    await tree.write('leaky.test.mjs', leaky);
    await tree.write('clean.test.mjs', clean);
    await tree.write('slow.test.mjs', slow);
    const config = {
      rootDir: tree.root,
      testMatch: ['**/*.test.mjs'],
      moduleFileExtensions: ['mjs', 'js'],
      testEnvironment: join(import.meta.dirname, 'environment.mjs'),
      testEnvironmentOptions: { testMsMax: 1000 },
    };
    const jest = join(repository, 'node_modules/jest/bin/jest.js');
    const file = join(tree.root, 'report.json');
    const args = ['--json', '--outputFile', file, '--maxWorkers', '2'];
    await promisify(execFile)(
      process.execPath,
      ['--experimental-vm-modules', jest, '--config', JSON.stringify(config), ...args],
      { cwd: tree.root, timeout: runMsMax },
    ).catch((error: { code?: unknown }) => {
      // A failed file is exit code 1 and what this is about.
      if (error.code !== 1) throw error;
    });
    report = JSON.parse(await tree.read('report.json')) as Report;
  }, runMsMax);

  afterAll(() => tree.remove());

  const resultOf = (name: string): Report['testResults'][number] | undefined =>
    report.testResults.find((result) => result.name.endsWith(name));

  it('fails a file that leaves a server and a timer behind, and names them', () => {
    const result = resultOf('leaky.test.mjs');
    expect(result?.status).toBe('failed');
    expect(result?.message).toContain('left resources open: 1 × TCPServerWrap, 1 × Timeout');
  });

  it('passes a file whose last hook closes what it opened', () => {
    expect(resultOf('clean.test.mjs')).toMatchObject({ status: 'passed', message: '' });
  });

  it('ends a test after the time its project gives it, unless the test asks for more', () => {
    expect(resultOf('slow.test.mjs')?.assertionResults).toEqual([
      expect.objectContaining({ title: 'is slow', status: 'failed' }),
      expect.objectContaining({ title: 'asks for more', status: 'passed' }),
    ]);
  });
});
