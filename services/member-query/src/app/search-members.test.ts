import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { Cluster } from '../domain/bucket-state.ts';
import type { Place, SearchOrder, SortField } from '../domain/search-query.ts';
import { compareInOrder } from '../domain/search-query.ts';
import type { ReadMembers } from './read-members.ts';
import { type IndexQuery, type IndexSearch, SearchMembers } from './search-members.ts';

const clustersFor = (): readonly Cluster[] => ['order-a'];

interface Row {
  memberNo: bigint;
  values: Record<SortField, bigint>;
}

const ORDER = { field: 'level', descending: false } as const;

function rowsOf(count: number, valueOf: (at: number) => bigint): Row[] {
  return Array.from({ length: count }, (_, at) => {
    const memberNo = (BigInt(at) << 40n) + 7n;
    const value = valueOf(at);
    const values = { member_id: memberNo, level: value, create_time: value, update_time: value };
    return { memberNo, values };
  });
}

class MemorySearch implements IndexSearch {
  readonly cluster = 'order-a';
  readonly rows: readonly Row[];
  largest = 0;
  asked = 0;

  constructor(rows: readonly Row[]) {
    this.rows = rows;
  }

  serving(): boolean {
    return true;
  }

  #matching({ ranges }: IndexQuery): Row[] {
    this.asked++;
    return this.rows.filter(({ values }) =>
      Object.entries(ranges).every(([field, { from, to }]) => {
        const value = values[field as SortField];
        return value >= from && value <= to;
      }),
    );
  }

  async count(query: IndexQuery): Promise<number> {
    return this.#matching(query).length;
  }

  async bounds(query: IndexQuery, field: SortField) {
    const values = this.#matching(query).map((row) => row.values[field]);
    if (values.length === 0) return undefined;
    const sorted = values.sort((a, b) => (a < b ? -1 : 1));
    return { from: sorted[0] ?? 0n, to: sorted.at(-1) ?? 0n };
  }

  async places(query: IndexQuery, field: SortField, limit: number): Promise<Place[]> {
    const found = this.#matching(query);
    this.largest = Math.max(this.largest, found.length);
    expect(found.length).toBeLessThanOrEqual(limit);
    return found.map(({ values, memberNo }) => ({ value: values[field], memberNo })).reverse();
  }
}

/** Every member is there as it was found. */
const members = {
  run: (wishes: readonly { memberId: string }[]) =>
    Promise.resolve(
      wishes.map(({ memberId }) => ({
        ...{ state: 'found', memberId, version: 1, member: Buffer.from(memberId) },
        ...{ source: 'CACHE', staleMs: undefined },
      })),
    ),
} as unknown as ReadMembers;

async function allPages(
  rows: readonly Row[],
  order: SearchOrder,
  pageSize: number,
): Promise<{ ids: bigint[]; search: MemorySearch }> {
  const search = new MemorySearch(rows);
  const use = new SearchMembers({
    ...{ searches: [search], clustersFor, members },
    matches: () => true,
    stalenessMs: () => 1_000,
  });
  const ids: bigint[] = [];
  let after: Place | undefined;
  do {
    const answer = await use.run({
      ...{ filters: {}, order, pageSize, after, trafficClass: 'order' },
    });
    if (answer.state === 'unavailable') throw new Error(answer.detail);
    ids.push(...answer.members.map(({ memberId }) => BigInt(memberId)));
    after = answer.next;
  } while (after);
  return { ids, search };
}

function sorted(rows: readonly Row[], order: SearchOrder): bigint[] {
  return rows
    .map(({ values, memberNo }) => ({ value: values[order.field], memberNo }))
    .sort(compareInOrder(order))
    .map(({ memberNo }) => memberNo);
}

describe('a search', () => {
  it.each([
    ['one value that everybody shares', 5_000, () => 3n],
    ['ten values', 6_000, (at: number) => BigInt(at % 10)],
    ['values that lie evenly', 5_000, (at: number) => BigInt(at) * 1_000_003n],
    [
      'values that lie in two far clusters',
      5_000,
      (at: number) => (BigInt(at % 2) << 60n) + BigInt(at),
    ],
    ['few', 3, (at: number) => BigInt(at)],
    ['none', 0, () => 0n],
  ])('walks over %s once, in order, in small slices', async (_what, count, valueOf) => {
    const rows = rowsOf(count, valueOf);
    for (const descending of [false, true]) {
      const order = { field: 'level', descending } as const;
      const { ids, search } = await allPages(rows, order, 700);
      expect(ids).toEqual(sorted(rows, order));
      expect(search.largest).toBeLessThanOrEqual(2_000);
    }
  });

  it('needs few questions for a page of very many', async () => {
    const rows = rowsOf(20_000, (at) => BigInt(at) * 77n);
    const search = new MemorySearch(rows);
    const use = new SearchMembers({
      ...{ searches: [search], clustersFor, members, matches: () => true, stalenessMs: () => 0 },
    });
    await use.run({
      ...{ filters: {}, order: ORDER, pageSize: 50, after: undefined, trafficClass: 'order' },
    });
    expect(search.asked).toBeLessThan(8);
  });

  it('walks over anything once, whatever the page size', async () => {
    const values = fc.array(fc.bigInt({ min: 0n, max: 2n ** 62n }), { maxLength: 60 });
    const size = fc.integer({ min: 1, max: 20 });
    await fc.assert(
      fc.asyncProperty(values, size, fc.boolean(), async (each, pageSize, descending) => {
        const rows = rowsOf(each.length, (at) => each[at] ?? 0n);
        const order = { field: 'create_time', descending } as const;
        const { ids } = await allPages(rows, order, pageSize);
        expect(ids).toEqual(sorted(rows, order));
      }),
      { numRuns: 40 },
    );
  });

  it('leaves out who no longer matches, and goes on behind them', async () => {
    const rows = rowsOf(30, (at) => BigInt(at));
    const use = new SearchMembers({
      ...{ searches: [new MemorySearch(rows)], clustersFor, members, stalenessMs: () => 0 },
      matches: (member) => BigInt(member.toString()) !== rows[0]?.memberNo,
    });
    const request = { filters: {}, order: ORDER, pageSize: 10, trafficClass: 'order' } as const;
    const answer = await use.run({ ...request, after: undefined });
    expect(answer).toMatchObject({ state: 'found', next: { value: 9n } });
    expect(answer.state === 'found' && answer.members.length).toBe(9);
  });
});
