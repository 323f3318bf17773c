// Request ids and their answers: rows of the table idempotency.
import { parseAccount } from '@member-mesh/contracts';
import type { MysqlTransaction, Parameter, Row, StatementCall } from '@member-mesh/driver-mysql';
import { invariant } from '@member-mesh/kernel';

import type { ChangeCodec } from '../../app/messages.ts';
import {
  type AnswerRow,
  type Claim,
  type KnownRequest,
  requestName,
  type StoredAnswer,
} from '../../app/record-store.ts';
import { isAlive, type RequestKey } from '../../domain/request.ts';
import { textOf } from './rows.ts';
import type { Statements } from './statements.ts';
import { isDuplicateKey } from './store-failures.ts';

interface RequestGround {
  statements: Statements;
  codec: ChangeCodec;
  nowMs: () => number;
}

export class RequestRows {
  readonly #tx: MysqlTransaction;
  readonly #ground: RequestGround;

  constructor(tx: MysqlTransaction, ground: RequestGround) {
    this.#tx = tx;
    this.#ground = ground;
  }

  /** The insert waits for a claim in flight; what it meets is therefore committed. */
  async claim(shard: number, request: RequestKey): Promise<Claim> {
    const { statements } = this.#ground;
    const tuple = this.#claimTuple(shard, request);
    try {
      await this.#tx.run(statements['insert-requests'], [[tuple]]);
      return { kind: 'claimed' };
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
    const row = await this.#read(shard, request);
    if (!row || !this.#isAlive(row)) {
      await this.#tx.run(statements['replace-requests'], [[tuple]]);
      return { kind: 'claimed' };
    }
    if (!hasBody(row, request)) return { kind: 'reused' };
    return { kind: 'repeated', answer: answerOf(row, this.#ground.codec) };
  }

  async find(shard: number, request: RequestKey): Promise<StoredAnswer | undefined> {
    const row = await this.#read(shard, request);
    if (!row || !this.#isAlive(row) || !hasBody(row, request)) return undefined;
    return answerOf(row, this.#ground.codec);
  }

  storing(row: AnswerRow): StatementCall {
    const statement = this.#ground.statements['replace-requests'];
    return { statement, parameters: [[this.#answerTuple(row)]] };
  }

  async insert(rows: readonly AnswerRow[]): Promise<void> {
    const tuples = rows.map((row) => this.#answerTuple(row));
    await this.#tx.run(this.#ground.statements['insert-requests'], [tuples]);
  }

  async #read(shard: number, { caller, requestId }: RequestKey): Promise<Row | undefined> {
    const keys = [shard, Buffer.from(caller), Buffer.from(requestId)];
    const { rows } = await this.#tx.run(this.#ground.statements['read-request'], keys);
    return rows[0];
  }

  #isAlive(row: Row): boolean {
    return isAlive(Number(row['create_time']), this.#ground.nowMs());
  }

  #claimTuple(shard: number, { caller, requestId, bodyHash }: RequestKey): Parameter[] {
    const key = [shard, Buffer.from(caller), Buffer.from(requestId)];
    return [...key, bodyHash, 0, 0, Buffer.alloc(0), '', this.#ground.nowMs()];
  }

  #answerTuple({ shard, request, answer }: AnswerRow): Parameter[] {
    const { caller, requestId, bodyHash } = request;
    const accounts = answer.accounts.map(({ platform, accountId }) => [platform, accountId]);
    return [
      ...[shard, Buffer.from(caller), Buffer.from(requestId), bodyHash, 1],
      ...[answer.created ? 1 : 0, this.#ground.codec.encodeMember(answer.member)],
      ...[JSON.stringify(accounts), this.#ground.nowMs()],
    ];
  }
}

/** A row of the statement read-requests: its name and what is known of it. */
export function knownRequestOf(row: Row, codec: ChangeCodec): [string, KnownRequest] {
  const { body_hash: bodyHash } = row;
  invariant(Buffer.isBuffer(bodyHash), 'a stored hash is not bytes');
  const request = { caller: textOf(row['caller']), requestId: textOf(row['request_id']), bodyHash };
  return [requestName(request), { bodyHash, answer: answerOf(row, codec) }];
}

function answerOf(row: Row, codec: ChangeCodec): StoredAnswer | undefined {
  if (Number(row['answered']) !== 1) return undefined;
  const { answer } = row;
  invariant(Buffer.isBuffer(answer), 'a stored answer is not bytes');
  const accounts = JSON.parse(textOf(row['fenced_accounts'])) as [string, string][];
  return {
    member: codec.decodeMember(answer),
    created: Number(row['created']) === 1,
    accounts: accounts.map(([platform, accountId]) => {
      const account = parseAccount({ platform, accountId });
      invariant(account !== undefined, 'a stored account is not well-formed');
      return account;
    }),
  };
}

function hasBody(row: Row, { bodyHash }: RequestKey): boolean {
  const stored = row['body_hash'];
  return Buffer.isBuffer(stored) && stored.equals(bodyHash);
}
