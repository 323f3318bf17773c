// Watching a bucket for ever. The client library's watch stops (or goes quiet) when its ephemeral
// consumer is lost with a server's restart, and keeps silent about keys that disappeared with a
// lost bucket: here every reconnect starts a fresh watch, what was seen before is left out, and
// what is gone is told.
import type { KV, KvEntry } from 'nats';

import { sleep } from '@member-mesh/kernel';

import { changeOf, type BucketChange, type WatchOptions } from './bucket-entry.ts';
import type { Link } from './connection.ts';

const TROUBLE_PAUSE_MS = 300;
// A watch that heard nothing for so long is started again: the repair of a loss that nobody
// noticed.
const REFRESH_MS = 30_000;

interface Source {
  link: Link;
  open: () => Promise<KV>;
}

type Step = { kind: 'entry'; entry: KvEntry } | { kind: 'current' };

/** A queue with one reader, which ends when told. */
class Steps {
  readonly #queue: (Step | 'end')[] = [];
  #wake: (() => void) | undefined;

  push(step: Step | 'end'): void {
    this.#queue.push(step);
    this.#wake?.();
  }

  async next(): Promise<Step | 'end'> {
    for (;;) {
      const step = this.#queue.shift();
      if (step) return step;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}

/** What was told of each key, so that a restarted watch repeats nothing and forgets nothing. */
class Told {
  // The time tells apart equal revisions of a bucket that was lost and made anew.
  readonly #entries = new Map<string, { revision: number; createdMs: number }>();
  #sighted = new Set<string>();

  restart(): void {
    this.#sighted = new Set();
  }

  isNews(entry: KvEntry): boolean {
    const { key, revision } = entry;
    const createdMs = entry.created.getTime();
    this.#sighted.add(key);
    const known = this.#entries.get(key);
    if (known?.revision === revision && known.createdMs === createdMs) return false;
    if (entry.operation === 'PUT') {
      this.#entries.set(key, { revision, createdMs });
      return true;
    }
    return this.#entries.delete(key);
  }

  /** The keys that were told and are no longer there. */
  *vanished(): Generator<BucketChange> {
    for (const [key, { revision }] of this.#entries) {
      if (this.#sighted.has(key)) continue;
      this.#entries.delete(key);
      yield { key, value: undefined, revision };
    }
  }
}

async function* oneWatch(
  source: Source,
  pattern: string,
  signal: AbortSignal,
): AsyncGenerator<Step> {
  const steps = new Steps();
  const end = (): void => steps.push('end');
  const kv = await source.open();
  const removeListener = source.link.onChange(end);
  const timer = setInterval(end, REFRESH_MS);
  signal.addEventListener('abort', end, { once: true });
  let stop = (): void => undefined;
  try {
    const watch = await kv.watch({
      key: pattern,
      initializedFn: () => steps.push({ kind: 'current' }),
    });
    stop = () => watch.stop();
    void (async () => {
      for await (const entry of watch) steps.push({ kind: 'entry', entry });
    })().then(end, end);
    for (;;) {
      const step = await steps.next();
      if (step === 'end' || signal.aborted) return;
      yield step;
    }
  } finally {
    stop();
    clearInterval(timer);
    removeListener();
    signal.removeEventListener('abort', end);
  }
}

/** The news of one watch from its start to its end. */
async function* newsOf(
  steps: AsyncGenerator<Step>,
  told: Told,
  onCurrent: (() => void) | undefined,
): AsyncGenerator<BucketChange> {
  told.restart();
  for await (const step of steps) {
    if (step.kind === 'entry') {
      if (told.isNews(step.entry)) yield changeOf(step.entry);
    } else {
      yield* told.vanished();
      onCurrent?.();
    }
  }
}

/** See Bucket.watch. Returns when the signal aborts. */
export async function* watchBucket(
  source: Source,
  pattern: string,
  options: WatchOptions,
): AsyncGenerator<BucketChange> {
  const { signal, onCurrent } = options;
  const told = new Told();
  while (!signal.aborted) {
    try {
      await source.link.whenUp(signal);
      yield* newsOf(oneWatch(source, pattern, signal), told, onCurrent);
    } catch {
      // Whatever ended this watch, the next one begins with the present state.
      await sleep(TROUBLE_PAUSE_MS, signal).catch(() => undefined);
    }
  }
}
