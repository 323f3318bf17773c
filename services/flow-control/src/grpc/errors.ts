// Refusals and failures of the policy to what callers see of them.
import { invalidArgument, MeshError } from '@member-mesh/rpc';

import { PolicyConflict, PolicyStoreUnavailable, PolicyTooLarge } from '../app/policy-store.ts';
import type { Decision, Refusal } from '../domain/refusal.ts';

const STORE_RETRY_AFTER_MS = 1_000;
const CONFLICT_RETRY_AFTER_MS = 100;

/** The value of an accepted decision; throws the refusal of another. */
export function settled<T>(decision: Decision<T>): T {
  if (decision.ok) return decision.value;
  throw errorOf(decision.refusal);
}

/** Runs a use case and turns its failures into errors for the caller. */
export async function told<T>(operation: Promise<T>): Promise<T> {
  try {
    return await operation;
  } catch (error) {
    throw asMeshError(error);
  }
}

function errorOf(refusal: Refusal): MeshError {
  switch (refusal.kind) {
    case 'invalid':
      return invalidArgument(refusal.violations);
    case 'not-found': {
      const { what, name } = refusal;
      const reason = what === 'rule' ? 'RULE_NOT_FOUND' : 'CALLER_NOT_FOUND';
      return new MeshError({ kind: 'NOT_FOUND', reason, message: `there is no ${what} ${name}` });
    }
    case 'etag-mismatch': {
      const { ruleId } = refusal;
      const message =
        ruleId === undefined
          ? 'the stored rules are not the set with this etag; read them again'
          : `the rule ${ruleId} is not the one with this etag; read it again`;
      return new MeshError({ kind: 'ABORTED', reason: 'ETAG_MISMATCH', message });
    }
    case 'revision-not-kept':
      return revisionNotKept(refusal);
    case 'full':
      return new MeshError({
        kind: 'RESOURCE_EXHAUSTED',
        reason: 'POLICY_FULL',
        message: `there are ${refusal.max} ${refusal.what} already; delete one first`,
      });
    case 'too-many-keys':
      return new MeshError({
        kind: 'FAILED_PRECONDITION',
        reason: 'TOO_MANY_KEYS',
        message: `${refusal.name} has ${refusal.max} keys in their overlap; wait for one to end`,
      });
    case 'caller-ended':
      return new MeshError({
        kind: 'FAILED_PRECONDITION',
        reason: 'CALLER_ENDED',
        message: `the keys of ${refusal.name} ended at its key_expire_time; change that first, by PutCaller`,
      });
  }
}

function revisionNotKept(refusal: Extract<Refusal, { kind: 'revision-not-kept' }>): MeshError {
  const { revision, oldest, newest } = refusal;
  const kept =
    oldest === undefined
      ? 'no change of a rule is kept'
      : `what is kept leads from ${newest} back to ${oldest}`;
  const message = `the rules cannot be put back to revision ${revision}: ${kept}; ListRuleHistory shows it`;
  return new MeshError({ kind: 'NOT_FOUND', reason: 'REVISION_NOT_KEPT', message });
}

function asMeshError(error: unknown): unknown {
  if (error instanceof PolicyConflict) {
    return new MeshError({
      kind: 'ABORTED',
      reason: 'CONCURRENT_CHANGE',
      message: 'others changed the policy at the same time; repeat the call',
      retryAfterMs: CONFLICT_RETRY_AFTER_MS,
      cause: error,
    });
  }
  if (error instanceof PolicyTooLarge) {
    return new MeshError({
      kind: 'RESOURCE_EXHAUSTED',
      reason: 'POLICY_FULL',
      message: `the policy would be too large: ${error.message}`,
      cause: error,
    });
  }
  if (error instanceof PolicyStoreUnavailable) {
    return new MeshError({
      kind: 'UNAVAILABLE',
      reason: 'POLICY_STORE_UNREACHABLE',
      message: 'the store of the policy cannot be reached; gateways go on with the last policy',
      retryAfterMs: STORE_RETRY_AFTER_MS,
      cause: error,
    });
  }
  return error;
}
