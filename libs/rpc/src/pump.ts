// Writes a handler's stream of answers, one after the other. The next is asked for only when the
// one before has gone out: a handler that yields states then yields the latest one, and a reader
// that does not read costs one message.
import type { ServerWritableStream } from '@grpc/grpc-js';

import { MeshError } from './mesh-error.ts';

type Surface = ServerWritableStream<unknown, unknown>;

/** Throws RESOURCE_EXHAUSTED when the reader takes longer than `readerTimeMaxMs` for one. */
export async function pump(
  responses: AsyncIterable<unknown>,
  surface: Surface,
  readerTimeMaxMs: number,
): Promise<void> {
  for await (const response of responses) {
    if (surface.cancelled) return;
    const outcome = await written(surface, response, readerTimeMaxMs);
    if (outcome === 'gone') return;
    if (outcome === 'late') throw tooSlow(readerTimeMaxMs);
  }
}

function written(
  surface: Surface,
  response: unknown,
  readerTimeMaxMs: number,
): Promise<'written' | 'gone' | 'late'> {
  return new Promise((resolve) => {
    const end = (outcome: 'written' | 'gone' | 'late'): void => {
      clearTimeout(timer);
      surface.off('cancelled', gone);
      resolve(outcome);
    };
    const gone = (): void => end('gone');
    const timer = setTimeout(() => end('late'), readerTimeMaxMs);
    surface.on('cancelled', gone);
    surface.write(response, (error?: Error | null) => end(error ? 'gone' : 'written'));
  });
}

function tooSlow(readerTimeMaxMs: number): MeshError {
  return new MeshError({
    kind: 'RESOURCE_EXHAUSTED',
    reason: 'READER_TOO_SLOW',
    message: `a message of this stream was not read within ${readerTimeMaxMs} ms; call again and read`,
  });
}
