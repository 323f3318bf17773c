// Writes documents until each is settled: single documents are tried again when the cluster is
// overloaded, never because another document of their request failed.
import { sleep, type Clock, type Random } from '@member-mesh/kernel';

import type { IndexPair } from '../domain/cluster.ts';
import type { IndexDocument } from '../domain/document.ts';
import {
  identity,
  newestOf,
  requestsOf,
  writesOf,
  type IndexWrite,
  type RequestLimits,
} from '../domain/write-plan.ts';
import {
  TierUnavailable,
  type ClusterObserver,
  type IndexCluster,
  type WriteOutcome,
} from './ports.ts';

/** What became of a document. `postponed`: not settled within the patience. */
export type DocumentOutcome =
  | { kind: 'applied' }
  | { kind: 'postponed'; reason: string }
  | { kind: 'index-missing'; index: string }
  | { kind: 'rejected'; reason: string };

export interface DocumentWriterOptions {
  cluster: IndexCluster;
  observer: ClusterObserver;
  clock: Clock;
  random: Random;
  limits: RequestLimits;
  requestTimeoutMs: number;
}

export interface WritePatience {
  signal: AbortSignal;
  /** How long to go on with what can be tried again; Infinity until the signal aborts. */
  patienceMs: number;
}

const BACKOFF_BASE_MS = 50;
const BACKOFF_MAX_MS = 2_000;

type Settled = Map<string, DocumentOutcome>;

// The worst outcome of the pairs that a document is written to is the document's.
const SEVERITY: Record<DocumentOutcome['kind'], number> = {
  applied: 0,
  rejected: 1,
  'index-missing': 2,
  postponed: 3,
};

export class DocumentWriter {
  readonly #options: DocumentWriterOptions;

  constructor(options: DocumentWriterOptions) {
    this.#options = options;
  }

  /**
   * One outcome for each document, in their order. A document that a newer one of the same call
   * replaces shares the newer one's outcome, except that it is never the rejected one.
   */
  async write(
    documents: readonly IndexDocument[],
    pairs: readonly IndexPair[],
    patience: WritePatience,
  ): Promise<DocumentOutcome[]> {
    const newest = newestOf(documents);
    const settled = await this.#settle(writesOf(newest, pairs), patience);
    const kept = new Set(newest);
    this.#options.observer.applied(newest.length);
    return documents.map((document) => {
      const outcome = settled.get(identity(document)) ?? { kind: 'applied' };
      return outcome.kind === 'rejected' && !kept.has(document) ? { kind: 'applied' } : outcome;
    });
  }

  async #settle(writes: readonly IndexWrite[], patience: WritePatience): Promise<Settled> {
    const settled: Settled = new Map();
    const { clock, random, observer, limits } = this.#options;
    const untilMs = clock.monotonicMs() + patience.patienceMs;
    let left = writes;
    for (let attempt = 0; left.length > 0; attempt++) {
      const again: IndexWrite[] = [];
      let reason = '';
      for (const request of requestsOf(left, limits)) {
        const outcomes = await this.#send(request, patience.signal);
        for (const [at, write] of request.entries()) {
          const outcome = outcomes[at] ?? { kind: 'retryable', reason: 'no answer' };
          if (outcome.kind === 'retryable') {
            again.push(write);
            reason = outcome.reason;
          } else settle(settled, write, asDocumentOutcome(outcome, write));
        }
      }
      if (again.length > 0) observer.retried(again.length, reason);
      const pauseMs =
        random.fraction() * Math.min(BACKOFF_MAX_MS, BACKOFF_BASE_MS * 2 ** Math.min(attempt, 10));
      if (again.length > 0 && clock.monotonicMs() + pauseMs >= untilMs) {
        for (const write of again) settle(settled, write, { kind: 'postponed', reason });
        return settled;
      }
      left = again;
      if (again.length > 0) await sleep(pauseMs, patience.signal);
    }
    return settled;
  }

  async #send(request: readonly IndexWrite[], signal: AbortSignal): Promise<WriteOutcome[]> {
    const { cluster, clock, observer, requestTimeoutMs } = this.#options;
    const startedMs = clock.monotonicMs();
    try {
      const outcomes = await cluster.write(request, { signal, timeoutMs: requestTimeoutMs });
      observer.reachable(true);
      observer.wrote(clock.monotonicMs() - startedMs, request.length);
      return outcomes;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof TierUnavailable)) throw error;
      observer.reachable(false, error);
      return request.map(() => ({ kind: 'retryable', reason: error.message }));
    }
  }
}

function asDocumentOutcome(
  outcome: Exclude<WriteOutcome, { kind: 'retryable' }>,
  write: IndexWrite,
): DocumentOutcome {
  return outcome.kind === 'index-missing' ? { ...outcome, index: write.index } : outcome;
}

function settle(settled: Settled, write: IndexWrite, outcome: DocumentOutcome): void {
  const key = identity(write);
  const known = settled.get(key);
  if (!known || SEVERITY[known.kind] < SEVERITY[outcome.kind]) settled.set(key, outcome);
}
