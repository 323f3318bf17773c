// The stream a gateway follows: the policy when the gateway does not know it yet, then every
// change. It ends when the server drains, so that the gateway goes on with another flow-control.
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
      yield wirePolicy(policy);
      seen = policy.revision;
    }
  };
}

function wirePolicy({ revision, rules, callers }: Policy): WatchPolicyResponse {
  return {
    revision,
    rules: rules.map(wireRule),
    callers: callers.map(wireCredential),
  };
}
