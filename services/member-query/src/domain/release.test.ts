import { describe, expect, it } from '@jest/globals';

import { proofsFor, releaseBefore } from './release.ts';

const limits = { pinLife: 1_000, pinsMax: 10 };

describe('pins are let go', () => {
  it.each([
    ['once every index has what they stand for', { proven: [50, 40, 45], pins: 1 }, 40],
    ['never early for an index that has proved nothing yet', { proven: [50, 0], pins: 1 }, 0],
    ['for the fastest index when there are too many', { proven: [50, 0, 45], pins: 11 }, 50],
    ['all of them when there are far too many', { proven: [50, 0, 45], pins: 21 }, 500],
    ['not at all without indices', { proven: [], pins: 1 }, 0],
  ])('%s', (_when, view, expected) => {
    expect(releaseBefore({ beat: 500, ...view }, limits)).toBe(expected);
  });

  it('after their life, whatever the indices are', () => {
    expect(releaseBefore({ beat: 5_000, proven: [4_900, 0], pins: 1 }, limits)).toBe(4_000);
  });
});

describe('a proof', () => {
  it('speaks for the generation that it was made in and no other', () => {
    const claims = [
      { generation: 7, beat: 70 },
      { generation: 6, beat: 60 },
    ];
    expect(proofsFor(7, claims)).toEqual([70, 0, 0]);
  });
});
