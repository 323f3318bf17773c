// Compares one shard of the record with the index, and judges suspicions in rounds: read the row,
// wait until the index has applied what was committed until then, read both again.
import { chunk, sleep, type Clock } from '@member-mesh/kernel';

import { TABLES, type IndexPair } from '../domain/cluster.ts';
import { compare, judge, type FoundDocument, type Sighting } from '../domain/comparison.ts';
import { displayKey, documentId } from '../domain/row.ts';
import {
  TierUnavailable,
  type ChangeStream,
  type DifferenceReport,
  type IndexCluster,
  type RecordRow,
  type RecordSource,
} from './ports.ts';

export interface ShardComparisonOptions {
  cluster: IndexCluster;
  record: RecordSource;
  stream: ChangeStream;
  clock: Clock;
  pair: IndexPair;
  signal: AbortSignal;
}

/** How many shards are read side by side. */
export const SHARDS_AT_ONCE = 16;

/** A row and a document that did not agree when they were read. */
export interface Suspicion {
  shard: number;
  key: string;
  sighting: Sighting;
}

const PAGE_SIZE = 500;
const READ_TIMEOUT_MS = 10_000;
const ROUNDS_MAX = 5;
const CATCH_UP_MS_MAX = 60_000;
const CATCH_UP_POLL_MS = 50;

interface Cursor {
  shard: number;
  token: string | undefined;
}

export class ShardComparison {
  readonly #options: ShardComparisonOptions;

  constructor(options: ShardComparisonOptions) {
    this.#options = options;
  }

  /** Compares shards side by side. */
  async compare(shards: readonly number[]): Promise<{ compared: number; suspicions: Suspicion[] }> {
    const suspicions: Suspicion[] = [];
    let compared = 0;
    for await (const pairings of this.#pairings(shards)) {
      compared += pairings.length;
      for (const { shard, key, sighting } of pairings) {
        if (compare(sighting.row, sighting.found)) suspicions.push({ shard, key, sighting });
      }
    }
    return { compared, suspicions };
  }

  /**
   * Those suspicions that are differences, or about which nothing could be told in any round.
   * Throws TierUnavailable when the index does not catch up.
   */
  async confirm(suspicions: readonly Suspicion[]): Promise<DifferenceReport[]> {
    const differences: DifferenceReport[] = [];
    let open = [...suspicions];
    for (let round = 1; round <= ROUNDS_MAX && open.length > 0; round++) {
      await this.#catchUp();
      const now = await this.#sightings(open);
      const next: Suspicion[] = [];
      for (const suspicion of open) {
        const sighting = now.get(suspicion.key);
        // A row that the record no longer shows is the search for extras' affair.
        if (!sighting) continue;
        const verdict = judge(suspicion.sighting, sighting);
        if (verdict === 'open') next.push({ ...suspicion, sighting });
        else if (verdict !== 'agrees') differences.push(reportOf(suspicion.key, verdict, sighting));
      }
      open = next;
    }
    const undecided = open.map(({ key, sighting }) => reportOf(key, 'undecided', sighting));
    return [...differences, ...undecided];
  }

  async #sightings(suspicions: readonly Suspicion[]): Promise<Map<string, Sighting>> {
    const wanted = new Set(suspicions.map((suspicion) => suspicion.key));
    const sightings = new Map<string, Sighting>();
    const shards = [...new Set(suspicions.map((suspicion) => suspicion.shard))];
    for (const group of chunk(shards, SHARDS_AT_ONCE)) {
      for await (const pairings of this.#pairings(group, wanted)) {
        for (const { key, sighting } of pairings) sightings.set(key, sighting);
      }
    }
    return sightings;
  }

  /** The rows of the shards, a page of each at a time, with documents that are read after them. */
  async *#pairings(
    shards: readonly number[],
    wanted?: ReadonlySet<string>,
  ): AsyncGenerator<Suspicion[]> {
    const { record, signal } = this.#options;
    let open: Cursor[] = shards.map((shard) => ({ shard, token: undefined }));
    while (open.length > 0) {
      const pages = await Promise.all(
        open.map(async ({ shard, token }) => {
          const page = await record.scan(shard, { token, size: PAGE_SIZE }, signal);
          return { shard, ...page };
        }),
      );
      const rows = pages.flatMap(({ shard, rows: found }) => found.map((row) => ({ shard, row })));
      const chosen = rows.filter(({ row }) => !wanted || wanted.has(displayKey(keyOf(row))));
      for (const group of chunk(chosen, PAGE_SIZE)) yield await this.#withDocuments(group);
      open = pages.flatMap(({ shard, nextPageToken: token }) =>
        token === undefined ? [] : [{ shard, token }],
      );
    }
  }

  async #withDocuments(rows: readonly { shard: number; row: RecordRow }[]): Promise<Suspicion[]> {
    const { cluster, pair, signal } = this.#options;
    const pairings: Suspicion[] = [];
    for (const table of TABLES) {
      const ofTable = rows.filter(({ row }) => keyOf(row).table === table);
      if (ofTable.length === 0) continue;
      const ids = ofTable.map(({ row }) => documentId(keyOf(row)));
      const patience = { signal, timeoutMs: READ_TIMEOUT_MS };
      const outcomes = await cluster.read(pair[table], ids, patience);
      for (const [at, { shard, row }] of ofTable.entries()) {
        const outcome = outcomes[at];
        const found: FoundDocument = outcome?.kind === 'found' ? outcome : undefined;
        const content = row.kind === 'row' ? row.row : { marker: row.key };
        pairings.push({ shard, key: displayKey(keyOf(row)), sighting: { row: content, found } });
      }
    }
    return pairings;
  }

  async #catchUp(): Promise<void> {
    const { record, stream, cluster, clock, signal } = this.#options;
    const target = await record.awaitPublished(signal);
    const untilMs = clock.monotonicMs() + CATCH_UP_MS_MAX;
    for (;;) {
      const consumer = await stream.consumer(cluster.name);
      if (consumer && consumer.ackFloor >= target) return;
      if (clock.monotonicMs() > untilMs) {
        throw new TierUnavailable(`${cluster.name} does not catch up with the change stream`);
      }
      await sleep(CATCH_UP_POLL_MS, signal);
    }
  }
}

function keyOf(row: RecordRow): Extract<RecordRow, { kind: 'faulty' }>['key'] {
  return row.kind === 'row' ? row.row : row.key;
}

function reportOf(
  key: string,
  kind: DifferenceReport['kind'],
  { row, found }: Sighting,
): DifferenceReport {
  const recordVersion = 'marker' in row ? row.marker.version : row.version;
  return { key, kind, recordVersion, indexVersion: found?.version ?? 0 };
}
