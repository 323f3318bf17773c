// Lint, format and the search for dead code are tried on a planted tree with this repository's own
// configuration: a glob that matches nothing, or a rule that lost its plugin, passes silently.
import { execFile } from 'node:child_process';
import { copyFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createFixtureTree, type FixtureTree } from '../fixture-tree.ts';
import { reflow } from './comment-width.ts';

const repository = resolve(import.meta.dirname, '../../..');
const checkMsMax = 60_000;

const orderly: Record<string, string> = {
  'libs/kernel/src/clock.ts': 'export const nowMs = (): number => Date.now();\n',
  'libs/kernel/src/random.ts': 'export const fraction = (): number => Math.random();\n',
  'libs/kernel/src/index.ts':
    "export { nowMs } from './clock.ts';\nexport { fraction } from './random.ts';\n",
  'services/gateway/src/config.ts': 'export const level = process.env.LOG_LEVEL;\n',
  'services/gateway/src/main.ts':
    "import { fraction, nowMs } from '@member-mesh/kernel';\n" +
    "import { level } from './config.ts';\n\n" +
    'export const started = [level, nowMs(), fraction()];\n',
  'tools/launcher/src/main.ts': "console.log('ready', Date.now());\nprocess.exit(0);\n",
};

const wide = `// ${'word '.repeat(24).trim()}\n`;
const long = `export function long(): number {\n  let sum = 0;\n${'  sum += 1;\n'.repeat(70)}  return sum;\n}\n`;

/** A line of source, and the rule that must refuse it in a service. */
const planted: [rule: string, source: string][] = [
  ['house/comment-width', wide],
  ['max-lines-per-function', long],
  [
    '@typescript-eslint/max-params',
    'export const four = (a: 1, b: 2, c: 3, d: 4): unknown => [a, b, c, d];\n',
  ],
  ['no-restricted-properties', 'export const at = Date.now();\n'],
  ['no-restricted-properties', 'export const at = performance.now();\n'],
  ['no-restricted-properties', 'export const draw = Math.random();\n'],
  ['no-restricted-properties', 'export const level = process.env.LOG_LEVEL;\n'],
  ['no-restricted-properties', 'process.exit(1);\n'],
  ['no-restricted-syntax', 'export const at = new Date();\n'],
  [
    'no-restricted-syntax',
    "import { randomUUID } from 'node:crypto';\nexport const id = randomUUID();\n",
  ],
  ['no-restricted-syntax', "export * from './config.ts';\n"],
  ['no-restricted-syntax', 'export default 1;\n'],
  ['no-console', "console.log('x');\n"],
  ['eqeqeq', 'export const same = (a: number, b: number): boolean => a == b;\n'],
  ['@typescript-eslint/no-floating-promises', 'Promise.resolve(1);\n'],
  [
    '@typescript-eslint/no-misused-promises',
    'export const all = [1].filter(async (n) => Promise.resolve(n > 0));\n',
  ],
  [
    '@typescript-eslint/switch-exhaustiveness-check',
    "export function f(x: 'a' | 'b'): number {\n  switch (x) {\n    case 'a':\n      return 1;\n  }\n  return 2;\n}\n",
  ],
  ['@typescript-eslint/no-explicit-any', 'export const x = (y: any): unknown => y;\n'],
  ['@typescript-eslint/no-non-null-assertion', 'export const x = (y?: number): number => y!;\n'],
  [
    '@typescript-eslint/consistent-type-imports',
    "import { Server } from 'node:net';\nexport const x = (y: Server): unknown => y;\n",
  ],
];

let tree: FixtureTree;

async function run(tool: string, ...args: string[]): Promise<{ code: number; output: string }> {
  try {
    const { stdout } = await promisify(execFile)(
      join(repository, 'node_modules/.bin', tool),
      args,
      { cwd: tree.root, timeout: checkMsMax },
    );
    return { code: 0, output: stdout };
  } catch (error) {
    const failure = error as { code?: unknown; stdout?: string; stderr?: string };
    if (typeof failure.code !== 'number') throw error;
    return { code: failure.code, output: `${failure.stdout ?? ''}${failure.stderr ?? ''}` };
  }
}

