// The key `shards` of the bucket `topology`: which group holds which shards. This service is its
// only writer.
import { type Bucket, BucketConflict } from '@member-mesh/driver-nats';

import type { MapBucket } from '../../app/shard-topology.ts';
import type { ShardRange } from '../../app/topology.ts';
import { SHARDS } from '../../domain/shard.ts';

const KEY = 'shards';

/** All throw NatsUnavailable, and Error when what is stored is no map of this many shards. */
export function shardMapBucket(bucket: Bucket): MapBucket {
  const read = async (): Promise<ShardRange[] | undefined> => {
    const stored = await bucket.get(KEY);
    return stored && parseRanges(stored.value);
  };
  return {
    read,
    create: async (ranges) => {
      try {
        await bucket.create(KEY, Buffer.from(JSON.stringify({ shards: SHARDS, ranges })));
      } catch (error) {
        if (!(error instanceof BucketConflict)) throw error;
      }
      return (await read()) ?? [...ranges];
    },
  };
}

function parseRanges(value: Buffer): ShardRange[] {
  const { shards, ranges } = JSON.parse(value.toString('utf8')) as {
    shards: number;
    ranges: ShardRange[];
  };
  if (shards !== SHARDS) throw new Error(`the shard map is one of ${shards} shards, not ${SHARDS}`);
  return ranges;
}
