// Deadlines shrink at each hop, so that whoever waits can still tell its own caller what went
// wrong.

/** Kept back from the parent's time for the answer's way back. */
export const DEADLINE_RESERVE_MS = 5;

export interface TimeLimit {
  /** How long the answer may take at most; the parent's remaining time shortens it. */
  timeoutMs: number;
  /** The call that this one is made for; its deadline by the wall clock. */
  parent?: { readonly deadlineMs: number } | undefined;
}

/** The deadline of a call made now, by the wall clock. */
export function deadlineOf(nowMs: number, { timeoutMs, parent }: TimeLimit): number {
  const own = nowMs + timeoutMs;
  return parent ? Math.min(own, parent.deadlineMs - DEADLINE_RESERVE_MS) : own;
}
