// What can go wrong with a command, as far as callers decide by it.

/**
 * How a command failed: `unavailable` and `timeout` say nothing about whether it ran, `refused`
 * that it did not.
 */
export type RedisFailureReason = 'timeout' | 'unavailable' | 'refused';

export class RedisFailure extends Error {
  override name = 'RedisFailure';
  readonly reason: RedisFailureReason;

  constructor(reason: RedisFailureReason, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.reason = reason;
  }
}

const REPLY_ERROR = 'ReplyError';
const NOT_THERE = /^(CLUSTERDOWN|MOVED|ASK|TRYAGAIN|LOADING|MASTERDOWN|READONLY)\b/;

/** Sorts whatever the client library throws into a RedisFailure. */
export function toFailure(error: unknown): RedisFailure {
  if (error instanceof RedisFailure) return error;
  const message = error instanceof Error ? error.message : String(error);
  const name = error instanceof Error ? error.name : '';
  if (message.includes('Command timed out')) return new RedisFailure('timeout', message, error);
  const refused = name === REPLY_ERROR && !NOT_THERE.test(message);
  return new RedisFailure(refused ? 'refused' : 'unavailable', message, error);
}

/** Whether a node answered that it does not hold the script. */
export function isUnknownScript(error: unknown): boolean {
  return (
    error instanceof Error && error.name === REPLY_ERROR && error.message.startsWith('NOSCRIPT')
  );
}
