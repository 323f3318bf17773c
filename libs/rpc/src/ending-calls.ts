// How calls end that a server cannot wait for: with a status that tells callers to try again.
// grpc-js ends a connection that is too old, or whose peer does not answer, with its calls: their
// streams are reset without an error and without a status. Callers take that for a bug of the
// server, INTERNAL, which nobody tries again. So the calls are ended first.
import type { ServerHttp2Session } from 'node:http2';

/** Sees to it that `endCalls` ends the calls of the session before grpc-js destroys it. */
export function endCallsFirst(
  session: ServerHttp2Session,
  endCalls: (session: ServerHttp2Session) => number,
): void {
  const destroy = session.destroy.bind(session);
  session.destroy = (error, code) => {
    // Whoever gives an error or a code has a reason that callers are told.
    const isTold = error !== undefined || code !== undefined;
    if (isTold || session.destroyed || endCalls(session) === 0) return destroy(error, code);
    setImmediate(destroy);
  };
}

/** How long the answers of calls that are ended may take on their way. */
const LAST_ANSWERS_MS_MAX = 500;

export interface Draining {
  timeoutMs: number;
  /** Refuses new calls and says when all others, and their connections, have ended. */
  shutDown: (onEnded: () => void) => void;
  endCalls: () => void;
  endConnections: () => void;
}

/** Waits for the calls in progress, ends what is left, and at last the connections. */
export async function drainCalls(draining: Draining): Promise<'ended' | 'late'> {
  const { timeoutMs, shutDown, endCalls, endConnections } = draining;
  const ended = new Promise<'ended'>((resolve) => shutDown(() => resolve('ended')));
  if ((await within(timeoutMs, ended)) === 'ended') return 'ended';
  endCalls();
  // Whoever reads has the answer by then; whoever does not is not waited for.
  if ((await within(LAST_ANSWERS_MS_MAX, ended)) === 'late') endConnections();
  return 'late';
}

async function within(timeMs: number, ended: Promise<'ended'>): Promise<'ended' | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), timeMs);
  });
  const outcome = await Promise.race([ended, late]);
  clearTimeout(timer);
  return outcome;
}
