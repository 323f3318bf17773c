// The policy as flow-control streams it. Each connection goes to the next address: one that hangs
// takes connections and says nothing, so being reachable is no reason to stay with it.
import {
  type CallerCredential__Output,
  msOf,
  type WatchPolicyResponse__Output,
} from '@member-mesh/contracts';
import type { StreamOptions } from '@member-mesh/rpc';

import type { PolicySnapshot, PolicySource } from '../../app/policy-follower.ts';
import type { Caller, Permission, TrafficClass } from '../../domain/caller.ts';

/** The part of a client of flow.v1.FlowControlService that is used here. */
export interface WatchClient {
  WatchPolicy(
    request: { gatewayId: string; knownRevision: number },
    options: StreamOptions,
  ): AsyncIterable<WatchPolicyResponse__Output>;
}

const CLASSES: Partial<Record<string, TrafficClass>> = {
  TRAFFIC_CLASS_ORDER: 'order',
  TRAFFIC_CLASS_MARKETING: 'marketing',
  TRAFFIC_CLASS_OPS: 'ops',
};
const PERMISSIONS: Partial<Record<string, Permission>> = {
  PERMISSION_READ: 'read',
  PERMISSION_WRITE: 'write',
  PERMISSION_GOVERN: 'govern',
  PERMISSION_OPERATE: 'operate',
};

export function createPolicySource(
  clients: readonly WatchClient[],
  gatewayId: string,
): PolicySource {
  let turn = 0;
  return {
    async *follow(knownRevision, signal) {
      const client = clients[turn++ % clients.length];
      if (!client) return;
      const answers = client.WatchPolicy({ gatewayId, knownRevision }, { signal });
      for await (const answer of answers) yield snapshotOf(answer);
    },
  };
}

function snapshotOf({ revision, callers }: WatchPolicyResponse__Output): PolicySnapshot {
  return { revision, callers: callers.map(callerOf).filter((caller) => caller !== undefined) };
}

/** A caller of a class that this release does not know is not let in. */
function callerOf({ caller, keys }: CallerCredential__Output): Caller | undefined {
  const trafficClass = caller && CLASSES[caller.trafficClass];
  if (!trafficClass) return undefined;
  const permissions = caller.permissions.map((name) => PERMISSIONS[name]);
  return {
    name: caller.name,
    trafficClass,
    permissions: new Set(permissions.filter((permission) => permission !== undefined)),
    disabled: caller.disabled,
    keys: keys.map(({ sha256, expireTime }) => ({ sha256, expireMs: msOf(expireTime) })),
  };
}
