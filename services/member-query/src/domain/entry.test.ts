import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { decodeEntry, decodeHit, encodeEntry, type Entry } from './entry.ts';

const number = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const eight = fc.uint8Array({ minLength: 8, maxLength: 8 }).map((bytes) => Buffer.from(bytes));
const entries: fc.Arbitrary<Entry> = fc.record({
  kind: fc.constantFrom('fence' as const, 'value' as const, 'absent' as const),
  ...{ generation: number, version: number, min: number, stamp: number },
  token: fc.option(
    eight.filter((bytes) => bytes.some((byte) => byte !== 0)),
    { nil: undefined },
  ),
  locks: fc.array(fc.record({ id: eight, beat: number }), { maxLength: 4 }),
  payload: fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.from(bytes)),
});

describe('a cache entry', () => {
  it('is the same after it was written and read', () => {
    fc.assert(
      fc.property(entries, (entry) => {
        expect(decodeEntry(encodeEntry(entry))).toEqual(entry);
      }),
    );
  });

  it('gives a reader its payload without a copy, whatever locks it has', () => {
    fc.assert(
      fc.property(entries, (entry) => {
        const raw = encodeEntry(entry);
        const hit = decodeHit(raw);
        if (entry.kind === 'fence') return expect(hit).toBeUndefined();
        expect(hit?.payload).toEqual(entry.payload);
        expect(hit?.payload.buffer).toBe(raw.buffer);
      }),
    );
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['another format', Buffer.concat([Buffer.from([9]), Buffer.alloc(60)])],
    ['another kind', Buffer.concat([Buffer.from([1, 7]), Buffer.alloc(60)])],
  ])('is refused when it is %s', (_what, raw) => {
    expect(() => decodeHit(raw)).toThrow('unknown format');
  });
});
