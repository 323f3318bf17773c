// The order in which test files begin.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import LongestFirst from './longest-first.mjs';

const rootDir = resolve(import.meta.dirname, '../..');

interface Sequenced {
  path: string;
  context: { config: { rootDir: string }; hasteFS: { getSize: () => number } };
}

function file(path: string, size: number): Sequenced {
  const context = { config: { rootDir }, hasteFS: { getSize: () => size } };
  return { path: `${rootDir}/${path}`, context };
}

describe('the order of test files', () => {
  it('begins with those that take minutes, whatever their size, then the largest', () => {
    const [small, large] = [file('a.itest.ts', 1), file('b.itest.ts', 3)];
    const faults = file('services/sync-worker/test/faults.itest.ts', 2);
    const crashPoints = file('services/member-write/test/crash-points.itest.ts', 2);
    const sorted = new LongestFirst().sort([small, large, faults, crashPoints]);
    expect(sorted).toEqual([crashPoints, faults, large, small]);
  });

  it('knows only files that there are', () => {
    expect(LongestFirst.longest.filter((each) => !existsSync(`${rootDir}/${each}`))).toEqual([]);
  });
});
