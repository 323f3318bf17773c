// Every change of the policy goes this way: read, decide, write on condition that nobody was
// faster. Several processes may do so at once; none of them ever overwrites what another one
// changed.
import { type Clock, type Random, retry } from '@member-mesh/kernel';

import { EMPTY_POLICY, type Policy } from '../domain/policy.ts';
import type { Decision } from '../domain/refusal.ts';
import { generationsFrom } from '../domain/revision.ts';
import type { PolicyFeed } from './policy-feed.ts';
import { PolicyConflict, type PolicyStore } from './policy-store.ts';

const ATTEMPTS_MAX = 10;
const RETRY_DELAY_MS = { baseDelayMs: 5, maxDelayMs: 200 };

/** A step from the policy as it is to the one that is wanted; it may be taken again. */
export type Step<T> = (policy: Policy, nowMs: number) => Decision<T> | Promise<Decision<T>>;

export interface PolicyChanger {
  /**
   * Applies the step and stores its outcome. A step that keeps the revision stores nothing.
   * @throws PolicyConflict when others were faster each time; PolicyStoreUnavailable;
   * PolicyTooLarge
   */
  change<T extends { policy: Policy }>(step: Step<T>, signal: AbortSignal): Promise<Decision<T>>;
  /** Decides the step and stores nothing. */
  preview<T>(step: Step<T>, signal: AbortSignal): Promise<Decision<T>>;
}

interface Options {
  store: PolicyStore;
  feed: PolicyFeed;
  clock: Clock;
  random: Random;
}

export function createPolicyChanger({ store, feed, clock, random }: Options): PolicyChanger {
  const begin = generationsFrom(clock, random);
  const current = async (signal: AbortSignal): Promise<{ base: Policy; expected?: number }> => {
    const stored = await feed.refresh(signal);
    if (stored) return { base: stored.policy, expected: stored.storeRevision };
    const { revision, id: generationId } = begin(0);
    return { base: { ...EMPTY_POLICY, revision, generationId } };
  };

  const attempt = async <T extends { policy: Policy }>(
    step: Step<T>,
    signal: AbortSignal,
  ): Promise<Decision<T>> => {
    const { base, expected } = await current(signal);
    const decision = await step(base, clock.nowMs());
    if (!decision.ok || decision.value.policy.revision === base.revision) return decision;
    const { policy } = decision.value;
    if (base.lastRuleChanges !== policy.lastRuleChanges) await store.archive(base.lastRuleChanges);
    await store.write(policy, expected);
    feed.accept(policy);
    return decision;
  };

  return {
    change: (step, signal) =>
      retry(() => attempt(step, signal), {
        attempts: ATTEMPTS_MAX,
        ...RETRY_DELAY_MS,
        random,
        signal,
        retryable: (error) => error instanceof PolicyConflict,
      }),
    preview: async (step, signal) => step((await current(signal)).base, clock.nowMs()),
  };
}
