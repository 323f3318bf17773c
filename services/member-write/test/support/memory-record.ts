// Outboxes and account rows of two groups in memory, either of which can be away, with members that
// a write in flight holds: what the relay decides on, without the stores' timing.
import type { Account, MemberId } from '@member-mesh/contracts';
import type { Clock } from '@member-mesh/kernel';

import type { Outbox, OutboxSweep, Publishing } from '../../src/app/outbox.ts';
import { type ChangeStream, StreamUnreachable } from '../../src/app/ports.ts';
import {
  type AccountOf,
  listingKey,
  type OutboxRow,
  type RecordStore,
  type RecordTransaction,
  StoreFailure,
  type Verdict,
} from '../../src/app/record-store.ts';
import type { VetRowsOptions } from '../../src/app/vet-rows.ts';
import type { AccountState } from '../../src/domain/member.ts';
import { shardOfAccount, shardOfMember } from '../../src/domain/shard.ts';

interface StoredRow extends OutboxRow {
  createMs: number;
}

const groupOf = (shard: number): number => (shard < 512 ? 0 : 1);

export class MemoryRecord {
  readonly away = new Set<number>();
  /** Members that a transaction in flight holds. */
  readonly held = new Set<MemberId>();
  /** What members list, as `listingKey`. */
  readonly listed = new Set<string>();
  readonly accounts = new Map<string, AccountState>();
  /** What the relay asked to wait for. */
  readonly waits: string[] = [];
  rows: StoredRow[] = [];

  add(row: OutboxRow, createMs: number): void {
    this.rows.push({ ...row, createMs });
  }

  reach(group: number): void {
    if (this.away.has(group)) throw new StoreFailure('unavailable', `group ${group} is away`);
  }

  readonly store: VetRowsOptions['store'] = {
    groups: [0, 1],
    groupOf,
    readListings: async (pairs: readonly AccountOf[]) => {
      for (const { memberId } of pairs) this.reach(groupOf(shardOfMember(memberId)));
      const keys = pairs.map(listingKey);
      return await Promise.resolve(new Set(keys.filter((key) => this.listed.has(key))));
    },
    readAccounts: async (accounts: readonly Account[]) => {
      for (const account of accounts) this.reach(groupOf(shardOfAccount(account)));
      const rows = accounts.flatMap(({ accountId }) => this.accounts.get(accountId) ?? []);
      return await Promise.resolve(rows);
    },
    judge: async (pair: AccountOf, wait: 'none' | 'short'): Promise<Verdict> => {
      this.reach(groupOf(shardOfMember(pair.memberId)));
      this.waits.push(wait);
      if (this.held.has(pair.memberId)) return await Promise.resolve('undecided');
      return this.listed.has(listingKey(pair)) ? 'listed' : 'unlisted';
    },
    transaction: async <T>(...[group, , work]: Parameters<RecordStore['transaction']>) => {
      this.reach(group);
      const tx: Pick<RecordTransaction, 'epoch' | 'replaceAccount' | 'appendOutbox'> = {
        epoch: 1,
        replaceAccount: async ({ account }, next) => {
          await Promise.resolve(this.accounts.set(account.accountId, next));
        },
        appendOutbox: () => Promise.resolve([{ group } as OutboxRow]),
      };
      return (await work(tx as RecordTransaction)) as T;
    },
  };
}

/** The outbox of all groups, by the rules of the SQL. */
export function memoryOutbox(record: MemoryRecord): Outbox {
  const remove = (gone: readonly Pick<OutboxRow, 'outboxId'>[]): Promise<void> => {
    const ids = new Set(gone.map(({ outboxId }) => outboxId));
    record.rows = record.rows.filter(({ outboxId }) => !ids.has(outboxId));
    return Promise.resolve();
  };
  const idsOf = (group: number): string[] => {
    record.reach(group);
    const rows = record.rows.filter((row) => row.group === group && row.kind !== 'release');
    return rows.map(({ outboxId }) => outboxId).sort();
  };
  return {
    sweep: async ({ group, olderThanMs, upToId, limit }, work) => {
      record.reach(group);
      const due = record.rows.filter(
        ({ outboxId, createMs, ...row }) =>
          row.group === group && createMs < olderThanMs && outboxId <= (upToId ?? outboxId),
      );
      const rows = due.sort((a, b) => a.createMs - b.createMs).slice(0, limit);
      const sweep: OutboxSweep = {
        rows,
        markPublished: (publishings) => remove(publishings.map(({ row }) => row)),
        remove,
        setBack: (later, nowMs) => {
          const ids = new Set(later.map(({ outboxId }) => outboxId));
          for (const row of rows) if (ids.has(row.outboxId)) row.createMs = nowMs;
          return Promise.resolve();
        },
      };
      await work(sweep);
      return rows.length;
    },
    markPublished: (_group, publishings: readonly Publishing[]) =>
      remove(publishings.map(({ row }) => row)),
    lastUnpublished: async (group) => {
      record.reach(group);
      const rows = record.rows.filter((row) => row.group === group);
      return await Promise.resolve(
        rows
          .map(({ outboxId }) => outboxId)
          .sort()
          .at(-1),
      );
    },
    unpublished: async (group, { upToId, limit }) =>
      await Promise.resolve(
        idsOf(group)
          .filter((id) => id <= upToId)
          .slice(0, limit),
      ),
    counts: () => Promise.resolve({ unpublished: record.rows.length, rows: record.rows.length }),
    prune: () => Promise.resolve(0),
    reopenLost: async (group) => await Promise.resolve(record.reach(group)).then(() => 0),
    lastSequence: () => Promise.resolve(0),
  };
}

/** Keeps the ids of what was published, in order. */
export class MemoryStream implements ChangeStream {
  readonly published: string[] = [];
  away = false;

  async publish({ outboxId }: { outboxId: string }) {
    if (this.away) throw new StreamUnreachable('away');
    const sequence = this.published.push(outboxId);
    return await Promise.resolve({ sequence, streamCreatedMs: 1 });
  }

  state() {
    const lastSequence = this.published.length;
    return Promise.resolve({ createdMs: 1, firstSequence: 1, lastSequence });
  }

  appliedSequence(): Promise<number> {
    return Promise.resolve(0);
  }
}

/** Each look at it takes a millisecond, so that what loops comes to an end. */
export function steppingClock(): Clock {
  let ms = Date.UTC(2026, 0, 1);
  return { nowMs: () => ms, monotonicMs: () => ++ms };
}
