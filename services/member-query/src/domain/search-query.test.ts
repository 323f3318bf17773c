import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { compareInOrder, decodePageToken, encodePageToken, parseOrder } from './search-query.ts';
import { firstPart, restOf } from './slice.ts';

describe('an order', () => {
  it.each([
    ['', { field: 'member_id', descending: false }],
    ['level', { field: 'level', descending: false }],
    ['create_time desc', { field: 'create_time', descending: true }],
    ['level down', undefined],
    ['phone', undefined],
    ['level desc desc', undefined],
  ])('reads "%s"', (text, expected) => {
    expect(parseOrder(text)).toEqual(expected);
  });

  it('breaks ties by member id in the same direction', () => {
    const places = [
      { value: 2n, memberNo: 1n },
      { value: 1n, memberNo: 9n },
      { value: 2n, memberNo: 5n },
    ];
    const down = [...places].sort(compareInOrder({ field: 'level', descending: true }));
    expect(down.map(({ memberNo }) => memberNo)).toEqual([5n, 1n, 9n]);
    const up = [...places].sort(compareInOrder({ field: 'level', descending: false }));
    expect(up.map(({ memberNo }) => memberNo)).toEqual([9n, 1n, 5n]);
  });
});

describe('a page token', () => {
  const query = {
    filters: { phone: '+861' },
    order: { field: 'level', descending: false },
  } as const;

  it('continues the search that it came from, beyond 2^53 as well', () => {
    const place = { value: 9n, memberNo: 2n ** 62n + 1n };
    expect(decodePageToken(query, encodePageToken(query, place))).toEqual({ place });
  });

  it('continues no other search', () => {
    const token = encodePageToken(query, { value: 9n, memberNo: 1n });
    const others = [
      { ...query, filters: { phone: '+862' } },
      { ...query, order: { field: 'level', descending: true } as const },
    ];
    for (const other of others) expect(decodePageToken(other, token)).toBe('another-search');
  });

  it.each(['', 'x', Buffer.from('[1]').toString('base64url')])('is not "%s"', (token) => {
    expect(decodePageToken(query, token)).toBe('malformed');
  });
});

describe('slices', () => {
  it('cover a range exactly once, from either end', () => {
    const bound = fc.bigInt({ min: 0n, max: 2n ** 62n });
    const cut = fc.record({ count: fc.nat(100_000), wanted: fc.integer({ min: 1, max: 2_000 }) });
    fc.assert(
      fc.property(bound, bound, fc.boolean(), fc.array(cut), (one, other, descending, cuts) => {
        const range = one < other ? { from: one, to: other } : { from: other, to: one };
        let rest: typeof range | undefined = range;
        let numbers = 0n;
        for (const { count, wanted } of cuts) {
          if (!rest) break;
          const part = firstPart(rest, { count, wanted, descending });
          expect(descending ? part.to : part.from).toBe(descending ? rest.to : rest.from);
          numbers += part.to - part.from + 1n;
          rest = restOf(rest, part, descending);
        }
        const left = rest ? rest.to - rest.from + 1n : 0n;
        expect(numbers + left).toBe(range.to - range.from + 1n);
      }),
    );
  });
});
