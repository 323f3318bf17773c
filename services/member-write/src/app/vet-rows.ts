// Decides what becomes of outbox rows that name an account's member: claims, committed ahead of
// their members, and releases. The member may lie in a group that is away or be held by a process
// that hangs, so nothing here waits for a lock, a group that was found away is left alone for a
// while, and a sweep's rows take a bounded time together.
import { accountKey } from '@member-mesh/contracts';
import { chunk, type Clock } from '@member-mesh/kernel';

import type { AccountState, Change } from '../domain/member.ts';
import { shardOfAccount, shardOfMember } from '../domain/shard.ts';
import type { ChangeCodec } from './messages.ts';
import type { WriteObserver } from './ports.ts';
import {
  type AccountOf,
  listingKey,
  type OutboxRow,
  type RecordStore,
  StoreFailure,
  type Until,
} from './record-store.ts';
import { releaseAccount, type ReleasingStore } from './release-account.ts';

/**
 * What a row that cannot be decided now keeps from being told: nothing, where it belongs to no
 * acknowledged write; else that everything is published, while its group or its member is not
 * reached.
 */
type Blocking = { kind: 'nothing' } | { kind: 'member' } | { kind: 'group'; group: number };

/** What became of a row: bytes to publish, nothing left to publish, or not to be decided now. */
export type Vetted = { row: OutboxRow } & (
  { kind: 'publish'; payload: Buffer } | { kind: 'drop' } | { kind: 'later'; blocking: Blocking }
);

export interface VetRowsOptions {
  store: ReleasingStore & Pick<RecordStore, 'groups' | 'readListings'>;
  codec: ChangeCodec;
  clock: Clock;
  observer: WriteObserver;
}

/** Each may take a connection of two groups, besides that of the sweep. */
const JUDGED_AT_ONCE = 4;
const VET_TIMEOUT_MS = 2_000;
const LEFT_ALONE_MS = 1_000;

type Repair = 'orphan-cleared' | 'release-finished';

export class VetRows {
  readonly #options: VetRowsOptions;
  readonly #awayUntilMs = new Map<number, number>();

  constructor(options: VetRowsOptions) {
    this.#options = options;
  }

  /** Takes claims and releases. Throws no StoreFailure once the shard map is known. */
  async vet(rows: readonly OutboxRow[], until: Until): Promise<Vetted[]> {
    const deadlineMs = this.#options.clock.monotonicMs() + VET_TIMEOUT_MS;
    const bounded = { ...until, deadlineMs: Math.min(until.deadlineMs, deadlineMs) };
    const claims = rows.filter((row) => row.kind === 'claim');
    const listed = await this.#readListings(claims.flatMap(namedPairs), bounded);
    const vetted: Vetted[] = [];
    for (const part of chunk(rows, JUDGED_AT_ONCE)) {
      const judging = part.map((row) =>
        row.kind === 'release'
          ? this.#vetRelease(row, bounded)
          : this.#vetClaim(row, listed, bounded),
      );
      for (const each of await Promise.all(judging)) vetted.push(each);
    }
    return vetted;
  }

