// Every rule of style is tried on planted files: it finds what it is for, and leaves alone what is
// in order.
import { describe, expect, it } from '@jest/globals';
import { rules } from './rules/index.ts';
import { blockCommands, sentenceCommands } from '../readme/commands.ts';
import { executedCommands } from './rules/readme.ts';
import type { Rule } from './rules/rule.ts';
import * as documents from './rules/documents.ts';
import * as manifests from './rules/manifests.ts';
import * as names from './rules/names.ts';
import * as shape from './rules/shape.ts';
import * as words from './rules/words.ts';

type Files = Record<string, string>;

/** A rule, files it must leave alone, and files of which it must name the ones in `found`. */
interface Case {
  rule: Rule;
  orderly: Files;
  planted: Files;
  found: string[];
}

const head = '// Says why this file exists.\n';
const service: Files = {
  'services/gateway/src/main.ts': head,
  'services/gateway/src/config.ts': head,
  'services/gateway/src/compose.ts': head,
  'services/gateway/src/app/read.ts': head,
};
const pkg = (more: object = {}): string =>
  JSON.stringify({ name: 'p', version: '1.0.0', private: true, type: 'module', ...more });
const lock = (packages: object): Files => ({ 'package-lock.json': JSON.stringify({ packages }) });
const decision = (title: string): string =>
  `# ${title}\n\n## Status\n\n## Context\n\n## Decision\n\n## Consequences\n`;
const table = [{ command: './mesh up', by: 'test/up.itest.ts', evidence: 'starts the mesh' }];