async function refusals(): Promise<Map<string, string[]>> {
  const { output } = await run('eslint', '.', '--format', 'json');
  const results = JSON.parse(output) as { filePath: string; messages: { ruleId: string }[] }[];
  return new Map(
    results
      .filter(({ messages }) => messages.length > 0)
      .map(({ filePath, messages }) => [
        filePath.slice(tree.root.length + 1),
        [...new Set(messages.map(({ ruleId }) => ruleId))],
      ]),
  );
}

beforeAll(async () => {
  tree = await createFixtureTree();
  const configurations = ['eslint.config.js', 'tsconfig.json', '.prettierrc.json', 'knip.json'];
  for (const file of configurations) {
    await copyFile(join(repository, file), join(tree.root, file));
  }
  await tree.write(
    'test/tidy/lint/comment-width.ts',
    `export { commentWidth } from ${JSON.stringify(join(import.meta.dirname, 'comment-width.ts'))};\n`,
  );
  const workspaces = ['libs/*', 'services/*', 'tools/*'];
  await tree.write('package.json', JSON.stringify({ type: 'module', workspaces }));
  for (const folder of ['libs/kernel', 'services/gateway', 'tools/launcher']) {
    const name = `@member-mesh/${folder.split('/')[1] ?? ''}`;
    const manifest = { name, type: 'module', exports: './src/index.ts' };
    await tree.write(`${folder}/package.json`, JSON.stringify(manifest));
    await tree.link(`node_modules/${name}`, folder);
  }
  for (const name of ['typescript-eslint', 'typescript', '@types']) {
    await tree.linkOutside(`node_modules/${name}`, join(repository, 'node_modules', name));
  }
  for (const [path, text] of Object.entries(orderly)) await tree.write(path, text);
});

afterAll(() => tree.remove());

describe('lint', () => {
  it(
    'passes an orderly tree and refuses each planted line by its own rule',
    async () => {
      expect(Object.fromEntries(await refusals())).toEqual({});
      const paths = planted.map((_, at) => `services/gateway/src/app/planted-${at}.ts`);
      for (const [at, [, source]] of planted.entries()) {
        await tree.write(paths[at] ?? '', source);
      }
      const found = await refusals();
      const seen = planted.map(([rule], at) => [
        rule,
        (found.get(paths[at] ?? '') ?? []).includes(rule),
      ]);
      expect(seen).toEqual(planted.map(([rule]) => [rule, true]));
    },
    checkMsMax,
  );
});

describe('the fix of wide comments', () => {
  it.each([
    [
      'moves what sticks out to the next line',
      ['one two three', 'four'],
      ['one two', 'three four'],
    ],
    ['keeps paragraphs apart', ['one two three', '', 'four'], ['one two', 'three', '', 'four']],
    ['keeps items of a list apart', ['one two three', '- four'], ['one two', 'three', '- four']],
    ['leaves a word that is longer than a line', ['onetwothreefour'], ['onetwothreefour']],
  ])('%s', (_name, lines, expected) => {
    expect(reflow(lines, 10)).toEqual(expected);
  });
});

describe('the format check', () => {
  it('refuses a file that is formatted otherwise', async () => {
    await tree.write('libs/kernel/src/loose.ts', 'export const  a = "b"\n');
    const { code, output } = await run('prettier', '--check', 'libs');
    expect(output).toContain('libs/kernel/src/loose.ts');
    expect(output).not.toContain('clock.ts');
    expect(code).toBe(1);
  });
});

describe('the search for dead code', () => {
  it('finds an unused file, an unused export and an unused dependency', async () => {
    await tree.write('libs/kernel/src/unused.ts', 'export const a = 1;\n');
    await tree.write(
      'libs/kernel/src/clock.ts',
      'export const nowMs = 1;\nexport const dead = 2;\n',
    );
    const manifest = { name: '@member-mesh/launcher', dependencies: { pino: '1.0.0' } };
    await tree.write('tools/launcher/package.json', JSON.stringify(manifest));
    const { code, output } = await run('knip', '--no-progress');
    expect(output).toMatch(/Unused files[\s\S]*libs\/kernel\/src\/unused\.ts/);
    expect(output).toMatch(/Unused exports[\s\S]*dead\b.*libs\/kernel\/src\/clock\.ts/);
    expect(output).toMatch(/Unused dependencies[\s\S]*pino/);
    expect(code).toBe(1);
  });
});
