// However few members there are, something is measured, and every index gets the same documents.
import { describe, expect, it } from '@jest/globals';
import {
  type DocumentWrite,
  ElasticUnavailable,
  type WriteOutcome,
} from '@member-mesh/driver-elastic';

import { INDEX } from './definitions.ts';
import { memberDocuments } from './documents.ts';
import { load, loadRow } from './load.ts';

/** Takes documents and remembers which, by their alias. */
class TakingAll {
  readonly taken = new Map<string, string[]>();

  createIndex(): Promise<boolean> {
    return Promise.resolve(true);
  }

  refresh(): Promise<void> {
    return Promise.resolve();
  }

  bulk(writes: readonly DocumentWrite[]): Promise<WriteOutcome[]> {
    for (const { alias, id } of writes) {
      this.taken.set(alias, [...(this.taken.get(alias) ?? []), id]);
    }
    return Promise.resolve(writes.map(() => ({ kind: 'applied' })));
  }
}

function ticking() {
  let ms = 0;
  return { nowMs: () => ms, monotonicMs: () => (ms += 1_000) };
}

describe('loading', () => {
  it.each([
    [100, 1],
    [1_500, 1],
    [2_000, 1],
    [5_200, 3],
  ])('of %i members measures %i pages', async (count, pages) => {
    const elastic = new TakingAll();
    const documents = memberDocuments(count);
    const written: number[] = [];
    const onPage = (total: number): number => written.push(total);
    const rates = await load({ elastic, documents, clock: ticking(), onPage });
    expect(rates[INDEX.ours].length).toBe(pages);
    expect(rates[INDEX.text].length).toBe(pages);
    expect(written.at(-1)).toBe(count);
    expect(loadRow(rates).ratio).toBeCloseTo(1);
    const taken = Object.values(INDEX).map((index) => elastic.taken.get(`${index}-write`));
    expect(new Set(taken[0]).size).toBe(count);
    for (const ids of taken) expect(ids).toEqual(taken[0]);
  });

  it('knows members to ask for, all of which were loaded', () => {
    const { known } = memberDocuments(500);
    expect(known.length).toBeGreaterThan(4);
    for (const { id, email, phone } of known) {
      for (const text of [id, email, phone]) expect(text).not.toBe('');
    }
  });

  it('sends a page again that the node had no room for', async () => {
    const node = new TakingAll();
    const full = new ElasticUnavailable('429 circuit_breaking_exception');
    let refusals = 0;
    const elastic = {
      createIndex: () => node.createIndex(),
      refresh: () => node.refresh(),
      bulk: (writes: readonly DocumentWrite[]) =>
        refusals++ === 0 ? Promise.reject(full) : node.bulk(writes),
    };
    const documents = memberDocuments(1_000);
    await load({ elastic, documents, clock: ticking(), onPage: () => undefined });
    const counts = [...node.taken.values()].map((ids) => new Set(ids).size);
    expect(counts).toEqual(Object.values(INDEX).map(() => 1_000));
  });
});
