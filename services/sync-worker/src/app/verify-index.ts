// Compares the record with a cluster, fully or by a sample of its shards. While changes go on the
// two are never equal at one moment, so every suspicion is looked at again once the index has
// applied all that was committed before: only what contradicts itself then is a difference.
import type { Clock, Random } from '@member-mesh/kernel';

import type { IndexPair } from '../domain/cluster.ts';
import { SHARDS } from '../domain/shard-set.ts';
import { extrasOf } from './verify-extras.ts';
import {
  type ChangeStream,
  type ClusterCells,
  type DifferenceReport,
  type IndexCluster,
  type RecordSource,
} from './ports.ts';
import { ShardComparison, SHARDS_AT_ONCE, type Suspicion } from './shard-comparison.ts';

export interface VerifyIndexOptions {
  cluster: IndexCluster;
  cells: ClusterCells;
  record: RecordSource;
  stream: ChangeStream;
  clock: Clock;
  random: Random;
}

export type VerifyEvent =
  | { kind: 'progress'; compared: number; shardsDone: number; shardsTotal: number }
  | { kind: 'difference'; difference: DifferenceReport }
  /** What is undecided is no difference, nor was it found equal. */
  | { kind: 'summary'; compared: number; differences: number; undecided: number };

/** There are no indices to compare with. */
export class NothingToVerify extends Error {
  override name = 'NothingToVerify';
}

const SUSPICIONS_MAX = 500;
const PROGRESS_EVERY_SHARDS = 32;

/** So many shards, drawn at random; keys are spread over shards evenly. */
function sampleShards(sample: number, random: Random): number[] {
  const all = Array.from({ length: SHARDS }, (_, shard) => shard);
  if (sample >= 1) return all;
  const wanted = Math.max(1, Math.ceil(SHARDS * sample));
  for (let at = 0; at < wanted; at++) {
    const other = at + Math.floor(random.fraction() * (SHARDS - at));
    const [a, b] = [all[at] ?? 0, all[other] ?? 0];
    all[at] = b;
    all[other] = a;
  }
  return all.slice(0, wanted).sort((a, b) => a - b);
}

export class VerifyIndex {
  readonly #options: VerifyIndexOptions;

  constructor(options: VerifyIndexOptions) {
    this.#options = options;
  }

  /**
   * Compares the share `sample` of the record, above 0 to 1; at 1 also finds documents of the index
   * that the record knows nothing of. Throws TierUnavailable when a tier is lost meanwhile or the
   * index does not catch up.
   */
  async *verify(sample: number, signal: AbortSignal): AsyncGenerator<VerifyEvent> {
    const pair = await this.#pair();
    const comparison = new ShardComparison({ ...this.#options, pair, signal });
    const shards = sampleShards(sample, this.#options.random);
    let suspicions: Suspicion[] = [];
    let differences = 0;
    let undecided = 0;
    let compared = 0;
    for (let done = 0; done < shards.length;) {
      const group = shards.slice(done, done + SHARDS_AT_ONCE);
      const found = await comparison.compare(group);
      compared += found.compared;
      suspicions.push(...found.suspicions);
      done += group.length;
      const isLast = done >= shards.length;
      if (suspicions.length >= SUSPICIONS_MAX || (isLast && suspicions.length > 0)) {
        for (const difference of await comparison.confirm(suspicions)) {
          if (difference.kind === 'undecided') undecided += 1;
          else differences += 1;
          yield { kind: 'difference', difference };
        }
        suspicions = [];
      }
      if (isLast || done % PROGRESS_EVERY_SHARDS === 0) {
        yield { kind: 'progress', compared, shardsDone: done, shardsTotal: shards.length };
      }
    }
    if (sample >= 1) {
      for await (const difference of extrasOf(this.#options, pair, signal)) {
        differences += 1;
        yield { kind: 'difference', difference };
      }
    }
    yield { kind: 'summary', compared, differences, undecided };
  }

  async #pair(): Promise<IndexPair> {
    const active = (await this.#options.cells.topology.read())?.value.active;
    if (!active) throw new NothingToVerify(`${this.#options.cluster.name} has no indices`);
    return active;
  }
}
