// NATS' failures in the use cases' words.
import { BucketConflict, NatsUnavailable } from '@member-mesh/driver-nats';

import { Outpaced, TierUnavailable } from '../../app/ports.ts';

export async function reaching<T>(operation: Promise<T>): Promise<T> {
  try {
    return await operation;
  } catch (error) {
    if (error instanceof NatsUnavailable)
      throw new TierUnavailable(error.message, { cause: error });
    if (error instanceof BucketConflict) throw new Outpaced(error.message, { cause: error });
    throw error;
  }
}
