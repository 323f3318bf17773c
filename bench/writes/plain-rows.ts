// The rows that a write of ours leaves, as the plain statements that leave the same: made by the
// code of member-write itself, of which only the sending is replaced, and sent to tables of the
// same definition beside its own, so that nothing publishes what was not written by the mesh.
import { type Account, loadContracts } from '@member-mesh/contracts';
import { type Clock, type Random, systemClock, systemRandom } from '@member-mesh/kernel';

import { SqlRecordTransaction } from '../../services/member-write/src/adapters/mysql/record-transaction.ts';
import { loadRecordStatements } from '../../services/member-write/src/adapters/mysql/statements.ts';
import { ChangeCodec } from '../../services/member-write/src/app/messages.ts';
import { type Action, differencesOf } from '../../services/member-write/src/domain/history.ts';
import { makeMemberId } from '../../services/member-write/src/domain/ids.ts';
import type {
  Change,
  MemberState,
  Profile,
} from '../../services/member-write/src/domain/member.ts';
import { newMember, updated } from '../../services/member-write/src/domain/member-change.ts';
import { shardOfMember, shardOfRequest } from '../../services/member-write/src/domain/shard.ts';
import type { PlainTransaction } from '../opponents/orders.ts';

export const TABLES = [
  'member',
  'member_account',
  'account',
  'outbox',
  'idempotency',
  'history',
] as const;

export interface Written {
  transaction: PlainTransaction;
  member: MemberState;
}

type Statements = PlainTransaction['statements'];

const CALLER = 'order-service';
const EPOCH = 1;
const BODY_HASH_BYTES = 32;

export function plainTable(table: string): string {
  return `bench_${table}`;
}

/** Statements that insert or update, on the tables beside. */
function plain(sql: string): string {
  return sql.replace(/(?<=^(?:INSERT INTO|UPDATE)\s+)\w+/, plainTable);
}

export class PlainRows {
  readonly #clock: Clock = systemClock;
  readonly #random: Random = systemRandom;
  readonly #codec = new ChangeCodec(loadContracts());
  readonly #statements = loadRecordStatements();

  async register(requestId: string, account: Account, profile: Profile): Promise<Written> {
    const shard = shardOfRequest(CALLER, requestId);
    const nowMs = this.#clock.nowMs();
    const memberId = makeMemberId(nowMs, shard, this.#random.bytes(2));
    const member = newMember({ memberId, accounts: [account] }, profile, { nowMs, epoch: EPOCH });
    const row = { account, version: member.version, memberId };
    const change = { kind: 'account', account: row } as const;
    const written = { action: 'register', requestId, member, before: undefined } as const;
    return {
      member,
      transaction: await this.#recorded(shard, async (tx) => {
        await tx.insertMembers([member]);
        await tx.insertAccounts([row]);
        await this.#finish(tx, { ...written, more: [change], accounts: [account] });
      }),
    };
  }

  async update(requestId: string, before: MemberState, displayName: string): Promise<Written> {
    const moment = { nowMs: this.#clock.nowMs(), epoch: EPOCH };
    const fields = ['displayName'] as const;
    const member = updated(before, { profile: { ...before, displayName }, fields }, moment);
    const shard = shardOfMember(before.memberId);
    return {
      member,
      transaction: await this.#recorded(shard, async (tx) => {
        await tx.updateMember(before, member);
        const written = { action: 'update', requestId, member, before } as const;
        await this.#finish(tx, { ...written, more: [], accounts: [] });
      }),
    };
  }

  async #finish(
    tx: SqlRecordTransaction,
    written: {
      action: Action;
      requestId: string;
      member: MemberState;
      before: MemberState | undefined;
      more: Change[];
      accounts: Account[];
    },
  ): Promise<void> {
    const { action, requestId, member, before, more, accounts } = written;
    const shard = shardOfMember(member.memberId);
    const changes = differencesOf(before, member);
    const by = { caller: CALLER, action, requestId, changes };
    await tx.appendHistory([{ member, versionBefore: before?.version ?? 0, ...by }]);
    const rows: Change[] = [{ kind: 'member', member }, ...more];
    await tx.appendOutbox([{ shard, kind: 'change', changes: rows }]);
    const request = { caller: CALLER, requestId, bodyHash: this.#random.bytes(BODY_HASH_BYTES) };
    const answer = { member, created: before === undefined, accounts };
    await tx.insertAnswers([{ shard, request, answer }]);
    await tx.flush();
  }

  async #recorded(
    shard: number,
    work: (tx: SqlRecordTransaction) => Promise<void>,
  ): Promise<PlainTransaction> {
    const statements: Statements = [];
    const answer = { rows: [], affectedRows: 1 };
    const recording = {
      run: (statement: { sql: string }, parameters: readonly unknown[] = []) => {
        statements.push({ sql: plain(statement.sql), values: [...parameters] });
        return Promise.resolve(answer);
      },
      runAll: async (
        calls: readonly { statement: { sql: string }; parameters?: readonly unknown[] }[],
      ) => {
        const run = ({ statement, parameters }: (typeof calls)[number]) =>
          recording.run(statement, parameters);
        return Promise.all(calls.map(run));
      },
    };
    const ground = { statements: this.#statements, codec: this.#codec };
    const times = { clock: this.#clock, random: this.#random, trace: () => '' };
    await work(
      new SqlRecordTransaction(recording, { ...ground, ...times }, { group: 0, epoch: EPOCH }),
    );
    return { shard, statements };
  }
}