const cases: Case[] = [
  {
    rule: words.noMarkers,
    orderly: { 'a.ts': 'const TODOS = 1; // to do lists', 'b.md': 'all done' },
    planted: { 'a.ts': '// TODO later', 'b.md': 'FIXME', 'c.sql': '-- XXX', 'd.lua': '-- HACK' },
    found: ['a.ts', 'b.md', 'c.sql', 'd.lua'],
  },
  {
    rule: words.noNarrowedTests,
    orderly: { 'a.test.ts': "it('skips nothing', () => { fit(1); queue.skip(2); });" },
    planted: {
      'a.test.ts': 'describe.only(',
      'b.itest.ts': 'it.skip(',
      'c.test.ts': '  xit(',
      'd.test.ts': "it.todo('x')",
    },
    found: ['a.test.ts', 'b.itest.ts', 'c.test.ts', 'd.test.ts'],
  },
  {
    rule: words.noMachinePaths,
    orderly: { 'a.ts': "join(tmpdir(), 'work/root/home'); '/var/lib'; https://x.org/work/a" },
    planted: {
      'a.ts': "'/work/main'",
      'b.json': '"/root/x"',
      'c.md': 'see /home/me',
      'd.ts': "'/tmp/x'",
    },
    found: ['a.ts', 'b.json', 'c.md', 'd.ts'],
  },
  {
    rule: words.reasonedExceptions,
    orderly: { 'a.ts': '// eslint-disable-next-line no-console -- a command prints' },
    planted: {
      'a.ts': '// @ts-expect-error',
      'b.ts': '/* eslint-disable */',
      'c.ts': '// eslint-disable-next-line no-console',
    },
    found: ['a.ts', 'b.ts', 'c.ts'],
  },
  {
    rule: names.wholeNames,
    orderly: { 'libs/kernel/src/single-flight.test.ts': '', 'tools/a/src/sql/001-record.sql': '' },
    planted: {
      'libs/a/src/utils.ts': '',
      'libs/a/src/common/x.ts': '',
      'services/a/src/app/string-helpers.ts': '',
      'tools/a/src/storeManager.ts': '',
    },
    found: [
      'libs/a/src/common/x.ts',
      'libs/a/src/utils.ts',
      'services/a/src/app/string-helpers.ts',
      'tools/a/src/storeManager.ts',
    ],
  },
  {
    rule: names.sameRooms,
    orderly: service,
    planted: {
      'services/gateway/src/main.ts': 'step();\n'.repeat(80),
      'services/gateway/src/config.ts': head,
      'services/gateway/src/attic/x.ts': head,
    },
    found: [
      'services/gateway/src/attic/x.ts',
      'services/gateway/src/compose.ts',
      'services/gateway/src/main.ts',
    ],
  },
  {
    rule: shape.openingComment,
    orderly: {
      'a.ts': head,
      'b.ts': '/**\n * Says why this file exists.\n */\n',
      'c.sql': '-- Says why this file exists.\n',
      mesh: '#!/bin/sh\n# Says why this file exists.\n',
      'd.test.ts': 'it();',
      'e.ts': '// Runs flow-control.\n',
    },
    planted: { 'a.ts': 'export {};', 'b.lua': '-- lock\n', 'c.sh': '#!/bin/sh\nset -e\n' },
    found: ['a.ts', 'b.lua', 'c.sh'],
  },
  {
    rule: shape.shortFiles,
    orderly: { 'a.ts': 'x\n'.repeat(400), 'a.test.ts': 'x\n'.repeat(700) },
    planted: { 'a.ts': 'x\n'.repeat(401), 'a.test.ts': 'x\n'.repeat(701) },
    found: ['a.test.ts', 'a.ts'],
  },
  {
    rule: shape.narrowLines,
    orderly: { 'a.sql': `${'x'.repeat(100)}\n`, 'b.ts': 'x'.repeat(101) },
    planted: { 'a.sql': 'x'.repeat(101), mesh: 'x'.repeat(101) },
    found: ['a.sql', 'mesh'],
  },
  {
    rule: shape.describedScripts,
    orderly: {
      'a.lua':
        '-- Locks.\n-- KEYS  entry, pins (one, slot)\n-- ARGV  now (ms)\nf(KEYS[2], ARGV[1])',
      'b.lua': '-- Locks.\n-- ARGV  lock,\n--       now (ms)\nf(ARGV[1], ARGV[2])',
      'c.lua': '-- A part of other scripts.\nlocal a = 1',
    },
    planted: {
      'a.lua': '-- Locks.\n-- KEYS  entry\nreturn KEYS[1] .. ARGV[1]',
      'b.lua': '-- KEYS  entry (first, or last)\nreturn KEYS[1] .. KEYS[2]',
    },
    found: ['a.lua', 'b.lua'],
  },
  {
    rule: manifests.pinnedVersions,
    orderly: { 'package.json': pkg({ dependencies: { a: '1.2.3', b: '1.0.0-rc.1' } }) },
    planted: {
      'package.json': pkg({ devDependencies: { a: '^1.2.3' } }),
      'libs/a/package.json': pkg({ dependencies: { a: '*' } }),
    },
    found: ['libs/a/package.json', 'package.json'],
  },
  {
    rule: manifests.plainManifests,
    orderly: { 'package.json': pkg({ license: 'UNLICENSED' }), 'libs/a/package.json': pkg() },
    planted: { 'package.json': pkg(), 'libs/a/package.json': pkg({ version: '2.0.0', type: '' }) },
    found: ['libs/a/package.json', 'package.json'],
  },
  {
    rule: manifests.portableLock,
    orderly: lock({
      '': {},
      'node_modules/@p/a': { link: true, resolved: 'libs/a' },
      'node_modules/x': { integrity: 'sha512-x' },
      'node_modules/x-darwin': { os: ['darwin'], cpu: ['arm64'] },
    }),
    planted: lock({ 'node_modules/x': { resolved: 'https://r.example/x.tgz' } }),
    found: ['package-lock.json'],
  },
  {
    rule: manifests.completeLock,
    orderly: lock({
      'node_modules/x': { optionalDependencies: { a: '1.0.0', b: '1.0.0' } },
      'node_modules/x/node_modules/a': {},
      'node_modules/b': {},
    }),
    planted: lock({
      'node_modules/x': { optionalDependencies: { a: '1.0.0' } },
      'node_modules/y/node_modules/a': {},
    }),
    found: ['package-lock.json'],
  },
  {
    rule: manifests.currentLock,
    orderly: {
      'package.json': pkg({ dependencies: { a: '1.0.0' } }),
      ...lock({ '': { dependencies: { a: '1.0.0' } } }),
    },
    planted: {
      'package.json': pkg({ dependencies: { a: '1.0.1' } }),
      ...lock({ '': { dependencies: { a: '1.0.0' } } }),
    },
    found: ['package-lock.json'],
  },
  {
    rule: manifests.anyRegistry,
    orderly: { '.npmrc': 'save-exact=true', 'package.json': pkg({ homepage: 'https://x.org' }) },
    planted: {
      '.npmrc': 'registry=http://10.0.0.1',
      'package-lock.json': '"https://registry.example.org/x"',
    },
    found: ['.npmrc', 'package-lock.json'],
  },
  {
    rule: documents.listedDecisions,
    orderly: {
      'docs/adr/README.md': '| [Versions grow](0001-versions.md) | why |',
      'docs/adr/0001-versions.md': decision('1. Versions grow'),
    },
    planted: {
      'docs/adr/README.md': 'nothing listed',
      'docs/adr/0001-versions.md': decision('1. Versions grow'),
      'docs/adr/0003-gap.md': decision('3. A gap').replace('## Context', ''),
      'docs/adr/notes.md': '',
    },
    found: ['docs/adr/0003-gap.md', 'docs/adr/README.md', 'docs/adr/notes.md'],
  },
  {
    rule: documents.liveLinks,
    orderly: {
      'docs/a.md': '[b](../b.md#part) [x](https://x.org) [d](../docs/) [h](#here)',
      'b.md': '',
    },
    planted: { 'docs/a.md': '[b](b.md)', 'b.md': '' },
    found: ['docs/a.md'],
  },
  {
    rule: documents.currentChangelog,
    orderly: { 'package.json': pkg(), 'CHANGELOG.md': '# Changes\n\n## 1.0.0\n' },
    planted: { 'package.json': pkg(), 'CHANGELOG.md': '# Changes\n\n## 0.9.0\n' },
    found: ['CHANGELOG.md'],
  },
  {
    rule: executedCommands(table),
    orderly: {
      'README.md':
        '`./mesh up` is told. The `./mesh ctl` too.\n```sh\n./mesh ctl get   # one\n```\n',
      'test/up.itest.ts': "it('starts the mesh')",
      'test/readme/readme.itest.ts': head,
    },
    planted: {
      'README.md': '`./mesh up` and `./mesh fly`\n```sh\n./mesh ctl get\n```\n',
      'test/up.itest.ts': "it('starts nothing')",
    },
    found: ['README.md', 'test/readme/readme.itest.ts', 'test/up.itest.ts'],
  },
];

