// Frees an account row of a member that does not list it: the end of an unbind or a close, and the
// repair of a bind that died between its two commits.
import { accountAfter } from '../domain/account-claim.ts';
import type { AccountState } from '../domain/member.ts';
import { shardOfAccount } from '../domain/shard.ts';
import {
  type AccountOf,
  type OutboxRow,
  type RecordStore,
  StoreFailure,
  type Until,
} from './record-store.ts';

/** What of the record releasing needs. */
export type ReleasingStore = Pick<
  RecordStore,
  'groupOf' | 'readAccounts' | 'judge' | 'transaction'
>;

const TRIES_MAX = 3;

/**
 * Answers the row of the freed account; undefined when there was nothing to free: the row names
 * somebody else, or the member lists the account (again).
 *
 * The order makes it safe without holding the member: the version is read first, then the member is
 * judged, then the row is replaced only at that version. A member that binds the account again in
 * between bumps the version.
 * @throws StoreFailure 'conflict' also when a transaction on the member is in flight, and with wait
 * 'short' goes on being.
 */
export async function releaseAccount(
  store: ReleasingStore,
  pair: AccountOf,
  { wait, until }: { wait: 'none' | 'short'; until: Until },
): Promise<OutboxRow | undefined> {
  for (let tries = 1; ; tries++) {
    const [seen] = await store.readAccounts([pair.account], until);
    if (!seen || seen.memberId !== pair.memberId) return undefined;
    const verdict = await store.judge(pair, wait, until);
    if (verdict === 'listed') return undefined;
    if (verdict === 'undecided') throw new StoreFailure('conflict', 'the member is being written');
    try {
      return await free(store, seen, until);
    } catch (error) {
      const lost = error instanceof StoreFailure && error.kind === 'conflict';
      if (!lost || tries >= TRIES_MAX) throw error;
    }
  }
}

async function free(
  store: ReleasingStore,
  seen: AccountState,
  until: Until,
): Promise<OutboxRow | undefined> {
  const { account } = seen;
  const shard = shardOfAccount(account);
  return await store.transaction(store.groupOf(shard), until, async (tx) => {
    const next = accountAfter(account, seen, { memberId: undefined, epoch: tx.epoch });
    await tx.replaceAccount(seen, next);
    const changes = [{ kind: 'account' as const, account: next }];
    const [row] = await tx.appendOutbox([{ shard, kind: 'change', changes }]);
    return row;
  });
}
