// Who may change the policy: callers that hold PERMISSION_OPERATE, and the operator named by the
// service's own configuration, without whom nobody could register the first caller.
import type { StoredCaller } from '../domain/caller.ts';
import { validKeys } from '../domain/caller.ts';
import { hashOfKey, sameHash } from '../domain/caller-key.ts';
import { BOOTSTRAP_OPERATOR } from '../domain/names.ts';
import type { Policy } from '../domain/policy.ts';
import type { Permission } from '../domain/words.ts';

export type OperatorVerdict =
  | { kind: 'allowed'; name: string }
  | { kind: 'unknown-key' }
  | { kind: 'not-permitted'; name: string };

export interface OperatorQuestion {
  key: string;
  /** Any of these will do. */
  permissions: readonly Permission[];
  policy: Policy;
  /** SHA-256, hex, of the operator's key in the configuration. */
  bootstrapKeyHash: string;
  nowMs: number;
}

export function authenticateOperator(question: OperatorQuestion): OperatorVerdict {
  const { key, permissions, policy, bootstrapKeyHash, nowMs } = question;
  const hash = hashOfKey(key);
  const owner = policy.callers.find((caller) => ownsKey(caller, hash, nowMs));
  if (sameHash(hash, bootstrapKeyHash)) return { kind: 'allowed', name: BOOTSTRAP_OPERATOR };
  if (!owner) return { kind: 'unknown-key' };
  const permitted = !owner.disabled && owner.permissions.some((held) => permissions.includes(held));
  return { kind: permitted ? 'allowed' : 'not-permitted', name: owner.name };
}

function ownsKey(caller: StoredCaller, hash: Buffer, nowMs: number): boolean {
  return validKeys(caller, nowMs).some(({ sha256 }) => sameHash(hash, sha256));
}
