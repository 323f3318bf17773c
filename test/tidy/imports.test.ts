// The import law is only as good as the program that reads it: every rule is made to fire on a
// planted import, an orderly tree passes, and on the real tree no file and no import goes unseen.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { cruise, type Cruise } from './cruise.ts';
import { createFixtureTree, type FixtureTree } from './fixture-tree.ts';
import { readTree } from './tree.ts';

const repository = resolve(import.meta.dirname, '../..');
const cruiseMsMax = 60_000;
const law = createRequire(import.meta.url)(join(repository, '.dependency-cruiser.cjs')) as {
  forbidden: { name: string }[];
};

const packages = {
  kernel: 'libs/kernel',
  contracts: 'libs/contracts',
  rpc: 'libs/rpc',
  harness: 'test/harness',
  'driver-redis': 'libs/drivers/redis',
  'driver-mysql': 'libs/drivers/mysql',
  gateway: 'services/gateway',
  launcher: 'tools/launcher',
};

const dependencies = {
  ioredis: '1.0.0',
  mysql2: '1.0.0',
  nats: '1.0.0',
  '@elastic/elasticsearch': '1.0.0',
  '@grpc/grpc-js': '1.0.0',
  pino: '1.0.0',
};

const orderly: Record<string, string> = {
  'libs/kernel/src/index.ts': `import 'node:crypto'; export { a } from './a.ts';`,
  'libs/kernel/src/a.ts': `export const a = 1;`,
  'libs/contracts/src/index.ts': `import '@grpc/grpc-js'; export {};`,
  'libs/rpc/src/index.ts': `import '@member-mesh/contracts'; import '@member-mesh/kernel'; export {};`,
  'test/harness/src/index.ts': `import '@member-mesh/kernel'; export {};`,
  'libs/drivers/redis/src/index.ts': `import 'ioredis'; import '@member-mesh/kernel'; export {};`,
  'libs/drivers/mysql/src/index.ts': `import 'mysql2'; export {};`,
  'libs/drivers/mysql/test/driver.itest.ts': `import '@member-mesh/harness'; import '../src/index.ts';`,
  'services/gateway/src/index.ts': `export {};`,
  'services/gateway/src/main.ts': `import './compose.ts'; import './config.ts'; export {};`,
  'services/gateway/src/config.ts': `export {};`,
  'services/gateway/src/compose.ts': `import './grpc/door.ts'; import './adapters/redis/cache.ts'; import '@member-mesh/driver-redis'; export {};`,
  'services/gateway/src/grpc/door.ts': `import '../app/read.ts'; import '../domain/decide.ts'; import '@member-mesh/rpc'; export {};`,
  'services/gateway/src/app/read.ts': `import '../domain/decide.ts'; import type {} from './ports.ts'; import '@member-mesh/rpc'; export {};`,
  'services/gateway/src/app/ports.ts': `export {};`,
  'services/gateway/src/app/read.test.ts': `import '../adapters/redis/cache.ts'; import '@member-mesh/harness'; import '@jest/globals';`,
  'services/gateway/src/domain/decide.ts': `import '@member-mesh/kernel'; export {};`,
  'services/gateway/src/adapters/redis/cache.ts': `import '../../app/ports.ts'; import '@member-mesh/driver-redis'; export {};`,
  'services/gateway/src/adapters/mysql/record.ts': `import '@member-mesh/driver-mysql'; export {};`,
  'tools/launcher/src/index.ts': `import 'node:fs'; export {};`,
  'test/faults/kill.itest.ts': `import '@member-mesh/launcher'; import '@grpc/grpc-js';`,
};

/** A file with one forbidden import, and the rules that must refuse it, sorted. */
const planted: [path: string, specifier: string, rules: string[]][] = [
  ['services/member-query/src/island.ts', '@member-mesh/gateway', ['services-are-islands']],
  ['libs/rpc/src/upward.ts', '@member-mesh/launcher', ['libs-stand-below']],
  ['services/gateway/src/tooled.ts', '@member-mesh/launcher', ['services-need-no-tools']],
  ['libs/drivers/mysql/src/sibling.ts', '@member-mesh/driver-redis', ['drivers-stand-alone']],
  ['libs/rpc/src/chooses.ts', '@member-mesh/driver-redis', ['drivers-stand-alone']],
  ['libs/kernel/src/impure.ts', 'node:fs', ['kernel-is-pure']],
  ['libs/kernel/src/upward.ts', '@member-mesh/contracts', ['kernel-is-pure']],
  [
    'libs/rpc/src/reaching.ts',
    '../../kernel/src/a.ts',
    ['packages-by-name', 'through-the-front-door'],
  ],
  ['libs/rpc/src/by-path.ts', '../../kernel/src/index.ts', ['packages-by-name']],
  ['libs/rpc/src/tested.ts', '@member-mesh/harness', ['libs-stand-below', 'sources-need-no-tests']],
  ['services/gateway/src/app/tested.ts', './read.test.ts', ['sources-need-no-tests']],
  ['services/gateway/src/domain/reads.ts', 'node:fs', ['domain-is-pure']],
  ['services/gateway/src/domain/calls.ts', '@member-mesh/rpc', ['domain-is-pure']],
  ['services/gateway/src/domain/outward.ts', '../app/ports.ts', ['domain-is-pure']],
  ['services/gateway/src/app/adapted.ts', '../adapters/redis/cache.ts', ['app-knows-ports-only']],
  ['services/gateway/src/app/configured.ts', '../config.ts', ['app-knows-ports-only']],
  ['services/gateway/src/app/reads.ts', 'node:net', ['app-does-no-io']],
  ['services/gateway/src/app/stored.ts', '@member-mesh/driver-redis', ['drivers-behind-adapters']],
  ['services/gateway/src/grpc/short.ts', '../adapters/redis/cache.ts', ['doors-open-inward']],
  ['services/gateway/src/consume/other.ts', '../grpc/door.ts', ['doors-open-inward']],
  ['services/gateway/src/adapters/redis/back.ts', '../../grpc/door.ts', ['adapters-face-outward']],
  ['services/gateway/src/adapters/redis/beside.ts', '../mysql/record.ts', ['adapters-stand-apart']],
  ['services/gateway/src/again.ts', './compose.ts', ['main-is-the-top']],
  ['services/gateway/src/circle-a.ts', './circle-b.ts', ['no-circular']],
  // A circle is told once, where it was met first.
  ['services/gateway/src/circle-b.ts', './circle-a.ts', []],
  ['services/gateway/src/nowhere.ts', './absent.ts', ['no-unresolvable']],
  ['services/gateway/src/undeclared.ts', 'undeclared', ['no-undeclared-package']],
  ['services/gateway/src/develops.ts', '@jest/globals', ['no-development-package']],
  ['services/gateway/src/adapters/redis/raw.ts', 'ioredis', ['redis-behind-its-wrapper']],
  ['services/gateway/src/adapters/mysql/raw.ts', 'mysql2', ['mysql-behind-its-wrapper']],
  ['services/gateway/src/adapters/nats/raw.ts', 'nats', ['nats-behind-its-wrapper']],
  [
    'services/gateway/src/adapters/index/raw.ts',
    '@elastic/elasticsearch',
    ['elasticsearch-behind-its-wrapper'],
  ],
  ['services/gateway/src/grpc/raw.ts', '@grpc/grpc-js', ['grpc-behind-its-wrapper']],
  ['services/gateway/src/grpc/logs.ts', 'pino', ['telemetry-behind-its-wrapper']],
];

