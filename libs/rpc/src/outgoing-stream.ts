// What streams of requests have in common: messages go out one after the other, the next one only
// when the transport has room, and nobody waits for a request once the call has ended.
import type { StreamOptions } from './outgoing.ts';

/** The part of a call of grpc-js that is used here. */
interface Outgoing {
  write(request: object): boolean;
  end(): unknown;
  cancel(): void;
  once(event: 'drain', listener: () => void): unknown;
}

/** Sends what `requests` yields, then ends the stream; a request that fails cancels the call. */
export async function sendAll(
  stream: Outgoing,
  requests: AsyncIterable<object>,
  ended: Promise<void>,
): Promise<void> {
  const iterator = requests[Symbol.asyncIterator]();
  const over = ended.then(() => ({ done: true as const, value: undefined }));
  try {
    while (true) {
      const next = await Promise.race([iterator.next(), over]);
      if (next.done) break;
      if (!stream.write(next.value)) await Promise.race([drained(stream), ended]);
    }
    stream.end();
  } catch (error) {
    stream.cancel();
    throw error;
  } finally {
    // Not waited for: it may be in the middle of waiting for its next request.
    iterator.return?.().catch(() => undefined);
  }
}

function drained(stream: Outgoing): Promise<void> {
  return new Promise((resolve) => stream.once('drain', () => resolve()));
}

/** Cancels the call when one of its signals aborts; answers how to forget it. */
export function cancelOnAbort(
  stream: Pick<Outgoing, 'cancel'>,
  options: StreamOptions,
): () => void {
  const cancel = (): void => stream.cancel();
  const signals = [options.signal, options.parent?.signal].filter((signal) => signal !== undefined);
  for (const signal of signals) {
    if (signal.aborted) cancel();
    signal.addEventListener('abort', cancel, { once: true });
  }
  return () => signals.forEach((signal) => signal.removeEventListener('abort', cancel));
}
