// What use cases throw, as errors on the wire. Never names the member that has an account to a
// caller who asked for the account.
import { accountKey } from '@member-mesh/contracts';
import { assertNever, BulkheadFull } from '@member-mesh/kernel';
import { type ErrorKind, MeshError } from '@member-mesh/rpc';

import { ChangesUnpublished } from '../app/await-published.ts';
import { CachesUnreachable, StreamUnreachable } from '../app/ports.ts';
import { StoreFailure, type StoreFailureKind } from '../app/record-store.ts';
import { OutcomeUnknown } from '../app/write.ts';
import { type Refusal, Refused } from '../domain/refusal.ts';

const RETRY_SOON_MS = 100;
const RETRY_LATER_MS = 1_000;

/** Runs a handler and turns what it throws into a MeshError; bugs pass through. */
export async function told<T>(handle: () => Promise<T>): Promise<T> {
  try {
    return await handle();
  } catch (error) {
    throw toMeshError(error) ?? error;
  }
}

function toMeshError(error: unknown): MeshError | undefined {
  if (error instanceof Refused) return ofRefusal(error.refusal);
  if (error instanceof OutcomeUnknown) return outcomeUnknown(error);
  if (error instanceof StoreFailure) return ofStoreFailure(error);
  if (error instanceof CachesUnreachable) return cachesUnreachable(error);
  if (error instanceof ChangesUnpublished) {
    return new MeshError({
      ...{ kind: 'UNAVAILABLE', reason: 'CHANGES_UNPUBLISHED', message: error.message },
      metadata: { groups: error.groups.join(',') },
      ...{ retryAfterMs: RETRY_LATER_MS, cause: error },
    });
  }
  if (error instanceof StreamUnreachable) {
    return unavailable('CHANGE_STREAM_UNREACHABLE', 'the change stream cannot be reached', error);
  }
  if (error instanceof BulkheadFull) {
    return new MeshError({
      kind: 'RESOURCE_EXHAUSTED',
      reason: 'TOO_MANY_CALLS',
      message: 'this process serves as many calls as it can; nothing was written',
      retryAfterMs: RETRY_SOON_MS,
    });
  }
  if (error instanceof DOMException && error.name === 'AbortError') {
    const message = 'the caller has gone; nothing was written';
    return new MeshError({ kind: 'CANCELLED', reason: 'CANCELLED', message });
  }
  return undefined;
}

function cachesUnreachable(error: CachesUnreachable): MeshError {
  const { centers } = error;
  const which = centers.length > 0 ? `the cache of center ${centers.join(' and ')}` : 'a cache';
  return new MeshError({
    ...{ kind: 'UNAVAILABLE', reason: 'CACHE_CENTER_UNREACHABLE' },
    message: `${which} did not acknowledge the lock of every key; nothing was written`,
    metadata: centers.length > 0 ? { centers: centers.join(',') } : {},
    ...{ retryAfterMs: error.retryAfterMs ?? RETRY_SOON_MS, cause: error },
  });
}

const STORE_FAILURES: Record<Exclude<StoreFailureKind, 'outcome-unknown'>, [string, string]> = {
  conflict: ['WRITE_CONTENDED', 'other writes hold the same rows; nothing was written'],
  unavailable: ['RECORD_UNAVAILABLE', 'the record cannot be reached; nothing was written'],
  deadline: ['WRITE_TOO_SLOW', 'the time was up before the commit; nothing was written'],
};

function ofStoreFailure(failure: StoreFailure): MeshError {
  if (failure.kind === 'outcome-unknown') return outcomeUnknown(failure);
  const [reason, message] = STORE_FAILURES[failure.kind];
  return unavailable(reason, message, failure);
}

function outcomeUnknown(cause: Error): MeshError {
  const message = 'the write may have happened; repeat it with the same request_id';
  return unavailable('OUTCOME_UNKNOWN', message, cause);
}

function unavailable(reason: string, message: string, cause: Error): MeshError {
  const told = cause instanceof StoreFailure ? cause.retryAfterMs : undefined;
  const usual = reason === 'RECORD_UNAVAILABLE' ? RETRY_LATER_MS : RETRY_SOON_MS;
  const retryAfterMs = told ?? usual;
  return new MeshError({ kind: 'UNAVAILABLE', reason, message, retryAfterMs, cause });
}

const KINDS: Record<Refusal['reason'], ErrorKind> = {
  MEMBER_NOT_FOUND: 'NOT_FOUND',
  MEMBER_NOT_ACTIVE: 'FAILED_PRECONDITION',
  VERSION_MISMATCH: 'ABORTED',
  ACCOUNT_ALREADY_BOUND: 'ALREADY_EXISTS',
  ACCOUNT_NOT_BOUND: 'NOT_FOUND',
  ACCOUNT_QUARANTINED: 'FAILED_PRECONDITION',
  LAST_ACCOUNT: 'FAILED_PRECONDITION',
  TOO_MANY_ACCOUNTS: 'FAILED_PRECONDITION',
  REQUEST_ID_REUSED: 'INVALID_ARGUMENT',
};

function ofRefusal(refusal: Refusal): MeshError {
  const { reason } = refusal;
  return new MeshError({
    kind: KINDS[reason],
    reason,
    message: messageOf(refusal),
    metadata: metadataOf(refusal),
  });
}

export function messageOf(refusal: Refusal): string {
  switch (refusal.reason) {
    case 'MEMBER_NOT_FOUND':
      return `there is no member ${refusal.memberId}`;
    case 'MEMBER_NOT_ACTIVE':
      return `member ${refusal.memberId} is ${refusal.status}: nothing of it changes any more`;
    case 'VERSION_MISMATCH':
      return `member ${refusal.memberId} is at version ${refusal.current}, not ${refusal.expected}`;
    case 'ACCOUNT_ALREADY_BOUND':
      return `account ${accountKey(refusal.account)} belongs to another member`;
    case 'ACCOUNT_NOT_BOUND':
      return `account ${accountKey(refusal.account)} is not bound to member ${refusal.memberId}`;
    case 'ACCOUNT_QUARANTINED':
      return `account ${accountKey(refusal.account)} is being examined and stays where it is`;
    case 'LAST_ACCOUNT':
      return `account ${accountKey(refusal.account)} is the only one of member ${refusal.memberId}`;
    case 'TOO_MANY_ACCOUNTS':
      return `member ${refusal.memberId} has ${refusal.max} accounts, which is the most`;
    case 'REQUEST_ID_REUSED':
      return `request_id ${refusal.requestId} was used with another body`;
    default:
      return assertNever(refusal);
  }
}

function metadataOf(refusal: Refusal): Record<string, string> {
  switch (refusal.reason) {
    case 'VERSION_MISMATCH':
      return { member_id: refusal.memberId, current_version: String(refusal.current) };
    case 'MEMBER_NOT_ACTIVE':
      return { member_id: refusal.memberId, status: refusal.status };
    case 'ACCOUNT_ALREADY_BOUND':
      return { platform: refusal.account.platform };
    default:
      return {};
  }
}
