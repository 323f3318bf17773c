// The writes of a history: the calls of one request id are one write, which is acknowledged as soon
// as one of them is.
import type { Call, MemberView, WriteOperation } from './history.ts';

export interface Write {
  operation: WriteOperation;
  /** The earliest first. */
  calls: readonly Call[];
  startMs: number;
  /** By then it has taken effect, if ever; Infinity while nobody knows. */
  endMs: number;
  state: 'acknowledged' | 'refused' | 'open';
  /** Of an acknowledged write: the call that was answered first, and the answer. */
  acknowledged?: { call: Call; member: MemberView };
}

type WriteCall = Call & { operation: WriteOperation };

const WRITES: ReadonlySet<string> = new Set(['register', 'update', 'bind', 'unbind', 'close']);

export function isWriteCall(call: Call): call is WriteCall {
  return WRITES.has(call.operation.kind);
}

/** In the order in which they began. */
export function writesOf(calls: readonly Call[]): Write[] {
  const byRequest = Map.groupBy(
    calls.filter(isWriteCall),
    ({ requestId, id }) => requestId ?? `call ${id}`,
  );
  const writes = [...byRequest.values()].map((group) => writeOf(group));
  return writes.sort((one, other) => one.startMs - other.startMs);
}

function writeOf(group: readonly WriteCall[]): Write {
  const calls = [...group].sort((one, other) => one.startMs - other.startMs);
  const { operation, startMs } = calls[0] as WriteCall;
  const answered = [...calls].sort((one, other) => one.endMs - other.endMs);
  for (const call of answered) {
    if (call.outcome.kind !== 'member') continue;
    const acknowledged = { call, member: call.outcome.member };
    return { operation, calls, startMs, endMs: call.endMs, state: 'acknowledged', acknowledged };
  }
  const refused = calls.every(({ outcome }) => outcome.kind === 'refused');
  if (!refused) return { operation, calls, startMs, endMs: Infinity, state: 'open' };
  const endMs = answered.at(-1)?.endMs ?? startMs;
  return { operation, calls, startMs, endMs, state: 'refused' };
}

/** Whether the call is the first of its write: its answer is of its own time, not of an earlier. */
export function isFirstOf(write: Write, call: Call): boolean {
  return write.calls[0] === call;
}
