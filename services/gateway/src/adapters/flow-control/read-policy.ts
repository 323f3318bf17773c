// flow.v1.WatchPolicyResponse as the policy that this gateway puts in force.
import {
  type CallerCredential__Output,
  msOf,
  type WatchPolicyResponse__Output,
} from '@member-mesh/contracts';
import { readRules } from '@member-mesh/flow-policy';

import type { Caller, Permission, TrafficClass } from '../../domain/caller.ts';
import { CallerDirectory } from '../../domain/caller-directory.ts';
import type { Policy } from '../../domain/policy.ts';

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

export function readPolicy(answer: WatchPolicyResponse__Output): Policy {
  const { revision, callers } = answer;
  const { rules, unknown: unknownRules } = readRules(answer.rules);
  const known = callers.map(callerOf).filter((caller) => caller !== undefined);
  return { revision, directory: new CallerDirectory(known), rules, unknownRules };
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
