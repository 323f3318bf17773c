// Which shard map is in force, whatever of the bucket and the groups is away, lost or different.
import { describe, expect, it } from '@jest/globals';

import { StoreFailure } from '../src/app/record-store.ts';
import { ShardTopology } from '../src/app/shard-topology.ts';
import { evenRanges, type ShardRange } from '../src/app/topology.ts';
import { steppingClock } from './support/memory-record.ts';

const EVEN = evenRanges([0, 1]);
const MOVED: ShardRange[] = [
  { from: 0, to: 599, group: 0 },
  { from: 600, to: 1_023, group: 1 },
];

interface Stored {
  bucket?: ShardRange[] | 'away';
  kept?: (ShardRange[] | 'away' | undefined)[];
  occupied?: number[][];
}

function topologyOf({ bucket, kept = [], occupied = [] }: Stored) {
  const stored = { bucket, kept: [...kept] };
  const reach = (group: number): void => {
    if (stored.kept[group] === 'away') throw new StoreFailure('unavailable', `group ${group}`);
  };
  const answer = async <T>(group: number, value: () => T): Promise<T> => {
    reach(group);
    return await Promise.resolve(value());
  };
  const topology = new ShardTopology({
    groups: [0, 1],
    clock: steppingClock(),
    bucket: () => {
      if (stored.bucket === 'away') return Promise.reject(new Error('the bucket is away'));
      const read = () => Promise.resolve(stored.bucket as ShardRange[] | undefined);
      const create = (ranges: readonly ShardRange[]) => {
        return Promise.resolve((stored.bucket = [...ranges]));
      };
      return Promise.resolve({ read, create });
    },
    kept: {
      read: (group) => answer(group, () => stored.kept[group] as ShardRange[] | undefined),
      keep: (group, ranges) => answer(group, () => void (stored.kept[group] ??= [...ranges])),
      shardsWithRows: (group) => answer(group, () => occupied[group] ?? []),
    },
  });
  return { topology, stored };
}

describe('the shard map', () => {
  it('is an even split where nobody has one, and everybody has it then', async () => {
    const { topology, stored } = topologyOf({ occupied: [[0, 511], []] });
    await topology.agree();
    expect(topology.shards?.groupOf(512)).toBe(1);
    expect(stored).toEqual({ bucket: EVEN, kept: [EVEN, EVEN] });
  });

  it('that one group keeps is enough to begin with while the bucket is away', async () => {
    const { topology } = topologyOf({ bucket: 'away', kept: ['away', MOVED] });
    await expect(topology.begin(0)).rejects.toThrow(StoreFailure);
    await topology.begin(1);
    await expect(topology.agree()).rejects.toThrow('away');
    expect(topology.shards?.groupOf(599)).toBe(0);
  });

  it('of a bucket that was lost is made again from what the groups keep', async () => {
    const { topology, stored } = topologyOf({ kept: [undefined, MOVED] });
    await topology.agree();
    expect(stored).toEqual({ bucket: MOVED, kept: [MOVED, MOVED] });
  });

  it.each<[string, Stored, string]>([
    ['while a group is away', { kept: [EVEN, 'away'] }, 'group 1'],
    ['over rows that lie elsewhere', { occupied: [[0, 599], []] }, 'shard 599'],
    ['where the groups keep two maps', { kept: [EVEN, MOVED] }, '0-599:0'],
  ])('is not made anew %s', async (_name, given, told) => {
    const { topology, stored } = topologyOf(given);
    await expect(topology.agree()).rejects.toThrow(told);
    expect(stored.bucket).toBeUndefined();
  });

  it('of the bucket serves while a group is away, which is to keep it later', async () => {
    const { topology, stored } = topologyOf({ bucket: MOVED, kept: [undefined, 'away'] });
    await expect(topology.agree()).rejects.toThrow('group 1');
    expect(topology.shards?.groupOf(599)).toBe(0);
    stored.kept[1] = undefined;
    await topology.agree();
    expect(stored.kept).toEqual([MOVED, MOVED]);
  });

  it('that differs from a kept one, or names an unknown group, is not used', async () => {
    const differing = topologyOf({ bucket: EVEN, kept: [MOVED] }).topology;
    await expect(differing.agree()).rejects.toThrow('0-599:0');
    expect(differing.shards).toBeUndefined();
    const unknown = topologyOf({ bucket: [{ from: 0, to: 1_023, group: 7 }] }).topology;
    await expect(unknown.agree()).rejects.toThrow('MYSQL_GROUPS');
    expect(unknown.shards).toBeUndefined();
  });
});
