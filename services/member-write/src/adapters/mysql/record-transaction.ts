// One transaction on one group. Statements that belong together travel together: a round trip costs
// more than most of them.
import type { Account, MemberId } from '@member-mesh/contracts';
import type { MysqlTransaction, Parameter, StatementCall } from '@member-mesh/driver-mysql';
import { chunk, type Clock, type Random } from '@member-mesh/kernel';

import type { ChangeCodec } from '../../app/messages.ts';
import {
  type AnswerRow,
  type Claim,
  type OutboxDraft,
  type OutboxKind,
  type OutboxRow,
  type RecordTransaction,
  type StoredAnswer,
  StoreFailure,
} from '../../app/record-store.ts';
import type { HistoryEntry } from '../../domain/history.ts';
import { makeOutboxId } from '../../domain/ids.ts';
import type { AccountState, MemberState } from '../../domain/member.ts';
import type { RequestKey } from '../../domain/request.ts';
import { RequestRows } from './request-rows.ts';
import {
  accountKeyOf,
  accountStateOf,
  accountTuple,
  accountColumns,
  bindingTuple,
  historyTuple,
  memberColumn,
  memberKey,
  memberOf,
  memberTuple,
  memberUpdate,
} from './rows.ts';
import type { Statements } from './statements.ts';

export const TUPLES_MAX = 500;
const OUTBOX_ID_RANDOM_BYTES = 3;

export const OUTBOX_KINDS: readonly OutboxKind[] = ['change', 'claim', 'release'];

export interface TransactionGround {
  statements: Statements;
  codec: ChangeCodec;
  clock: Clock;
  random: Random;
  /** The traceparent of what runs now; empty when there is none. */
  trace: () => string;
}

export class SqlRecordTransaction implements RecordTransaction {
  readonly group: number;
  readonly epoch: number;
  readonly #tx: MysqlTransaction;
  readonly #ground: TransactionGround;
  readonly #requests: RequestRows;
  readonly #deferred: StatementCall[] = [];

  constructor(
    tx: MysqlTransaction,
    ground: TransactionGround,
    { group, epoch }: { group: number; epoch: number },
  ) {
    this.group = group;
    this.epoch = epoch;
    this.#tx = tx;
    this.#ground = ground;
    const { statements, codec, clock } = ground;
    this.#requests = new RequestRows(tx, { statements, codec, nowMs: () => clock.nowMs() });
  }

  claim(shard: number, request: RequestKey): Promise<Claim> {
    return this.#requests.claim(shard, request);
  }

  findAnswer(shard: number, request: RequestKey): Promise<StoredAnswer | undefined> {
    return this.#requests.find(shard, request);
  }

  storeAnswer(row: AnswerRow): Promise<void> {
    this.#deferred.push(this.#requests.storing(row));
    return Promise.resolve();
  }

  insertAnswers(rows: readonly AnswerRow[]): Promise<void> {
    return this.#requests.insert(rows);
  }

  async lockMember(memberId: MemberId): Promise<MemberState | undefined> {
    const { statements } = this.#ground;
    const parameters = memberKey(memberId);
    // The bindings are read after the lock is had, by a statement that sees what was committed
    // then.
    const [locked, bindings] = await this.#tx.runAll([
      { statement: statements['lock-member'], parameters },
      { statement: statements['read-bindings'], parameters },
    ]);
    const row = locked?.rows[0];
    return row && memberOf(row, bindings?.rows ?? []);
  }

  async insertMembers(members: readonly MemberState[]): Promise<void> {
    const statement = this.#ground.statements['insert-members'];
    const parts = chunk(members, TUPLES_MAX);
    const bindings = members.flatMap(({ memberId, accounts }) =>
      accounts.map((binding) => bindingTuple(memberId, binding)),
    );
    await this.#tx.runAll([
      ...parts.map((part) => ({ statement, parameters: [part.map(memberTuple)] })),
      ...this.#insertingBindings(bindings),
    ]);
  }

  async updateMember(before: MemberState, after: MemberState): Promise<void> {
    const { statements } = this.#ground;
    const { memberId } = after;
    const lost = before.accounts.filter((binding) => !after.accounts.includes(binding));
    const gained = after.accounts.filter((binding) => !before.accounts.includes(binding));
    const keys = lost.map(({ account }) => [...memberKey(memberId), ...accountColumns(account)]);
    const deleting = { statement: statements['delete-bindings'], parameters: [keys] };
    await this.#tx.runAll([
      { statement: statements['update-member'], parameters: memberUpdate(after) },
      ...(keys.length > 0 ? [deleting] : []),
      ...this.#insertingBindings(gained.map((binding) => bindingTuple(memberId, binding))),
    ]);
  }

  async readAccounts(accounts: readonly Account[]): Promise<AccountState[]> {
    if (accounts.length === 0) return [];
    const keys = accounts.map(accountKeyOf);
    const { rows } = await this.#tx.run(this.#ground.statements['read-accounts'], [keys]);
    return rows.map(accountStateOf);
  }

  async insertAccounts(rows: readonly AccountState[]): Promise<void> {
    const { statements, clock } = this.#ground;
    const nowMs = clock.nowMs();
    for (const part of chunk(rows, TUPLES_MAX)) {
      const tuples = part.map((row) => accountTuple(row, nowMs));
      await this.#tx.run(statements['insert-accounts'], [tuples]);
    }
  }

  async replaceAccount(seen: AccountState, next: AccountState): Promise<void> {
    const { statements, clock } = this.#ground;
    const { affectedRows } = await this.#tx.run(statements['replace-account'], [
      ...[memberColumn(next.memberId), next.version, clock.nowMs()],
      ...accountKeyOf(seen.account),
      ...[memberColumn(seen.memberId), seen.version],
    ]);
    if (affectedRows !== 1) throw new StoreFailure('conflict', 'the account row has changed');
  }

  appendHistory(entries: readonly HistoryEntry[]): Promise<void> {
    const nowMs = this.#ground.clock.nowMs();
    const statement = this.#ground.statements['insert-history'];
    for (const part of chunk(entries, TUPLES_MAX)) {
      const tuples = part.map((entry) => historyTuple(entry, nowMs));
      this.#deferred.push({ statement, parameters: [tuples] });
    }
    return Promise.resolve();
  }

  appendOutbox(drafts: readonly OutboxDraft[]): Promise<OutboxRow[]> {
    const { statements, codec, clock, random, trace } = this.#ground;
    const nowMs = clock.nowMs();
    const rows = drafts.map((draft): OutboxRow => ({
      ...draft,
      group: this.group,
      outboxId: makeOutboxId(nowMs, random.bytes(OUTBOX_ID_RANDOM_BYTES)),
      payload: codec.encodeChanges(draft.changes, nowMs),
      trace: trace(),
    }));
    const tuples = rows.map((row) => [
      ...[row.shard, BigInt(row.outboxId), OUTBOX_KINDS.indexOf(row.kind), row.payload],
      ...[Buffer.from(row.trace), nowMs, 0, 0],
    ]);
    this.#deferred.push({ statement: statements['insert-outbox'], parameters: [tuples] });
    return Promise.resolve(rows);
  }

  /** Sends what waits for the end of the transaction: nothing in it is read before. */
  async flush(): Promise<void> {
    if (this.#deferred.length > 0) await this.#tx.runAll(this.#deferred.splice(0));
  }

  #insertingBindings(tuples: readonly Parameter[][]): StatementCall[] {
    const statement = this.#ground.statements['insert-bindings'];
    return chunk(tuples, TUPLES_MAX).map((part) => ({ statement, parameters: [part] }));
  }
}
