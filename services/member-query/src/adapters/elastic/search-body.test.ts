import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { SORT_FIELDS } from '../../domain/search-query.ts';
import { boundsBody, filterOf, placesBody } from './search-body.ts';

const text = fc.string({ maxLength: 12 });
const number = fc.nat(1_000_000);
const filters = fc.record(
  {
    ...{ phone: text, email: text, status: text, homeChannel: text, platform: text },
    ...{ levelMin: number, createdAfterMs: number, createdBeforeMs: number },
  },
  { requiredKeys: [] },
);
const range = fc.record({ from: fc.bigInt(0n, 2n ** 62n), to: fc.bigInt(0n, 2n ** 62n) });
const field = fc.constantFrom(...SORT_FIELDS);
const query = fc.record({ filters, ranges: fc.dictionary(field, range, { maxKeys: 2 }) });

/** Below `constant_score.filter` everything is a filter; only exact terms and ranges are there. */
function expectFilterOnly(built: object): void {
  const { constant_score: score, ...rest } = built as {
    constant_score: { filter: { bool: { filter: object[] } } };
  };
  expect(rest).toEqual({});
  expect(Object.keys(score)).toEqual(['filter']);
  expect(Object.keys(score.filter)).toEqual(['bool']);
  expect(Object.keys(score.filter.bool)).toEqual(['filter']);
  for (const clause of score.filter.bool.filter) {
    expect(['term', 'range']).toContain(Object.keys(clause).join());
  }
}

describe('every search of the service', () => {
  it('is a filter in a constant score, whatever it looks for', () => {
    fc.assert(fc.property(query, (each) => expectFilterOnly(filterOf(each))));
  });

  it('asks for no sort, no scores and no total', () => {
    fc.assert(
      fc.property(query, field, number, (each, by, limit) => {
        const bodies = { bounds: boundsBody(each, by), places: placesBody(each, by, limit) };
        for (const [kind, body] of Object.entries(bodies)) {
          const { query: built, ...rest } = body as { query: object; track_total_hits: boolean };
          expectFilterOnly(built);
          expect(rest.track_total_hits).toBe(false);
          const beside = kind === 'bounds' ? ['aggs'] : ['_source'];
          expect(Object.keys(rest).sort()).toEqual([...beside, 'size', 'track_total_hits'].sort());
        }
      }),
    );
  });

  it('names each filter that the caller gave exactly once', () => {
    const given = { phone: '+861', email: 'a@b', status: 's', homeChannel: 'h', platform: 'p' };
    const built = filterOf({ filters: { ...given, levelMin: 3, createdAfterMs: 5 }, ranges: {} });
    expect(built).toEqual({
      constant_score: {
        filter: {
          bool: {
            filter: [
              { term: { phone: '+861' } },
              { term: { email: 'a@b' } },
              { term: { status: 's' } },
              { term: { home_channel: 'h' } },
              { term: { platforms: 'p' } },
              { range: { level: { gte: 3 } } },
              { range: { create_time: { gte: 5 } } },
            ],
          },
        },
      },
    });
  });
});
