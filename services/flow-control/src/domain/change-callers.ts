// Changes of callers and their keys: pure steps from one policy to the next.
import {
  type CallerDraft,
  KEYS_MAX,
  OVERLAP_MS_MAX,
  type StoredCaller,
  violationsOfCaller,
} from './caller.ts';
import { isName, NAME_DESCRIPTION } from './names.ts';
import { callerOf, CALLERS_MAX, type Policy, withItem } from './policy.ts';
import { accepted, type Decision, invalid, refused } from './refusal.ts';

export interface CallerOutcome {
  policy: Policy;
  caller: StoredCaller;
}

/**
 * Registers or changes a caller. `newKeyHash` becomes the key of a new caller and is ignored for a
 * known one, whose keys stay.
 */
export function putCaller(
  policy: Policy,
  { caller, newKeyHash }: { caller: CallerDraft; newKeyHash: string },
  nowMs: number,
): Decision<CallerOutcome & { isNew: boolean }> {
  const before = callerOf(policy, caller.name);
  const isNew = before === undefined;
  const violations = violationsOfCaller(caller, 'caller', { isNew, nowMs });
  if (violations.length > 0) return refused({ kind: 'invalid', violations });
  if (isNew && policy.callers.length >= CALLERS_MAX) {
    return refused({ kind: 'full', what: 'callers', max: CALLERS_MAX });
  }
  const stored = { ...caller, keys: before?.keys ?? [{ sha256: newKeyHash }] };
  if (before && saysTheSame(before, caller)) {
    return accepted({ policy, caller: before, isNew });
  }
  return accepted({ ...withCaller(policy, stored), isNew });
}

/** Gives a caller a new key; the ones before it end with the overlap at the latest. */
export function rotateKey(
  policy: Policy,
  rotation: { name: string; overlapMs: number; newKeyHash: string },
  nowMs: number,
): Decision<CallerOutcome> {
  const { name, overlapMs, newKeyHash } = rotation;
  if (!isName(name)) return invalid('name', NAME_DESCRIPTION);
  if (overlapMs < 0 || overlapMs > OVERLAP_MS_MAX)
    return invalid('overlap', 'must be 0 to 30 days');
  const before = callerOf(policy, name);
  if (!before) return refused({ kind: 'not-found', what: 'caller', name });
  const { keyExpireMs = Infinity } = before;
  if (keyExpireMs <= nowMs) return refused({ kind: 'caller-ended', name });
  const endMs = nowMs + overlapMs;
  const replaced = before.keys
    .map(({ sha256, expireMs = endMs }) => ({ sha256, expireMs: Math.min(expireMs, endMs) }))
    .filter(({ expireMs }) => expireMs > nowMs);
  if (replaced.length >= KEYS_MAX) return refused({ kind: 'too-many-keys', name, max: KEYS_MAX });
  return accepted(withCaller(policy, { ...before, keys: [{ sha256: newKeyHash }, ...replaced] }));
}

export function deleteCaller(policy: Policy, name: string): Decision<{ policy: Policy }> {
  if (!isName(name)) return invalid('name', NAME_DESCRIPTION);
  if (!callerOf(policy, name)) return refused({ kind: 'not-found', what: 'caller', name });
  const callers = policy.callers.filter((caller) => caller.name !== name);
  return accepted({ policy: { ...policy, revision: policy.revision + 1, callers } });
}

function saysTheSame(a: CallerDraft, b: CallerDraft): boolean {
  return (
    a.trafficClass === b.trafficClass &&
    a.disabled === b.disabled &&
    a.keyExpireMs === b.keyExpireMs &&
    a.permissions.join() === b.permissions.join()
  );
}

function withCaller(policy: Policy, caller: StoredCaller): CallerOutcome {
  const callers = withItem(policy.callers, caller, (stored) => stored.name);
  return { policy: { ...policy, revision: policy.revision + 1, callers }, caller };
}