function paths(rule: Rule, files: Files): string[] {
  const tree = new Map(Object.entries(files));
  return [...new Set(rule.check(tree).map(({ path }) => path))].sort();
}

describe('the rule', () => {
  it.each(cases.map((each) => [each.rule.name, each] as const))(
    'that %s finds what is planted',
    (_name, { rule, planted, found }) => {
      expect(paths(rule, planted)).toEqual([...found].sort());
    },
  );

  it.each(cases.map((each) => [each.rule.name, each] as const))(
    'that %s leaves order alone',
    (_name, { rule, orderly }) => {
      expect(rule.check(new Map(Object.entries(orderly)))).toEqual([]);
    },
  );

  it('is always among those that were tried here', () => {
    expect(cases.map(({ rule }) => rule.name).sort()).toEqual(rules.map(({ name }) => name).sort());
  });
});

describe('the commands of a README', () => {
  const readme =
    'Say `./mesh ctl` or `npm x`.\n```console\n$ ./mesh up --profile \\\n    small   # slow\nready\n```\n' +
    '```ts\nconst x = 1;\n```\n```sh\n# first\n./mesh down\n```\n';

  it('are the lines of its shell blocks without comments, prompts and output', () => {
    expect(blockCommands(readme)).toEqual(['./mesh up --profile small', './mesh down']);
  });

  it('are what its sentences name as well', () => {
    expect(sentenceCommands(readme)).toEqual(['./mesh ctl']);
  });
});
