// What an end of a request to an index says of its cluster to the breakers on it.
import { ElasticRefused, ElasticUnavailable } from '@member-mesh/driver-elastic';
import type { TierUse } from '@member-mesh/tier-guard';

export const INDEX_USE: TierUse<unknown> = {
  ofError: (error) =>
    error instanceof ElasticUnavailable || error instanceof ElasticRefused
      ? 'failed'
      : 'caller-fault',
};
