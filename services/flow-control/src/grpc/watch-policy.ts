// The stream a gateway follows, and services for the rules on their tiers: the policy when it is
// not known yet, then every change. It ends when the server drains, so that the follower goes on
// with another flow-control.
import type { WatchPolicyResponse } from '@member-mesh/contracts';
import { wireRule } from '@member-mesh/flow-policy';

import type { Policy } from '../domain/policy.ts';
import { wireCredential } from './caller-wire.ts';
import { checkWatchPolicy } from './check-requests.ts';
import type { DoorOptions, Handlers } from './door-options.ts';

export function createWatchPolicy({
  feed,
  draining,
  logger,
}: DoorOptions): NonNullable<Handlers['WatchPolicy']> {
  return async function* watchPolicy(request, call) {
    checkWatchPolicy(request);
    const { gatewayId, knownRevision } = request;
    logger.info({ event: 'gateway-follows', gatewayId, knownRevision });
    const signal = AbortSignal.any([draining, call.signal]);
    // 0 is what a gateway says that knows nothing; the empty policy of that revision is news to it.
    let seen = knownRevision === 0 ? undefined : knownRevision;
    while (!signal.aborted) {
      const policy = await feed.next(seen, signal).catch(() => undefined);
      if (!policy) return;
      yield wirePolicy(policy, call.caller);
      seen = policy.revision;
    }
  };
}

/** Callers, and what their keys are known by, are for gateways alone. */
function wirePolicy({ revision, rules, callers }: Policy, follower: string): WatchPolicyResponse {
  return {
    revision,
    rules: rules.map(wireRule),
    callers: follower === 'gateway' ? callers.map(wireCredential) : [],
  };
}
