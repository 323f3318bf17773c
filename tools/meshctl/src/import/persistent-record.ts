// Sends a batch until every row of it has been written or refused: the record may be away for a
// while, and single rows may have met a lock that is gone a moment later.
import { type Clock, invariant, type Random, sleep } from '@member-mesh/kernel';
import type { MemberRow } from './batches.ts';
import { type MemberRecord, RecordUnavailable, type RowOutcome } from './record.ts';

export interface Patience {
  clock: Clock;
  random: Random;
  /** How long the record may be away, at one stretch, before the import gives up. */
  retryForMs: number;
  onRetry: (retry: { why: string; waitMs: number; awayMs: number }) => void;
}

const BASE_DELAY_MS = 200;
const DELAY_MS_MAX = 5_000;
const PART_ROWS_MIN = 50;

/** Reasons of a row that speak of the moment and not of the row. */
const PASSING_REASONS: ReadonlySet<string> = new Set([
  'UNAVAILABLE',
  'ABORTED',
  'DEADLINE_EXCEEDED',
  'OUTCOME_UNKNOWN',
  'LOCK_TIMEOUT',
  'WRITE_CONFLICT',
]);

interface Sending {
  record: MemberRecord;
  importId: string;
  /** Ends the waiting between two tries. */
  stop: AbortSignal;
  /** Gives up a try that is on its way. */
  abandon: AbortSignal;
  patience: Patience;
}

/**
 * Outcomes by row number. A batch that fails is sent on in smaller parts: it may have been too much
 * for the time there was. Throws RecordUnavailable when patience is at an end.
 */
export async function writeRows(
  sending: Sending,
  rows: readonly MemberRow[],
): Promise<Map<number, RowOutcome>> {
  const { clock, random, retryForMs, onRetry } = sending.patience;
  const outcomes = new Map<number, RowOutcome>();
  let left = rows;
  let partMax = rows.length;
  let failures = 0;
  let awaySinceMs = clock.monotonicMs();
  while (left.length > 0) {
    const part = left.slice(0, partMax);
    const { settled, why, retryAfterMs } = await trySending(sending, part);
    for (const outcome of settled) outcomes.set(outcome.number, outcome);
    left = left.filter(({ number }) => !outcomes.has(number));
    if (settled.length > 0) awaySinceMs = clock.monotonicMs();
    if (settled.length === part.length) {
      failures = 0;
      continue;
    }
    const awayMs = clock.monotonicMs() - awaySinceMs;
    if (awayMs >= retryForMs) {
      const tried = `tried for ${Math.round(awayMs / 1000)} s without success`;
      throw new RecordUnavailable(`${why} (${tried})`, { retryAfterMs });
    }
    partMax = Math.max(PART_ROWS_MIN, Math.ceil(partMax / 2));
    const ceilingMs = Math.min(DELAY_MS_MAX, BASE_DELAY_MS * 2 ** failures++);
    const waitMs = Math.max(retryAfterMs, random.fraction() * ceilingMs);
    onRetry({ why, waitMs, awayMs });
    await sleep(waitMs, sending.stop);
  }
  return outcomes;
}

interface Attempt {
  settled: readonly RowOutcome[];
  why: string;
  retryAfterMs: number;
}

async function trySending(sending: Sending, rows: readonly MemberRow[]): Promise<Attempt> {
  const { record, importId, abandon } = sending;
  const numbered = rows.map(({ number, content }) => ({ number, member: content.member }));
  try {
    const outcomes = await record.importMembers(importId, numbered, abandon);
    const asked = new Set(rows.map(({ number }) => number));
    invariant(
      outcomes.length === rows.length && outcomes.every(({ number }) => asked.delete(number)),
      'the record answers every row of a batch once',
    );
    const isPassing = (outcome: RowOutcome): boolean =>
      outcome.memberId === '' && PASSING_REASONS.has(outcome.refusedReason);
    const passing = outcomes.find(isPassing);
    const why = passing ? `row ${passing.number}: ${passing.detail}` : '';
    return { settled: outcomes.filter((each) => !isPassing(each)), why, retryAfterMs: 0 };
  } catch (error) {
    if (!(error instanceof RecordUnavailable)) throw error;
    return { settled: [], why: error.message, retryAfterMs: error.retryAfterMs };
  }
}
