// Waiting that can always be given up: every wait ends with its signal.
import type { Random } from './random.ts';

/** Resolves after `ms`; rejects with the signal's reason as soon as it aborts. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error);
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

export interface RetryOptions {
  /** How often at most, the first time counted. */
  attempts: number;
  baseDelayMs: number;
  maxDelayMs: number;
  random: Random;
  signal?: AbortSignal | undefined;
  retryable: (error: unknown) => boolean;
}

/**
 * Repeats `operation` while it fails with what `retryable` accepts, waiting between 0 and
 * min(maxDelayMs, baseDelayMs * 2^n) ("full jitter"). Fails with the last error.
 */
export async function retry<T>(
  operation: (attempt: number) => Promise<T>,
  options: RetryOptions,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await operation(attempt);
    } catch (error) {
      if (attempt >= options.attempts || !options.retryable(error)) throw error;
      const ceilingMs = Math.min(options.maxDelayMs, options.baseDelayMs * 2 ** (attempt - 1));
      await sleep(options.random.fraction() * ceilingMs, options.signal);
    }
  }
}

/**
 * The same items until the signal aborts: then it ends, whatever is under way. The source is told
 * that nobody reads on.
 */
export async function* untilAborted<T>(
  source: AsyncIterable<T>,
  signal: AbortSignal,
): AsyncGenerator<T> {
  const items = source[Symbol.asyncIterator]();
  const { promise: aborted, resolve } = Promise.withResolvers<undefined>();
  const onAbort = (): void => resolve(undefined);
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    while (true) {
      const next = await Promise.race([items.next(), aborted]);
      if (!next || next.done || signal.aborted) return;
      yield next.value;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    // Not waited for: a source that is at work answers it only after that.
    void items.return?.().catch(() => undefined);
  }
}
