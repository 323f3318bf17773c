// Which map of the shards is in force. The bucket has it; every group keeps a copy, from which a
// process starts that cannot reach the bucket, and with which a bucket that lost the map is filled
// again. A map that differs from a kept one is never used: it would look for rows where they are
// not.
import type { Clock } from '@member-mesh/kernel';

import type { Until } from './record-store.ts';
import { evenRanges, ShardMap, type ShardRange } from './topology.ts';

/** The map of all processes. Both throw when the bucket cannot be had. */
export interface MapBucket {
  read(): Promise<ShardRange[] | undefined>;
  /** Keeps what is there already; answers what is there then. */
  create(ranges: readonly ShardRange[]): Promise<ShardRange[]>;
}

/** The copies of the groups. All throw StoreFailure when the group is away. */
export interface KeptMaps {
  read(group: number, until: Until): Promise<ShardRange[] | undefined>;
  keep(group: number, ranges: readonly ShardRange[], until: Until): Promise<void>;
  /** The first and the last shard of each table's rows. */
  shardsWithRows(group: number, until: Until): Promise<number[]>;
}

export interface ShardTopologyOptions {
  groups: readonly number[];
  bucket: () => Promise<MapBucket>;
  kept: KeptMaps;
  clock: Clock;
}

const TIMEOUT_MS = 5_000;

export class ShardTopology {
  readonly #options: ShardTopologyOptions;
  #inForce: { ranges: readonly ShardRange[]; shards: ShardMap } | undefined;

  constructor(options: ShardTopologyOptions) {
    this.#options = options;
  }

  /** Undefined until a map is known. */
  get shards(): ShardMap | undefined {
    return this.#inForce?.shards;
  }

  /**
   * Takes the map that the group keeps; to be called before its rows are used.
   * @throws StoreFailure when the group is away.
   * @throws Error when it keeps another map than the one in force.
   */
  async begin(group: number): Promise<void> {
    const ranges = await this.#options.kept.read(group, this.#until());
    if (ranges) this.#use(ranges, `group ${group}`);
  }

  /**
   * Resolves when the bucket and every group have the map in force. The bucket's map is in force as
   * soon as it is read, if no group that answers keeps another one.
   * @throws when that is not so yet, telling what is missing: it is to be called again.
   */
  async agree(): Promise<void> {
    const { groups, bucket, kept } = this.#options;
    const mapBucket = await bucket();
    const stored = await mapBucket.read();
    const answers = await Promise.allSettled(
      groups.map(async (group) => {
        const ranges = await kept.read(group, this.#until());
        if (ranges && stored) refuseOther(stored, ranges, `group ${group}`);
        else if (ranges) this.#use(ranges, `group ${group}`);
      }),
    );
    const failures = answers.filter((each) => each.status === 'rejected');
    const differing = failures.find(({ reason }) => reason instanceof MapsDiffer);
    if (differing) throw differing.reason;
    if (!stored && failures[0]) throw failures[0].reason;
    const ranges = stored ?? (await mapBucket.create(await this.#known()));
    this.#use(ranges, 'the bucket');
    await Promise.all(groups.map((group) => kept.keep(group, ranges, this.#until())));
  }

  /** What the groups keep, or an even split, if the rows of all groups lie where it says. */
  async #known(): Promise<readonly ShardRange[]> {
    if (this.#inForce) return this.#inForce.ranges;
    const { groups, kept } = this.#options;
    const ranges = evenRanges(groups);
    const shards = new ShardMap(ranges);
    for (const group of groups) {
      const occupied = await kept.shardsWithRows(group, this.#until());
      const astray = occupied.find((shard) => shards.groupOf(shard) !== group);
      if (astray === undefined) continue;
      const told = `group ${group} has rows on shard ${astray}, where an even split has none`;
      throw new MapsDiffer(`${told}: write the key shards of the bucket topology by hand`);
    }
    return ranges;
  }

  #use(ranges: readonly ShardRange[], source: string): void {
    if (this.#inForce) refuseOther(this.#inForce.ranges, ranges, source);
    const unknown = ranges.find(({ group }) => !this.#options.groups.includes(group));
    if (unknown) {
      const told = `the shard map of ${source} names group ${unknown.group}`;
      throw new MapsDiffer(`${told}, which MYSQL_GROUPS does not have`);
    }
    this.#inForce ??= { ranges, shards: new ShardMap(ranges) };
  }

  #until(): Until {
    return { deadlineMs: this.#options.clock.monotonicMs() + TIMEOUT_MS };
  }
}

class MapsDiffer extends Error {
  override name = 'MapsDiffer';
}

function refuseOther(
  inForce: readonly ShardRange[],
  other: readonly ShardRange[],
  source: string,
): void {
  const text = (ranges: readonly ShardRange[]): string =>
    ranges.map(({ from, to, group }) => `${from}-${to}:${group}`).join();
  if (text(inForce) === text(other)) return;
  const told = `the shard map of ${source} is ${text(other)}, not ${text(inForce)}`;
  throw new MapsDiffer(`${told}: compare the key shards of the bucket topology with the groups`);
}
