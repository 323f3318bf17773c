// What member-query does besides answering.
import { sleep } from '@member-mesh/kernel';

export interface Task {
  name: string;
  run: (signal: AbortSignal) => Promise<void>;
}

/** Runs tasks until it is stopped; one that ends early or fails is told and begun again. */
export class Background {
  readonly #tasks: readonly Task[];
  readonly #onFailure: (task: string, error: unknown) => void;
  readonly #stopping = new AbortController();
  #running: Promise<unknown> = Promise.resolve();

  constructor(tasks: readonly Task[], onFailure: (task: string, error: unknown) => void) {
    this.#tasks = tasks;
    this.#onFailure = onFailure;
  }

  start(): void {
    this.#running = Promise.all(this.#tasks.map((task) => this.#keep(task)));
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #keep({ name, run }: Task): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        await run(signal);
      } catch (error) {
        if (!signal.aborted) this.#onFailure(name, error);
      }
      await sleep(AGAIN_AFTER_MS, signal).catch(() => undefined);
    }
  }
}

const AGAIN_AFTER_MS = 1_000;

/** Asks a tier at intervals whether it answers. */
export function probing(options: {
  name: string;
  probe: () => Promise<boolean>;
  told: (reached: boolean) => void;
  intervalMs: number;
}): Task {
  const { name, probe, told, intervalMs } = options;
  const run = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      told(await probe().catch(() => false));
      await sleep(intervalMs, signal).catch(() => undefined);
    }
  };
  return { name, run };
}