async function createOrderlyTree(): Promise<FixtureTree> {
  const tree = await createFixtureTree();
  const root = { name: 'tree', dependencies, devDependencies: { '@jest/globals': '1.0.0' } };
  const workspaces = ['libs/*', 'libs/drivers/*', 'services/*', 'tools/*', 'test/harness'];
  await tree.write('package.json', JSON.stringify({ ...root, workspaces }));
  for (const name of [...Object.keys(dependencies), '@jest/globals', 'undeclared']) {
    const manifest = { name, version: '1.0.0', type: 'module', exports: './index.js' };
    await tree.write(`node_modules/${name}/package.json`, JSON.stringify(manifest));
    await tree.write(`node_modules/${name}/index.js`, 'export {};');
  }
  for (const [name, folder] of Object.entries(packages)) {
    const manifest = { name: `@member-mesh/${name}`, type: 'module', exports: './src/index.ts' };
    await tree.write(`${folder}/package.json`, JSON.stringify(manifest));
    await tree.link(`node_modules/@member-mesh/${name}`, folder);
  }
  for (const [path, text] of Object.entries(orderly)) await tree.write(path, text);
  return tree;
}

describe('the import law', () => {
  let tree: FixtureTree;

  beforeAll(async () => {
    tree = await createOrderlyTree();
  });

  afterAll(() => tree.remove());

  it(
    'passes an orderly tree and refuses each planted import by its own rule',
    async () => {
      const folders = ['libs', 'services', 'tools', 'test'];
      const before = await cruise(tree.root, folders);
      expect(before.summary.violations).toEqual([]);
      expect(before.modules.map(({ source }) => source)).toEqual(
        expect.arrayContaining(Object.keys(orderly)),
      );

      for (const [path, specifier] of planted) {
        await tree.write(path, `import ${JSON.stringify(specifier)}; export {};`);
      }
      const { violations } = (await cruise(tree.root, folders)).summary;
      const refused = new Map<string, string[]>();
      for (const { from, rule } of violations) {
        refused.set(from, [...new Set([...(refused.get(from) ?? []), rule.name])].sort());
      }
      expect(Object.fromEntries(refused)).toEqual(
        Object.fromEntries(
          planted.filter(([, , rules]) => rules.length > 0).map(([path, , rules]) => [path, rules]),
        ),
      );
    },
    cruiseMsMax,
  );

  it('has a planted import for every rule', () => {
    const fired = new Set(planted.flatMap(([, , rules]) => rules));
    expect([...fired].sort()).toEqual(law.forbidden.map(({ name }) => name).sort());
  });
});

/** What the compiler itself takes for imports of a file. */
function specifiers(text: string): string[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
}

function bare(specifier: string): string {
  return specifier.replace(/^node:/, '');
}

describe('the program that reads the law', () => {
  let seen: Cruise;

  beforeAll(async () => {
    seen = await cruise(repository, ['libs', 'services', 'tools', 'test', 'bench']);
  }, cruiseMsMax);

  it('sees every source file of the repository and every import in it', async () => {
    const imports = new Map(
      seen.modules.map(({ source, dependencies: found }) => [
        source,
        new Set(found.map(({ module }) => bare(module))),
      ]),
    );
    const sources = [...(await readTree(repository)).keys()].filter(
      (path) =>
        /^(?:libs|services|tools|test|bench)\/.*\.ts$/.test(path) &&
        !path.includes('/src/generated/'),
    );
    expect(sources.length).toBeGreaterThan(50);
    const unseen: string[] = [];
    for (const path of sources) {
      const found = imports.get(path);
      if (found === undefined) unseen.push(path);
      for (const specifier of specifiers(await readFile(join(repository, path), 'utf8'))) {
        if (found && !found.has(bare(specifier))) unseen.push(`${path} → ${specifier}`);
      }
    }
    expect(unseen).toEqual([]);
  });
});
