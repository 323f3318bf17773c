// The outbox on MySQL or MariaDB.
import type { MysqlTransaction, Parameter, Row } from '@member-mesh/driver-mysql';
import { chunk, invariant } from '@member-mesh/kernel';

import type { AnswerLife } from '../../app/housekeeping.ts';
import type { ChangeCodec } from '../../app/messages.ts';
import type {
  Outbox,
  OutboxCounts,
  OutboxSweep,
  PruneBound,
  Publishing,
  StreamExtent,
} from '../../app/outbox.ts';
import type { OutboxRow, Until } from '../../app/record-store.ts';
import type { Groups } from './groups.ts';
import { OUTBOX_KINDS, TUPLES_MAX } from './record-transaction.ts';
import { textOf } from './rows.ts';
import type { Statements } from './statements.ts';
import { translated } from './store-failures.ts';

export interface SqlOutboxOptions {
  groups: Groups;
  statements: Statements;
  codec: ChangeCodec;
}

const OUTBOX_ID_MAX = 2n ** 63n - 1n;
const PRUNE_ROWS = 1_000;
const PRUNE_ROUNDS_MAX = 20;

export class SqlOutbox implements Outbox, AnswerLife {
  readonly #options: SqlOutboxOptions;

  constructor(options: SqlOutboxOptions) {
    this.#options = options;
  }

  sweep(
    { group, olderThanMs, upToId, limit, until }: Parameters<Outbox['sweep']>[0],
    work: (sweep: OutboxSweep) => Promise<void>,
  ): Promise<number> {
    const { groups, statements, codec } = this.#options;
    return translated(() =>
      groups.primary(group).transaction(until, async (tx) => {
        const last = upToId === undefined ? OUTBOX_ID_MAX : BigInt(upToId);
        const found = await tx.run(statements['take-unpublished'], [olderThanMs, last, limit]);
        if (found.rows.length === 0) return 0;
        const rows = found.rows.map((row) => outboxRowOf(row, group, codec));
        await translated(() => work(sweepOf(tx, statements, rows)));
        return rows.length;
      }),
    );
  }

  async markPublished(
    group: number,
    publishings: readonly Publishing[],
    until: Until,
  ): Promise<void> {
    const { groups, statements } = this.#options;
    await translated(() =>
      groups.primary(group).transaction(until, (tx) => markPublished(tx, statements, publishings)),
    );
  }

  async lastUnpublished(group: number, until: Until): Promise<string | undefined> {
    const [row] = await this.#run(group, { name: 'last-unpublished', keys: [], until });
    const id = row?.['outbox_id'];
    return id === null || id === undefined ? undefined : textOf(id);
  }

  async unpublished(
    group: number,
    { upToId, limit }: { upToId: string; limit: number },
    until: Until,
  ): Promise<string[]> {
    const keys = [BigInt(upToId), limit];
    const rows = await this.#run(group, { name: 'list-unpublished', keys, until });
    return rows.map((row) => textOf(row['outbox_id']));
  }

  async counts(group: number, until: Until): Promise<OutboxCounts> {
    const [row] = await this.#run(group, { name: 'count-outbox', keys: [], until });
    return {
      unpublished: Number(row?.['unpublished'] ?? 0),
      rows: Number(row?.['row_count'] ?? 0),
    };
  }

  prune(group: number, bound: PruneBound, until: Until): Promise<number> {
    const keys = [bound.streamCreatedMs, bound.upToSequence];
    return this.#prune(group, { name: 'prune-applied', keys, until });
  }

  pruneAnswers(group: number, olderThanMs: number, until: Until): Promise<number> {
    return this.#prune(group, { name: 'prune-requests', keys: [olderThanMs], until });
  }

  async lastSequence(group: number, streamCreatedMs: number, until: Until): Promise<number> {
    const keys = [streamCreatedMs];
    const [row] = await this.#run(group, { name: 'last-sequence', keys, until });
    return Number(row?.['stream_sequence'] ?? 0);
  }

  async reopenLost(group: number, stream: StreamExtent, until: Until): Promise<number> {
    const { groups, statements } = this.#options;
    const { createdMs, lastSequence, seenSequence } = stream;
    const node = groups.primary(group);
    const other = await translated(() =>
      node.run(statements['reopen-other-stream'], [createdMs], until),
    );
    if (seenSequence <= lastSequence) return other.affectedRows;
    const keys = [createdMs, lastSequence, seenSequence];
    const behind = await translated(() => node.run(statements['reopen-behind-end'], keys, until));
    return other.affectedRows + behind.affectedRows;
  }

  async #prune(group: number, running: Running): Promise<number> {
    const { groups, statements } = this.#options;
    const { name, keys, until } = running;
    let pruned = 0;
    for (let round = 0; round < PRUNE_ROUNDS_MAX; round++) {
      const { affectedRows } = await translated(() =>
        groups.primary(group).run(statements[name], [...keys, PRUNE_ROWS], until),
      );
      pruned += affectedRows;
      if (affectedRows < PRUNE_ROWS) break;
    }
    return pruned;
  }

  async #run(group: number, { name, keys, until }: Running): Promise<Row[]> {
    const { groups, statements } = this.#options;
    const result = await translated(() => groups.primary(group).run(statements[name], keys, until));
    return result.rows;
  }
}

interface Running {
  name: keyof Statements;
  keys: readonly Parameter[];
  until: Until;
}

async function markPublished(
  tx: MysqlTransaction,
  statements: Statements,
  publishings: readonly Publishing[],
): Promise<void> {
  for (const part of chunk(publishings, TUPLES_MAX)) {
    const rows = part.map(({ row, sequence, streamCreatedMs }) => [
      row.shard,
      row.outboxId,
      sequence,
      streamCreatedMs,
    ]);
    await tx.run(statements['mark-published'], [JSON.stringify(rows)]);
  }
}

/** What may be done with rows that were taken, within the transaction that took them. */
export function sweepOf(
  tx: MysqlTransaction,
  statements: Statements,
  rows: readonly OutboxRow[],
): OutboxSweep {
  return {
    rows,
    markPublished: (publishings) => markPublished(tx, statements, publishings),
    remove: (gone) => removeRows(tx, statements, gone),
    setBack: (later, nowMs) => setBack(tx, statements, { rows: later, nowMs }),
  };
}

async function removeRows(
  tx: MysqlTransaction,
  statements: Statements,
  rows: readonly OutboxRow[],
): Promise<void> {
  for (const part of chunk(rows, TUPLES_MAX)) {
    const keys = part.map(({ shard, outboxId }) => [shard, BigInt(outboxId)]);
    await tx.run(statements['delete-outbox'], [keys]);
  }
}

async function setBack(
  tx: MysqlTransaction,
  statements: Statements,
  { rows, nowMs }: { rows: readonly OutboxRow[]; nowMs: number },
): Promise<void> {
  for (const part of chunk(rows, TUPLES_MAX)) {
    const keys = part.map(({ shard, outboxId }) => [shard, outboxId]);
    await tx.run(statements['set-back-outbox'], [JSON.stringify(keys), nowMs]);
  }
}

export function outboxRowOf(row: Row, group: number, codec: ChangeCodec): OutboxRow {
  const { payload } = row;
  const kind = OUTBOX_KINDS[Number(row['kind'])];
  invariant(Buffer.isBuffer(payload) && kind, 'a stored outbox row is not well-formed');
  return {
    group,
    shard: Number(row['shard']),
    outboxId: textOf(row['outbox_id']),
    kind,
    changes: codec.decodeChanges(payload),
    payload,
    trace: textOf(row['trace']),
  };
}
