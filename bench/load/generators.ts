// The generator processes as the benchmark holds them: an order is shared out among them, and what
// they answer is put together again.
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import type { FromGenerator, Order, Outcome } from './order.ts';

/** Processes that make closed loads; one is enough for an open pace. */
export const GENERATORS = 2;
/** Of all generators together. */
export const CONNECTIONS = 8;

const program = fileURLToPath(new URL('generator.ts', import.meta.url));

interface Waiting {
  resolve: (outcome: Outcome) => void;
  reject: (error: Error) => void;
}

class Generator {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  #orders = 0;
  readonly ready: Promise<void>;

  constructor() {
    this.#child = fork(program, { serialization: 'advanced', execArgv: [] });
    this.ready = new Promise((resolve, reject) => {
      this.#child.on('message', (message: FromGenerator) => {
        if ('ready' in message) resolve();
        else this.#take(message);
      });
      this.#child.once('exit', (code) => {
        const error = new Error(`a load generator ended with ${code ?? 'a signal'}`);
        reject(error);
        for (const waiting of this.#waiting.values()) waiting.reject(error);
      });
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  run(order: Order): Promise<Outcome> {
    const id = ++this.#orders;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#child.send({ id, order });
    });
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.disconnect();
    await ended;
  }

  #take(message: Exclude<FromGenerator, { ready: true }>): void {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if ('outcome' in message) waiting?.resolve(message.outcome);
    else waiting?.reject(new Error(message.problem));
  }
}

export interface Generators {
  /** Carries the order out, shared among all processes. */
  run(order: Order): Promise<Outcome>;
  readonly pids: number[];
  close(): Promise<void>;
}

export async function startGenerators(count: number): Promise<Generators> {
  const all = Array.from({ length: count }, () => new Generator());
  await Promise.all(all.map(({ ready }) => ready));
  return {
    pids: all.map(({ pid }) => pid),
    run: async (order) => {
      const shares = all.map((each, at) => each.run(shareOf(order, at, count)));
      return joined(await Promise.all(shares));
    },
    close: async () => {
      await Promise.all(all.map((each) => each.close()));
    },
  };
}

/** Each process begins elsewhere among the requests, and has its part of the pace. */
export function shareOf(order: Order, at: number, count: number): Order {
  const { requests, expected, connections, pace } = order;
  const taken = (n: number): boolean => n % count === at;
  const few = requests.length < count;
  return {
    ...order,
    requests: few ? requests : requests.filter((_, n) => taken(n)),
    expected: few ? expected : expected.filter((_, n) => taken(n)),
    connections: Math.max(1, Math.ceil(connections / count)),
    pace:
      pace.kind === 'closed'
        ? { ...pace, atOnce: Math.max(1, Math.ceil(pace.atOnce / count)) }
        : { ...pace, perSecond: pace.perSecond / count },
  };
}

export function joined(outcomes: readonly Outcome[]): Outcome {
  const failures: Record<string, number> = {};
  for (const [why, times] of outcomes.flatMap((each) => Object.entries(each.failures))) {
    failures[why] = (failures[why] ?? 0) + times;
  }
  const latencies = outcomes.map(({ latenciesMs }) => latenciesMs);
  const latenciesMs = new Float64Array(latencies.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const each of latencies) {
    latenciesMs.set(each, at);
    at += each.length;
  }
  const sum = (of: (outcome: Outcome) => number): number =>
    outcomes.reduce((total, each) => total + of(each), 0);
  return {
    ...{ failures, latenciesMs },
    calls: sum(({ calls }) => calls),
    skipped: sum(({ skipped }) => skipped),
    elapsedMs: Math.max(...outcomes.map(({ elapsedMs }) => elapsedMs)),
  };
}
