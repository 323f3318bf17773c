// What callers are told of reads that have no answer. member-query says it of whole calls, the
// gateway of single items of its batches: the words and reasons are the same, wherever a read ends.

export type FailedRead =
  | { kind: 'not-found' | 'quarantined' | 'too-old' | 'exhausted' }
  | { kind: 'unavailable'; detail: string };

/** What was read, for messages. */
export type ReadSubject = { memberId: string } | { platform: string; accountId: string };

export interface ReadFailure {
  kind: 'NOT_FOUND' | 'FAILED_PRECONDITION' | 'UNAVAILABLE' | 'RESOURCE_EXHAUSTED';
  reason: string;
  message: string;
  retryAfterMs?: number;
}

const TOO_OLD_RETRY_AFTER_MS = 200;
const UNAVAILABLE_RETRY_AFTER_MS = 500;
const EXHAUSTED_RETRY_AFTER_MS = 1_000;

/** The status, reason, words and delay of a read that failed. */
export function failureOfRead(read: FailedRead, subject: ReadSubject): ReadFailure {
  switch (read.kind) {
    case 'not-found':
      return notFound(subject);
    case 'quarantined':
      return {
        kind: 'FAILED_PRECONDITION',
        reason: 'ACCOUNT_QUARANTINED',
        message: `the binding of ${shown(subject)} is being examined; it resolves to nobody until then`,
      };
    case 'too-old':
      return {
        kind: 'UNAVAILABLE',
        reason: 'MIN_VERSION_NOT_REACHED',
        message: `nothing as new as min_version of ${shown(subject)} can be had now`,
        retryAfterMs: TOO_OLD_RETRY_AFTER_MS,
      };
    case 'exhausted':
      return {
        kind: 'RESOURCE_EXHAUSTED',
        reason: 'AUTHORITATIVE_BUDGET',
        message: 'authoritative reads are limited in rate, and the budget is used up',
        retryAfterMs: EXHAUSTED_RETRY_AFTER_MS,
      };
    case 'unavailable':
      return unanswerableRead(read.detail);
  }
}

/** No tier can answer now; `detail` says why, or is empty. */
export function unanswerableRead(detail: string): ReadFailure {
  return {
    kind: 'UNAVAILABLE',
    reason: 'NO_TIER_CAN_ANSWER',
    message: `no tier can answer this read now${detail === '' ? '' : `: ${detail}`}`,
    retryAfterMs: UNAVAILABLE_RETRY_AFTER_MS,
  };
}

function notFound(subject: ReadSubject): ReadFailure {
  return 'memberId' in subject
    ? {
        kind: 'NOT_FOUND',
        reason: 'MEMBER_NOT_FOUND',
        message: `there is no ${shown(subject)}`,
      }
    : {
        kind: 'NOT_FOUND',
        reason: 'ACCOUNT_NOT_BOUND',
        message: `${shown(subject)} is bound to nobody`,
      };
}

function shown(subject: ReadSubject): string {
  if ('memberId' in subject) return `member ${subject.memberId}`;
  return `the account ${subject.platform}:${subject.accountId}`;
}
