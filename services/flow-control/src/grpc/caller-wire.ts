// Callers and their credentials on the wire. Hashes of keys leave this service for gateways only.
import {
  type Caller,
  type Caller__Output,
  type CallerCredential,
  type FieldViolation,
  timestampOf,
  Violations,
} from '@member-mesh/contracts';
import { timeField, wireOf, wordOf } from '@member-mesh/flow-policy';

import { type CallerDraft, endingKeys, type StoredCaller } from '../domain/caller.ts';
import { PERMISSIONS, TRAFFIC_CLASSES } from '../domain/words.ts';

const PERMISSIONS_MAX = PERMISSIONS.filter((word) => word !== 'unspecified').length;

export interface ReadCaller {
  caller: CallerDraft | undefined;
  violations: FieldViolation[];
}

export function readCaller(wire: Caller__Output | null): ReadCaller {
  const violations = new Violations('caller');
  if (!wire) {
    return { caller: undefined, violations: [{ field: 'caller', description: 'must be given' }] };
  }
  const trafficClass = { prefix: 'TRAFFIC_CLASS_', value: wire.trafficClass };
  const caller = {
    name: wire.name,
    trafficClass: wordOf(TRAFFIC_CLASSES, trafficClass, { violations, field: 'traffic_class' }),
    permissions: fewEnough(wire.permissions, violations).map((value, index) => {
      const at = { violations, field: `permissions[${index}]` };
      return wordOf(PERMISSIONS, { prefix: 'PERMISSION_', value }, at);
    }),
    disabled: wire.disabled,
    ...timeField('keyExpireMs', wire.keyExpireTime, { violations, field: 'key_expire_time' }),
  };
  return { caller, violations: violations.found };
}

/** What is given more often than there are permissions is not looked at one by one. */
function fewEnough<P>(permissions: P[], violations: Violations): P[] {
  if (permissions.length <= PERMISSIONS_MAX) return permissions;
  violations.add('permissions', `must be at most ${PERMISSIONS_MAX}`);
  return [];
}

export function wireCaller(caller: StoredCaller): Caller {
  const { name, trafficClass, permissions, disabled, keyExpireMs } = caller;
  return {
    name,
    trafficClass: wireOf('TRAFFIC_CLASS_', trafficClass),
    permissions: permissions.map((permission) => wireOf('PERMISSION_', permission)),
    disabled,
    keyExpireTime: keyExpireMs === undefined ? null : timestampOf(keyExpireMs),
  };
}

/** What a gateway needs to tell the caller's calls; with keys that have ended, to tell why not. */
export function wireCredential(caller: StoredCaller): CallerCredential {
  const keys = endingKeys(caller).map(({ sha256, expireMs }) => ({
    sha256: Buffer.from(sha256, 'hex'),
    expireTime: expireMs === undefined ? null : timestampOf(expireMs),
  }));
  return { caller: wireCaller(caller), keys };
}
