// Concurrent readers and writers on few members and accounts, each call through one of the
// gateways, all in the same places: what is rare among many members happens all the time among few.
import type { Call, History, ReadOperation, WriteOperation } from '../checker/history.ts';
import { sleep, systemClock } from '@member-mesh/kernel';

import type { Caller } from './caller.ts';
import { type Dice, diceOf } from './dice.ts';
import { Holders } from './holders.ts';
import { Recorder } from './recorder.ts';

export interface WorkloadOptions {
  /** One for each gateway. */
  callers: readonly Caller[];
  /** Names the members and accounts of this run. */
  run: string;
  seed: number;
  readers?: number;
  writers?: number;
  members?: number;
  accounts?: number;
}

const WRITES = { update: 50, bind: 18, unbind: 18, close: 1, register: 6, repeat: 10 };
const READS = { get: 50, 'batch-get': 12, lookup: 25, 'check-ownership': 13 };
/** After a call without an answer, as callers do. */
const PAUSE_MS = 50;
/** How many of the writes without an answer are kept to be repeated. */
const LOST_MAX = 50;

interface Lost {
  operation: WriteOperation;
  requestId: string;
}

export class Workload {
  readonly recorder: Recorder;
  readonly #options: Required<WorkloadOptions>;
  readonly #accounts: readonly string[];
  readonly #memberIds: string[] = [];
  readonly #holders = new Holders();
  readonly #lost: Lost[] = [];
  #stopping = false;
  #clients: Promise<unknown> = Promise.resolve();

  constructor(options: WorkloadOptions) {
    this.#options = { readers: 8, writers: 6, members: 6, accounts: 12, ...options };
    this.recorder = new Recorder(options.run);
    const { accounts, run } = this.#options;
    this.#accounts = Array.from({ length: accounts }, (_, at) => `wechat:${run}-${at}`);
  }

  /** Registers the first members and sets all clients going. */
  async start(): Promise<void> {
    const { members, readers, writers, seed } = this.#options;
    const dice = diceOf(seed);
    for (let at = 0; at < members; at++) await this.#register(dice, 'first', this.#home(at));
    const reading = this.#each(readers, (dice, client) => this.#read(dice, client), 'reader');
    const writing = this.#each(writers, (dice, client) => this.#write(dice, client), 'writer');
    this.#clients = Promise.all([...reading, ...writing]);
  }

  /** Resolves once that many more calls have ended. */
  ended(more: number): Promise<void> {
    return this.recorder.ended(more);
  }

  /** Ends the calls in progress, reads everything once more, and gives the whole history. */
  async finish(): Promise<History> {
    this.#stopping = true;
    await this.#clients;
    const quietMs = systemClock.monotonicMs();
    for (const caller of this.#options.callers) {
      const gets = this.#memberIds.map((memberId): ReadOperation => ({ kind: 'get', memberId }));
      const lookups = this.#accounts.map((account): ReadOperation => ({ kind: 'lookup', account }));
      const reads = [...gets, ...lookups];
      await Promise.all(reads.map((read) => this.recorder.read(caller, 'last', read)));
    }
    return { calls: this.recorder.calls, quietMs };
  }

  #each(
    count: number,
    call: (dice: Dice, client: string) => Promise<Call | undefined>,
    kind: string,
  ): Promise<void>[] {
    return Array.from({ length: count }, async (_, at) => {
      const client = `${kind}-${at}`;
      const dice = diceOf(this.#options.seed * 1_000 + at * 2 + kind.length);
      while (!this.#stopping) {
        const outcome = await call(dice, client);
        if (outcome?.outcome.kind === 'unknown') await sleep(PAUSE_MS);
      }
    });
  }

  #read(dice: Dice, client: string): Promise<Call> {
    const some = this.#memberIds.slice(-this.#options.members);
    const memberId = dice.pick(some);
    const account = dice.pick(this.#accounts);
    const kind = dice.weighted(READS);
    const operation = ((): ReadOperation => {
      switch (kind) {
        case 'get':
          return { kind, memberId };
        case 'batch-get':
          return { kind, memberIds: some };
        case 'lookup':
          return { kind, account };
        case 'check-ownership':
          return { kind, account, memberIds: some };
      }
    })();
    return this.recorder.read(dice.pick(this.#options.callers), client, operation);
  }

  async #write(dice: Dice, client: string): Promise<Call | undefined> {
    const kind = dice.weighted(WRITES);
    const memberId = dice.pick(this.#memberIds.slice(-this.#options.members));
    const account = dice.pick(this.#accounts);
    switch (kind) {
      case 'register':
        return this.#register(dice, client, this.#holders.free(dice, this.#accounts) ?? account);
      case 'repeat': {
        const lost = this.#lost.pop();
        return lost && this.#send(dice, client, lost);
      }
      case 'update': {
        const displayName = this.recorder.fresh('name');
        return this.#send(dice, client, { operation: { kind, memberId, displayName } });
      }
      case 'bind':
        return this.#send(dice, client, { operation: { kind, memberId, account } });
      case 'unbind': {
        const held = this.#holders.held(dice) ?? { memberId, account };
        return this.#send(dice, client, { operation: { kind, ...held } });
      }
      case 'close':
        return this.#send(dice, client, { operation: { kind, memberId } });
    }
  }

  #register(dice: Dice, client: string, account: string): Promise<Call> {
    const displayName = this.recorder.fresh('name');
    return this.#send(dice, client, { operation: { kind: 'register', account, displayName } });
  }

  async #send(
    dice: Dice,
    client: string,
    write: { operation: WriteOperation; requestId?: string },
  ): Promise<Call> {
    const { operation, requestId = this.recorder.fresh('request') } = write;
    const caller = dice.pick(this.#options.callers);
    const call = await this.recorder.write(caller, client, { operation, requestId });
    const { outcome } = call;
    if (outcome.kind === 'unknown' && this.#lost.length < LOST_MAX) {
      this.#lost.push({ operation, requestId });
    }
    if (outcome.kind === 'member') {
      const { memberId } = outcome.member;
      this.#holders.learn(outcome.member);
      if (operation.kind === 'register' && !this.#memberIds.includes(memberId)) {
        this.#memberIds.push(memberId);
      }
    }
    return call;
  }

  /** The account that the member at this place is registered with. */
  #home(at: number): string {
    return this.#accounts[at % this.#accounts.length] as string;
  }
}
