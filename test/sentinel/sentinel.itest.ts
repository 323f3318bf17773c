// The engine beside the real Sentinel: ours is right by each rule's own words, and what the page
// says of both is what is measured here.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { beforeAll, describe, expect, it } from '@jest/globals';

import { type Compared, compareAll, pageOf } from './table.ts';

const PAGE = resolve(import.meta.dirname, '../../docs/sentinel.md');
const PREPARE_MS_MAX = 300_000;

describe('beside Sentinel', () => {
  let compared: Compared[];

  beforeAll(async () => {
    compared = await compareAll();
  }, PREPARE_MS_MAX);

  it('ours does what every rule says', () => {
    const wrong = compared.filter(({ ours }) => !ours.holds);
    expect(wrong.map(({ scenario, ours }) => `${scenario.name}: ${ours.found}`)).toEqual([]);
  });

  it('the page tells what is measured', () => {
    expect(readFileSync(PAGE, 'utf8')).toBe(pageOf(compared));
  });

  it('the oracles find wrong what is wrong', () => {
    const faults = compared.filter(({ sentinel }) => !sentinel.holds);
    expect(new Set(faults.map(({ scenario }) => scenario.kind))).toEqual(
      new Set(['flow', 'hotspot', 'degrade', 'system']),
    );
  });
});
