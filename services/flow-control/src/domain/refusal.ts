// Why a change of the policy was not made. Nothing else can go wrong in deciding it.

import type { FieldViolation } from '@member-mesh/contracts';

export type Refusal =
  | { kind: 'invalid'; violations: FieldViolation[] }
  | { kind: 'not-found'; what: 'rule' | 'caller'; name: string }
  /** Of that rule, else of the whole set. */
  | { kind: 'etag-mismatch'; ruleId?: string }
  /** The history goes back to `oldest`; undefined when there is none. */
  | { kind: 'revision-not-kept'; revision: number; oldest: number | undefined; newest: number }
  | { kind: 'full'; what: string; max: number }
  | { kind: 'too-many-keys'; name: string; max: number }
  /** Its key_expire_time has passed: a new key would end with it. */
  | { kind: 'caller-ended'; name: string };

export type Decision<T> = { ok: true; value: T } | { ok: false; refusal: Refusal };

export function accepted<T>(value: T): Decision<T> {
  return { ok: true, value };
}

export function refused(refusal: Refusal): { ok: false; refusal: Refusal } {
  return { ok: false, refusal };
}

export function invalid(field: string, description: string): { ok: false; refusal: Refusal } {
  return refused({ kind: 'invalid', violations: [{ field, description }] });
}
