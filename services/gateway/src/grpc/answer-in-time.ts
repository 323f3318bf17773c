// gRPC ends a call at its deadline with a status that says nothing. A read that will not make it is
// answered a moment earlier, so that its caller learns what happened and what to do.
import { DEADLINE_RESERVE_MS, MeshError, type ServerCall } from '@member-mesh/rpc';

type Timed = Pick<ServerCall, 'deadlineMs' | 'remainingMs'>;

// The longest that a timer can be set to; no call is let take as long.
const TIMER_MS_MAX = 2 ** 31 - 1;

/** When the answer must be there to reach the caller in time, by the wall clock. */
export function timeLimitOf(call: Pick<ServerCall, 'deadlineMs'>): number {
  return call.deadlineMs - DEADLINE_RESERVE_MS;
}

/** The answer, or DEADLINE_EXCEEDED at the time limit of the call. */
export function answerInTime<T>(call: Timed, answer: Promise<T>): Promise<T> {
  const leftMs = call.remainingMs() - DEADLINE_RESERVE_MS;
  if (leftMs > TIMER_MS_MAX) return answer;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(late()), Math.max(0, leftMs));
    answer.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error: Error) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}

function late(): MeshError {
  return new MeshError({
    kind: 'DEADLINE_EXCEEDED',
    reason: 'DEADLINE_EXCEEDED',
    message: 'no answer was found in the time that the call had; repeat it, or allow it more time',
  });
}
