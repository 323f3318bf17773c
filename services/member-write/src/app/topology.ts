// Which group holds which shards.
import { invariant } from '@member-mesh/kernel';

import { SHARDS } from '../domain/shard.ts';

export interface ShardRange {
  from: number;
  /** Included. */
  to: number;
  group: number;
}

export class ShardMap {
  readonly #groups: number[] = [];

  /** Throws BrokenInvariant unless every shard is in exactly one range. */
  constructor(ranges: readonly ShardRange[]) {
    for (const { from, to, group } of ranges) {
      for (let shard = from; shard <= to; shard++) {
        invariant(this.#groups[shard] === undefined, `shard ${shard} is in two ranges`);
        this.#groups[shard] = group;
      }
    }
    const whole = this.#groups.length === SHARDS && !this.#groups.includes(undefined as never);
    invariant(whole, 'the shard map does not name a group for every shard');
  }

  groupOf(shard: number): number {
    const group = this.#groups[shard];
    invariant(group !== undefined, `shard ${shard}`);
    return group;
  }

  /** How many shards each group holds. */
  counts(): Map<number, number> {
    const counts = new Map<number, number>();
    for (const group of this.#groups) counts.set(group, (counts.get(group) ?? 0) + 1);
    return counts;
  }
}

/** Contiguous ranges of the same size, as far as that goes. */
export function evenRanges(groups: readonly number[]): ShardRange[] {
  return groups.map((group, index) => ({
    from: Math.ceil((index * SHARDS) / groups.length),
    to: Math.ceil(((index + 1) * SHARDS) / groups.length) - 1,
    group,
  }));
}
