// What an end of a request to an index says of its cluster, to readers and to the breakers on it.
import { ElasticRefused, ElasticUnavailable } from '@member-mesh/driver-elastic';
import { BulkheadFull } from '@member-mesh/kernel';
import { TierRefused, type TierUse } from '@member-mesh/tier-guard';

/** The cluster did not answer, or not as it should. */
export function isFailure(error: unknown): error is ElasticUnavailable | ElasticRefused {
  return error instanceof ElasticUnavailable || error instanceof ElasticRefused;
}

/** The cluster was not asked: this process is full, or a breaker stands before it. */
export function wasNotAsked(error: unknown): error is BulkheadFull | TierRefused {
  return error instanceof BulkheadFull || error instanceof TierRefused;
}

export const INDEX_USE: TierUse<unknown> = {
  ofError: (error) => (isFailure(error) ? 'failed' : 'caller-fault'),
};
