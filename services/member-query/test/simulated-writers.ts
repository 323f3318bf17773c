// The writers of the simulation: each locks, commits, fences and acknowledges as member-write does,
// with other steps in between, and some die on the way.
import { type MemberId, parseMemberId } from '@member-mesh/contracts';
import { invariant } from '@member-mesh/kernel';

import type { CacheCenter } from '../src/app/cache-center.ts';
import { type CacheKey, keyOfAccount, memberKey } from '../src/domain/cache-key.ts';
import type { Change, SimulatedRecord } from './simulated-record.ts';
import type { Turns } from './turns.ts';

export interface SimulatedWritersOptions {
  record: SimulatedRecord;
  members: readonly MemberId[];
  centers: readonly CacheCenter[];
  turns: Turns;
  random: () => number;
  nowMs: () => number;
}

export class SimulatedWriters {
  readonly #options: SimulatedWritersOptions;
  #isMoving = false;
  #lockIds = 0;

  constructor(options: SimulatedWritersOptions) {
    this.#options = options;
  }

  /** A member changes. */
  write(memberId: MemberId): Promise<void> {
    return this.#commit([memberKey(memberId)], [() => this.#options.record.commitMember(memberId)]);
  }

  /** Unbinds the account, or binds it: its row goes first when binding and last when unbinding. */
  async move(): Promise<void> {
    if (this.#isMoving) return;
    this.#isMoving = true;
    const { record, members, random } = this.#options;
    const holder = parseMemberId(record.holder());
    const memberId = holder ?? members[random() < 0.5 ? 0 : 1];
    invariant(memberId, 'two members are simulated');
    const member = (): Change => record.commitMember(memberId, holder === undefined);
    const row = (): Change => record.commitAccount(holder === undefined ? memberId : '');
    const keys = [memberKey(memberId), keyOfAccount(record.account)];
    try {
      await this.#commit(keys, holder === undefined ? [row, member] : [member, row]);
    } finally {
      this.#isMoving = false;
    }
  }

  /** A whole write, of one transaction or of one for each change; it may die on the way. */
  async #commit(keys: readonly CacheKey[], commits: readonly (() => Change)[]): Promise<void> {
    const { record, centers, turns, random, nowMs } = this.#options;
    const lockId = Buffer.alloc(8);
    lockId.writeUInt32BE(++this.#lockIds);
    const startedMs = nowMs();
    await Promise.all(centers.flatMap((center) => keys.map((key) => center.lock(key, lockId))));
    await turns.wait();
    // A writer that waited for longer than a third of a lock's life does not commit.
    if (nowMs() - startedMs > 60 || record.state !== 'up') return;
    const isOneTransaction = random() < 0.5;
    const changes: Change[] = [];
    for (const commit of commits) {
      if (changes.length > 0 && !isOneTransaction) {
        await turns.wait();
        if (random() < 0.1) return;
      }
      changes.push(commit());
    }
    await turns.wait();
    if (random() < 0.7) record.publish(random);
    if (random() < 0.1) return;
    const fenced = changes.map(({ name, version }) => ({ name, min: version }));
    await Promise.all(
      centers.flatMap((center) =>
        keys.map((key) => {
          const min = fenced.find(({ name }) => name === key.name)?.min ?? 0;
          return center.fence(key, { lockId, min });
        }),
      ),
    );
    await turns.wait();
    for (const change of changes) record.acknowledge(change);
  }
}
