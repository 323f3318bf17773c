// The record on MySQL or MariaDB: transactions on a group's primary, and reads across the groups.
import type { Account, MemberId } from '@member-mesh/contracts';
import type { MysqlNode, MysqlTransaction, Parameter, Row } from '@member-mesh/driver-mysql';
import { chunk, invariant } from '@member-mesh/kernel';

import {
  type AccountOf,
  type KnownRequest,
  listingKey,
  type RecordStore,
  type RecordTransaction,
  type ScanPage,
  StoreFailure,
  type Until,
  type Verdict,
} from '../../app/record-store.ts';
import type { FirstEntry } from '../../domain/history.ts';
import type { AccountState, Change, MemberState } from '../../domain/member.ts';
import { ANSWER_LIFE_MS, type RequestKey } from '../../domain/request.ts';
import { shardOfAccount, shardOfMember, shardOfRequest } from '../../domain/shard.ts';
import type { Groups } from './groups.ts';
import { SqlRecordTransaction, type TransactionGround, TUPLES_MAX } from './record-transaction.ts';
import { knownRequestOf } from './request-rows.ts';
import {
  accountColumns,
  accountKeyOf,
  accountOf,
  accountStateOf,
  firstEntryOf,
  memberIdOf,
  memberKey,
  membersOf,
} from './rows.ts';
import type { Statements } from './statements.ts';
import { isLockWait, translated } from './store-failures.ts';

export interface SqlRecordStoreOptions extends TransactionGround {
  groups: Groups;
  /** Throws StoreFailure 'unavailable' while the map is not known. */
  groupOf: (shard: number) => number;
  /** Every use of a group's primary goes through it. Throws StoreFailure 'unavailable'. */
  use: UseGroup;
}

export type UseGroup = <T>(group: number, call: () => Promise<T>) => Promise<T>;

export class SqlRecordStore implements RecordStore {
  readonly #options: SqlRecordStoreOptions;

  constructor(options: SqlRecordStoreOptions) {
    this.#options = options;
  }

  get groups(): readonly number[] {
    return this.#options.groups.numbers;
  }

  groupOf(shard: number): number {
    return this.#options.groupOf(shard);
  }

