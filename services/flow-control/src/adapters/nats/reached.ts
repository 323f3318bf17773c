// Failures of the bucket as failures of the policy store.
import { BucketConflict, NatsRefused, NatsUnavailable } from '@member-mesh/driver-nats';

import { PolicyConflict, PolicyStoreUnavailable } from '../../app/policy-store.ts';

/** Turns what the driver throws into what the port promises. */
export async function reached<T>(operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    if (error instanceof BucketConflict) throw new PolicyConflict(error.message, { cause: error });
    if (error instanceof NatsUnavailable || error instanceof NatsRefused) {
      throw new PolicyStoreUnavailable(error.message, { cause: error });
    }
    throw error;
  }
}
