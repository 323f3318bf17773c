import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { BrokenInvariant, epochOf, firstVersion, nextVersion, VERSION_MAX } from './index.ts';

describe('a version', () => {
  it('begins at the first of its epoch and grows by one within it', () => {
    expect(firstVersion(1)).toBe(2 ** 40 + 1);
    expect(nextVersion(0, 3)).toBe(firstVersion(3));
    expect(nextVersion(firstVersion(3), 3)).toBe(firstVersion(3) + 1);
  });

  it('is always greater than the one before it, whatever epochs came between', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5), { minLength: 1, maxLength: 50 }), (steps) => {
        let epoch = 1;
        let version = 0;
        for (const step of steps) {
          epoch += step;
          const next = nextVersion(version, epoch);
          expect(next).toBeGreaterThan(version);
          expect(epochOf(next)).toBe(epoch);
          expect(next).toBeLessThanOrEqual(VERSION_MAX);
          version = next;
        }
      }),
    );
  });

  it('is refused under an older epoch', () => {
    expect(() => nextVersion(firstVersion(4), 3)).toThrow(BrokenInvariant);
    expect(() => firstVersion(0)).toThrow(BrokenInvariant);
    expect(() => firstVersion(2 ** 13)).toThrow(BrokenInvariant);
  });
});
