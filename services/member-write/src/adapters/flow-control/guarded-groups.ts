// The shard groups behind the breakers on their tiers, "tier:mysql/0": where one is open, the group
// is as one that cannot be reached, and nothing is written. What sweeps the outbox and keeps it
// small is never held back.
import type { TierGuard, TierUse } from '@member-mesh/tier-guard';
import { TierRefused } from '@member-mesh/tier-guard';

import { StoreFailure, type StoreFailureKind } from '../../app/record-store.ts';

type Said = ReturnType<TierUse<unknown>['ofError']>;

const SAID: Readonly<Record<StoreFailureKind, Said>> = {
  unavailable: 'failed',
  'outcome-unknown': 'failed',
  conflict: 'caller-fault',
  // Callers say how long they wait.
  deadline: 'cancelled',
};
const GROUP: TierUse<unknown> = {
  ofError: (error) => (error instanceof StoreFailure ? SAID[error.kind] : 'caller-fault'),
};

/** Runs `call` unless a breaker on the group is open. */
export function guardedGroups(
  guard: TierGuard,
): <T>(group: number, call: () => Promise<T>) => Promise<T> {
  return async (group, call) => {
    try {
      return await guard.use(`tier:mysql/${group}`, call, GROUP);
    } catch (error) {
      if (!(error instanceof TierRefused)) throw error;
      const { message, retryAfterMs } = error;
      throw new StoreFailure('unavailable', message, { cause: error, retryAfterMs });
    }
  };
}
