// The outbox polled by `id > last`, for a test that shows what that misses: a row whose transaction
// commits after a later id was seen is never taken. Composed only where MESH_WITHOUT asks for it
// and faults are on.
import type { MysqlTransaction } from '@member-mesh/driver-mysql';

import type { Outbox } from '../../app/outbox.ts';
import { textOf } from './rows.ts';
import type { SqlOutboxOptions } from './sql-outbox.ts';
import { outboxRowOf, sweepOf } from './sql-outbox.ts';
import { loadUnprotectedStatements } from './statements.ts';
import { translated } from './store-failures.ts';

type Swept = Pick<Outbox, 'sweep' | 'lastUnpublished' | 'unpublished'>;

export class PolledOutbox implements Swept {
  readonly #options: SqlOutboxOptions;
  readonly #unprotected = loadUnprotectedStatements();
  readonly #last = new Map<number, bigint>();

  constructor(options: SqlOutboxOptions) {
    this.#options = options;
  }

  sweep(
    { group, limit, until }: Parameters<Outbox['sweep']>[0],
    work: Parameters<Outbox['sweep']>[1],
  ): Promise<number> {
    const { groups, statements, codec } = this.#options;
    return translated(() =>
      groups.primary(group).transaction(until, async (tx) => {
        const last = this.#last.get(group) ?? (await this.#newest(tx));
        const found = await tx.run(this.#unprotected['poll-outbox'], [last, limit]);
        const rows = found.rows.map((row) => outboxRowOf(row, group, codec));
        await work(sweepOf(tx, statements, rows));
        this.#last.set(group, BigInt(rows.at(-1)?.outboxId ?? last));
        return rows.length;
      }),
    );
  }

  async #newest(tx: MysqlTransaction): Promise<bigint> {
    const { rows } = await tx.run(this.#unprotected['last-outbox'], []);
    return BigInt(textOf(rows[0]?.['outbox_id'] ?? 0));
  }

  /** There is nothing beyond what was seen last. */
  lastUnpublished(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  unpublished(): Promise<string[]> {
    return Promise.resolve([]);
  }
}
