// Bounds how much of something runs at once and how much may wait for it, so that one slow tier
// cannot take the whole process with it.

export class BulkheadFull extends Error {
  override name = 'BulkheadFull';
}

export interface BulkheadOptions {
  concurrencyMax: number;
  queueMax: number;
}

interface Waiter {
  start: () => void;
}

export class Bulkhead {
  readonly #options: BulkheadOptions;
  readonly #queue = new Set<Waiter>();
  #running = 0;

  constructor(options: BulkheadOptions) {
    this.#options = options;
  }

  /** How many run now. */
  get running(): number {
    return this.#running;
  }

  /**
   * Runs `operation` as soon as there is room. Throws BulkheadFull when the queue is full as well.
   */
  async run<T>(operation: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    await this.#enter(signal);
    try {
      return await operation();
    } finally {
      this.#leave();
    }
  }

  #enter(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (this.#running < this.#options.concurrencyMax) {
      this.#running++;
      return Promise.resolve();
    }
    if (this.#queue.size >= this.#options.queueMax) {
      const { concurrencyMax, queueMax } = this.#options;
      return Promise.reject(new BulkheadFull(`${concurrencyMax} run and ${queueMax} wait already`));
    }
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        start: () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      const onAbort = (): void => {
        this.#queue.delete(waiter);
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#queue.add(waiter);
    });
  }

  #leave(): void {
    const next = this.#queue.values().next().value;
    if (next === undefined) {
      this.#running--;
      return;
    }
    this.#queue.delete(next);
    next.start();
  }
}
