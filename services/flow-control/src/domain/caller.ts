// Who may call the mesh, by what keys. A key itself is known to its caller only; what is kept here
// cannot be turned back into it.
import { type FieldViolation, Violations } from '@member-mesh/contracts';

import { BOOTSTRAP_OPERATOR, isName, NAME_DESCRIPTION } from './names.ts';
import type { Permission, TrafficClass } from './words.ts';

/** What an operator says about a caller. */
export interface CallerDraft {
  name: string;
  trafficClass: TrafficClass;
  permissions: Permission[];
  disabled: boolean;
  /** After this moment none of the caller's keys is valid. */
  keyExpireMs?: number;
}

export interface CallerKey {
  /** SHA-256 of the key, hex. */
  sha256: string;
  /** Set once the key was replaced: the end of the overlap. */
  expireMs?: number;
}

export interface StoredCaller extends CallerDraft {
  /** Newest first. */
  keys: CallerKey[];
}

/** More keys than this at once means that rotations outrun their overlaps. */
export const KEYS_MAX = 4;
export const OVERLAP_MS_MAX = 30 * 86_400_000;

/** What is wrong with a caller at `path`; a new caller's key must not have expired already. */
export function violationsOfCaller(
  caller: CallerDraft,
  path: string,
  known: { isNew: boolean; nowMs: number },
): FieldViolation[] {
  const violations = new Violations(path);
  violations.require(isName(caller.name), 'name', NAME_DESCRIPTION);
  violations.require(caller.name !== BOOTSTRAP_OPERATOR, 'name', 'is kept for the first operator');
  const classed = caller.trafficClass !== 'unspecified';
  violations.require(classed, 'traffic_class', 'must be ORDER, MARKETING or OPS');
  checkPermissions(caller.permissions, violations);
  const { isNew, nowMs } = known;
  const expired = caller.keyExpireMs !== undefined && caller.keyExpireMs <= nowMs;
  violations.require(!isNew || !expired, 'key_expire_time', 'must be later than now');
  return violations.found;
}

function checkPermissions(permissions: Permission[], violations: Violations): void {
  violations.require(permissions.length > 0, 'permissions', 'must hold at least one permission');
  permissions.forEach((permission, index) => {
    const at = `permissions[${index}]`;
    violations.require(permission !== 'unspecified', at, 'must be a permission');
    violations.require(permissions.indexOf(permission) === index, at, 'is given twice');
  });
}

/** Each of the caller's keys with the moment it ends for whatever reason. */
export function endingKeys(caller: StoredCaller): CallerKey[] {
  return caller.keys.map(({ sha256, expireMs }) => {
    const ends = [expireMs, caller.keyExpireMs].filter((end) => end !== undefined);
    return ends.length === 0 ? { sha256 } : { sha256, expireMs: Math.min(...ends) };
  });
}

/** The keys that have not ended at `nowMs`. */
export function validKeys(caller: StoredCaller, nowMs: number): CallerKey[] {
  return endingKeys(caller).filter(({ expireMs }) => expireMs === undefined || expireMs > nowMs);
}