  /** By the groups of the members, so that one that is away does not hide what the others say. */
  async #readListings(pairs: readonly AccountOf[], until: Until): Promise<Set<string>> {
    const { store } = this.#options;
    const groups = [...Map.groupBy(pairs, (pair) => this.#memberGroup(pair))];
    const listings = await Promise.all(
      groups.map(async ([group, pairsOfGroup]) => {
        if (this.#isAway(group)) return new Set<string>();
        try {
          return await store.readListings(pairsOfGroup, until);
        } catch (error) {
          if (!(error instanceof StoreFailure)) throw error;
          this.#leaveAlone(group);
          return new Set<string>();
        }
      }),
    );
    return new Set(listings.flatMap((each) => [...each]));
  }

  /** An account that its member does not list is freed; its own change tells so. */
  async #vetClaim(row: OutboxRow, listed: ReadonlySet<string>, until: Until): Promise<Vetted> {
    const pairs = namedPairs(row);
    const away = pairs.map((pair) => this.#memberGroup(pair)).find((group) => this.#isAway(group));
    if (away !== undefined) {
      return { row, kind: 'later', blocking: { kind: 'group', group: away } };
    }
    // No member lists any of them by what is committed: no write with this row was acknowledged
    // that still counts, whatever is in flight.
    const counts = pairs.some((pair) => listed.has(listingKey(pair)));
    const kept: Change[] = [];
    let known = listed;
    for (const change of row.changes) {
      const pair = change.kind === 'account' ? pairOf(change.account) : undefined;
      if (!pair || known.has(listingKey(pair))) {
        kept.push(change);
        continue;
      }
      const settled = await this.#settle({ row, pair, repair: 'orphan-cleared' }, until);
      if (settled === 'later') {
        return { row, kind: 'later', blocking: { kind: counts ? 'member' : 'nothing' } };
      }
      if (settled !== 'listed') continue;
      kept.push(change);
      // The transaction that came to its end meanwhile has brought the claim's other members too.
      known = await this.#readListings(pairs, until);
    }
    if (kept.length === 0) return { row, kind: 'drop' };
    const { clock, codec } = this.#options;
    const whole = kept.length === row.changes.length;
    const payload = whole ? row.payload : codec.encodeChanges(kept, clock.nowMs());
    return { row, kind: 'publish', payload };
  }

  async #vetRelease(row: OutboxRow, until: Until): Promise<Vetted> {
    for (const pair of namedPairs(row)) {
      const settled = await this.#settle({ row, pair, repair: 'release-finished' }, until);
      if (settled === 'later') return { row, kind: 'later', blocking: { kind: 'nothing' } };
    }
    return { row, kind: 'drop' };
  }

  async #settle(
    { row, pair, repair }: { row: OutboxRow; pair: AccountOf; repair: Repair },
    until: Until,
  ): Promise<'freed' | 'listed' | 'later'> {
    const { store, observer, clock } = this.#options;
    const other = this.#otherGroup(pair, row.group);
    if (other !== undefined && this.#isAway(other)) return 'later';
    if (clock.monotonicMs() >= until.deadlineMs) return 'later';
    try {
      if (await releaseAccount(store, pair, { wait: 'none', until })) {
        observer.repaired(repair, 1);
        return 'freed';
      }
      const listed = await store.readListings([pair], until);
      return listed.has(listingKey(pair)) ? 'listed' : 'freed';
    } catch (error) {
      if (!(error instanceof StoreFailure)) throw error;
      if (error.kind !== 'conflict' && other !== undefined) this.#leaveAlone(other);
      return 'later';
    }
  }

  #memberGroup({ memberId }: AccountOf): number {
    return this.#options.store.groupOf(shardOfMember(memberId));
  }

  /** The group that settling the pair needs besides the one that is swept, which answers. */
  #otherGroup(pair: AccountOf, swept: number): number | undefined {
    const accountGroup = this.#options.store.groupOf(shardOfAccount(pair.account));
    return [this.#memberGroup(pair), accountGroup].find((group) => group !== swept);
  }

  #isAway(group: number): boolean {
    return this.#options.clock.monotonicMs() < (this.#awayUntilMs.get(group) ?? -Infinity);
  }

  #leaveAlone(group: number): void {
    this.#awayUntilMs.set(group, this.#options.clock.monotonicMs() + LEFT_ALONE_MS);
  }
}

function namedPairs(row: OutboxRow): AccountOf[] {
  const pairs = row.changes.map((change) =>
    change.kind === 'account' ? pairOf(change.account) : undefined,
  );
  const unique = pairs.filter((pair) => pair !== undefined);
  return [...new Map(unique.map((pair) => [accountKey(pair.account), pair])).values()];
}

function pairOf({ account, memberId }: AccountState): AccountOf | undefined {
  return memberId === undefined ? undefined : { account, memberId };
}
