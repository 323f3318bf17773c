// The repository keeps its own style.
import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { rules } from './rules/index.ts';
import { readTree, type Tree } from './tree.ts';

describe('in this repository', () => {
  let tree: Tree;

  beforeAll(async () => {
    tree = await readTree(resolve(import.meta.dirname, '../..'));
    expect(tree.size).toBeGreaterThan(100);
  });

  it.each(rules.map((rule) => [rule.name, rule] as const))('%s', (_name, rule) => {
    expect(rule.check(tree).map(({ path, problem }) => `${path}: ${problem}`)).toEqual([]);
  });
});