  transaction<T>(
    group: number,
    until: Until,
    work: (tx: RecordTransaction) => Promise<T>,
  ): Promise<T> {
    const opening = { statement: this.#options.statements['read-group'] };
    return this.#on(group, (node) =>
      node.transactionFrom(opening, until, async (tx, opened) => {
        const epoch = epochOf(opened.rows, group);
        const record = new SqlRecordTransaction(tx, this.#options, { group, epoch });
        // Failures of the driver are translated inside too: use cases tell conflicts apart.
        return await translated(async () => {
          const answer = await work(record);
          await record.flush();
          return answer;
        });
      }),
    );
  }

  async readMembers(memberIds: readonly MemberId[], until: Until): Promise<MemberState[]> {
    const rows = await this.#readTuples('read-members', {
      keys: memberIds.map((memberId) => [shardOfMember(memberId), memberKey(memberId)]),
      until,
    });
    return membersOf(rows);
  }

  async readAccounts(accounts: readonly Account[], until: Until): Promise<AccountState[]> {
    const rows = await this.#readTuples('read-accounts', {
      keys: accounts.map((account) => [shardOfAccount(account), accountKeyOf(account)]),
      until,
    });
    return rows.map(accountStateOf);
  }

  async readRequests(
    requests: readonly RequestKey[],
    until: Until,
  ): Promise<Map<string, KnownRequest>> {
    const rows = await this.#readTuples('read-requests', {
      keys: requests.map(({ caller, requestId }) => {
        const shard = shardOfRequest(caller, requestId);
        return [shard, [shard, Buffer.from(caller), Buffer.from(requestId)]];
      }),
      rest: [this.#options.clock.nowMs() - ANSWER_LIFE_MS],
      until,
    });
    return new Map(rows.map((row) => knownRequestOf(row, this.#options.codec)));
  }

  async readFirstEntry(memberId: MemberId, until: Until): Promise<FirstEntry | undefined> {
    const group = this.groupOf(shardOfMember(memberId));
    const statement = this.#options.statements['read-first-entry'];
    const { rows } = await this.#on(group, (node) =>
      node.run(statement, memberKey(memberId), until),
    );
    return rows[0] && firstEntryOf(rows[0]);
  }

  async readListings(pairs: readonly AccountOf[], until: Until): Promise<Set<string>> {
    const rows = await this.#readTuples('read-listings', {
      keys: pairs.map((pair) => [shardOfMember(pair.memberId), listingTuple(pair)]),
      until,
    });
    return new Set(
      rows.map((row) =>
        listingKey({ memberId: memberIdOf(row['member_id']), account: accountOf(row) }),
      ),
    );
  }

  async judge(pair: AccountOf, wait: 'none' | 'short', until: Until): Promise<Verdict> {
    const { statements } = this.#options;
    const group = this.groupOf(shardOfMember(pair.memberId));
    const locking = statements[wait === 'none' ? 'try-member' : 'await-member'];
    const opening = { statement: locking, parameters: memberKey(pair.memberId) };
    const judged = async (tx: MysqlTransaction): Promise<Verdict> => {
      const { rows } = await tx.run(statements['read-listings'], [[listingTuple(pair)]]);
      return rows.length > 0 ? 'listed' : 'unlisted';
    };
    return await this.#on(group, async (node) => {
      try {
        return await node.transactionFrom(opening, until, judged);
      } catch (error) {
        if (wait === 'none' && isLockWait(error)) return 'undecided';
        throw error;
      }
    });
  }

  async scan(page: ScanPage, until: Until): Promise<Change[]> {
    const { statements } = this.#options;
    const { shard, limit } = page;
    const group = this.groupOf(shard);
    if (page.kind === 'member') {
      const keys = [shard, BigInt(page.after ?? 0), limit];
      const { rows } = await this.#on(group, (node) =>
        node.run(statements['scan-members'], keys, until),
      );
      return membersOf(rows).map((member) => ({ kind: 'member', member }));
    }
    const [platform, accountId] = page.after ? accountColumns(page.after) : [NOTHING, NOTHING];
    invariant(platform && accountId, 'a position without an account');
    const keys = [shard, platform, platform, accountId, limit];
    const { rows } = await this.#on(group, (node) =>
      node.run(statements['scan-accounts'], keys, until),
    );
    return rows.map((row) => ({ kind: 'account', account: accountStateOf(row) }));
  }

  async isEmpty(until: Until): Promise<boolean> {
    const { groups, statements } = this.#options;
    const found = await Promise.all(
      groups.numbers.map(async (group) => {
        const { rows } = await this.#on(group, (node) =>
          node.run(statements['has-rows'], [], until),
        );
        return Number(rows[0]?.['found']) !== 0;
      }),
    );
    return found.every((has) => !has);
  }

  #on<T>(group: number, call: (primary: MysqlNode) => Promise<T>): Promise<T> {
    const { groups, use } = this.#options;
    return use(group, () => translated(() => call(groups.primary(group))));
  }

  /** Runs a statement over tuples of keys on every group concerned, a bounded number at a time. */
  async #readTuples(name: keyof Statements, reading: TupleReading): Promise<Row[]> {
    const { statements } = this.#options;
    const { keys, rest = [], until } = reading;
    const byGroup = Map.groupBy(keys, ([shard]) => this.groupOf(shard));
    const pages = await Promise.all(
      [...byGroup].map(async ([group, keysOfGroup]) => {
        const rows: Row[] = [];
        for (const part of chunk(keysOfGroup, TUPLES_MAX)) {
          const tuples = part.map(([, tuple]) => tuple);
          const result = await this.#on(group, (node) =>
            node.run(statements[name], [tuples, ...rest], until),
          );
          for (const row of result.rows) rows.push(row);
        }
        return rows;
      }),
    );
    return pages.flat();
  }
}

const NOTHING = Buffer.alloc(0);

interface TupleReading {
  /** Each with the shard that it lies on. */
  keys: readonly (readonly [number, readonly Parameter[]])[];
  rest?: readonly Parameter[];
  until: Until;
}

function listingTuple({ memberId, account }: AccountOf): Parameter[] {
  return [...memberKey(memberId), ...accountColumns(account)];
}

function epochOf(rows: readonly Row[], group: number): number {
  const [row] = rows;
  if (!row || Number(row['group_number']) !== group) {
    throw new StoreFailure('unavailable', `the server of group ${group} belongs to another group`);
  }
  return Number(row['epoch']);
}
