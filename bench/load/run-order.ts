// Carries an order out: calls over several connections, as many at once as there are answers, or at
// a fixed rate whatever the answers do.
import { Client, credentials, Metadata, status } from '@grpc/grpc-js';
import { type Clock, sleep } from '@member-mesh/kernel';

import type { Order, Outcome } from './order.ts';

/** Longer than any call of a healthy mesh takes, cold or busy as the machine may be. */
const CALL_MS_MAX = 30_000;
/** Beyond this many on their way an open pace sends no more: nothing would be learned from it. */
const ON_THEIR_WAY_MAX = 4_000;
const CONNECT_MS_MAX = 10_000;

/** What is sent and received stays bytes: the generator is no part of what is measured. */
const asItIs = (bytes: Buffer): Buffer => bytes;

class Calls {
  readonly #order: Order;
  readonly #clock: Clock;
  readonly #clients: readonly Client[];
  readonly #metadata = new Metadata();
  readonly #latenciesMs: number[] = [];
  readonly #failures: Record<string, number> = {};
  #sent = 0;
  #ended = 0;
  skipped = 0;

  constructor(order: Order, clients: readonly Client[], clock: Clock) {
    this.#order = order;
    this.#clients = clients;
    this.#clock = clock;
    for (const [key, value] of Object.entries(order.target.metadata)) {
      this.#metadata.set(key, value);
    }
  }

  get onTheirWay(): number {
    return this.#sent - this.#ended;
  }

  get exhausted(): boolean {
    return this.#order.once === true && this.#sent >= this.#order.requests.length;
  }

  /** Sends the next call; `done` is called with its end. */
  send(sinceMs: number, done: () => void): void {
    const { requests, expected, target } = this.#order;
    const at = this.#sent % requests.length;
    const client = this.#clients[this.#sent % this.#clients.length] as Client;
    this.#sent += 1;
    client.makeUnaryRequest(
      target.path,
      asItIs,
      asItIs,
      requests[at] as Buffer,
      this.#metadata,
      { deadline: Date.now() + CALL_MS_MAX },
      (error, answer) => {
        this.#ended += 1;
        // Numbers, such as a time to wait, would make every failure another one.
        if (error) this.#fail(`${status[error.code]}: ${error.details.replace(/\d+/g, '#')}`);
        else if (!answer?.includes(expected[at] ?? '')) this.#fail('answered something else');
        else this.#latenciesMs.push(this.#clock.monotonicMs() - sinceMs);
        done();
      },
    );
  }

  outcome(elapsedMs: number): Outcome {
    return {
      calls: this.#ended,
      failures: this.#failures,
      elapsedMs,
      latenciesMs: Float64Array.from(this.#latenciesMs),
      skipped: this.skipped,
    };
  }

  #fail(why: string): void {
    this.#failures[why] = (this.#failures[why] ?? 0) + 1;
  }
}

/** Connections are kept for the next order to the same address. */
export class OrderRunner {
  readonly #clients = new Map<string, Client[]>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async run(order: Order): Promise<Outcome> {
    const clients = await this.#connect(order);
    const calls = new Calls(order, clients, this.#clock);
    const startedMs = this.#clock.monotonicMs();
    if (order.pace.kind === 'closed') await this.#closed(calls, order, order.pace.atOnce);
    else await this.#open(calls, order, order.pace.perSecond);
    return calls.outcome(this.#clock.monotonicMs() - startedMs);
  }

  async #connect({ target: { address }, connections }: Order): Promise<Client[]> {
    const clients = this.#clients.get(address) ?? [];
    this.#clients.set(address, clients);
    while (clients.length < connections) {
      const own = { 'grpc.use_local_subchannel_pool': 1, 'grpc.enable_http_proxy': 0 };
      const limits = { 'grpc.max_receive_message_length': -1 };
      clients.push(new Client(address, credentials.createInsecure(), { ...own, ...limits }));
    }
    await Promise.all(clients.map((client) => connected(client)));
    return clients.slice(0, connections);
  }

  #closed(calls: Calls, { durationMs }: Order, atOnce: number): Promise<void> {
    const untilMs = this.#clock.monotonicMs() + durationMs;
    return new Promise((resolve) => {
      let lanes = atOnce;
      const lane = (): void => {
        const nowMs = this.#clock.monotonicMs();
        if (nowMs < untilMs && !calls.exhausted) calls.send(nowMs, lane);
        else if (--lanes === 0) resolve();
      };
      for (let n = 0; n < atOnce; n++) lane();
    });
  }

  /** Every call has its moment from the start; one that is sent late has waited as well. */
  async #open(calls: Calls, { durationMs }: Order, perSecond: number): Promise<void> {
    const startedMs = this.#clock.monotonicMs();
    const total = Math.floor((durationMs / 1_000) * perSecond);
    const apartMs = 1_000 / perSecond;
    let last: () => void = () => undefined;
    const done = (): void => last();
    for (let n = 0; n < total && !calls.exhausted;) {
      const passedMs = this.#clock.monotonicMs() - startedMs;
      for (; n < total && n * apartMs <= passedMs; n++) {
        if (calls.onTheirWay >= ON_THEIR_WAY_MAX) calls.skipped += 1;
        else calls.send(startedMs + n * apartMs, done);
      }
      await sleep(1);
    }
    await new Promise<void>((resolve) => {
      last = () => {
        if (calls.onTheirWay === 0) resolve();
      };
      last();
    });
  }
}

function connected(client: Client): Promise<void> {
  return new Promise((resolve, reject) => {
    client.waitForReady(Date.now() + CONNECT_MS_MAX, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}
