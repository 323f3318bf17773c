// The compose file describes the launcher's topology, and keeps its promises.
import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DCLinter } from 'dclint';
import { repositoryRoot } from '../tools.ts';
import { componentsOf, isService, profiles } from '../topology.ts';
import { composeFile } from './compose-file.ts';
import { containerSource, secretsOf } from './containers.ts';

const components = componentsOf(profiles.full);
const text = composeFile();

/** Matters of taste, on which the formatter or the topology decides. */
const taste = [
  'no-build-and-image',
  'no-quotes-in-volumes',
  'service-dependencies-alphabetical-order',
  'service-keys-order',
  'services-alphabetical-order',
];

interface Linter {
  lintFiles(
    paths: string[],
    recursive: boolean,
  ): { messages: { rule: string; message: string }[] }[];
}

/** The package's own types do not resolve in an ES module. */
const ComposeLinter = DCLinter as unknown as new (config: object) => Linter;

/** What the linter finds: breaches of the Compose Specification's schema, and likely mistakes. */
function findings(file: string): string[] {
  const rules = Object.fromEntries(taste.map((rule) => [rule, 0]));
  const linter = new ComposeLinter({ rules, quiet: false, debug: false, exclude: [] });
  const results = linter.lintFiles([file], false);
  expect(results).toHaveLength(1);
  return results.flatMap(({ messages }) =>
    messages.map(({ rule, message }) => `${rule}: ${message}`),
  );
}

describe('docker-compose.yml', () => {
  it('keeps to the schema of the Compose Specification', () => {
    expect(findings(join(repositoryRoot, 'docker-compose.yml'))).toEqual([]);
  });

  it.each([
    ['a key that the specification does not know', /^ {4}image:/m, '    imagee:'],
    ['a word that it does not know', /'service_healthy'/, "'service_well'"],
    ['a wrong type', /interval: '2s'/, 'interval: 2'],
    ['an image of no version', /mariadb:10\.11\.14/, 'mariadb:latest'],
  ])('would be found to have %s', (_, from, to) => {
    const folder = mkdtempSync(join(tmpdir(), 'mesh-compose-'));
    try {
      const file = join(folder, 'docker-compose.yml');
      writeFileSync(file, text.replace(from, to));
      expect(findings(file)).not.toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('is what the topology renders to', () => {
    expect(readFileSync(join(repositoryRoot, 'docker-compose.yml'), 'utf8')).toBe(text);
  });

  it('has every component by its name', () => {
    const names = [...text.matchAll(/^ {2}([\w-]+):\n {4}image:/gm)].map((match) => match[1]);
    expect(names).toEqual(components.map((component) => component.name));
  });

  it('publishes on loopback only', () => {
    const published = [...text.matchAll(/^ {6}- '(.*:\d+)'$/gm)].map((match) => match[1] ?? '');
    expect(published.length).toBeGreaterThan(components.length);
    for (const port of published) expect(port).toMatch(/^127\.0\.0\.1:\$\{[A-Z0-9_]+:-\}:\d+$/);
  });

  it('gives a service its own token and accounts, and nobody else’s', () => {
    const source = containerSource(components, () => 'mysql-0-a1');
    const given = Object.fromEntries(
      components.filter(isService).map((each) => [each.name, secretsOf(each, source)]),
    );
    expect(given['gateway-a']).toEqual(['gateway-a.token', 'peers.json']);
    expect(given['member-write-b']).toEqual([
      'member-write-b.token',
      'peers.json',
      'nats-member_write.password',
      'mysql-member_write.password',
      'mysql-member_admin.password',
    ]);
  });
});
