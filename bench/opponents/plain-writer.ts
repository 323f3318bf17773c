// Plain inserts: one transaction for each member with the pool of mysql2, each statement sent when
// the one before it is answered.
import { createPool, type Pool } from 'mysql2/promise';

import type { FromWriter, MysqlAccess, ToWriter } from './orders.ts';

let pools: Pool[] = [];

function open({ nodes, connections, ...account }: MysqlAccess): Pool[] {
  return nodes.map((node) => {
    const [host = '', port] = node.split(':');
    const limits = { connectionLimit: connections, supportBigNumbers: true };
    return createPool({ host, port: Number(port), charset: 'UTF8MB4_BIN', ...account, ...limits });
  });
}

async function write({ transactions, atOnce }: Extract<ToWriter, { transactions: unknown }>) {
  const startedMs = performance.now();
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < transactions.length) {
      const transaction = transactions[next++];
      const pool = pools[(transaction?.shard ?? 0) % pools.length];
      if (!transaction || !pool) continue;
      const connection = await pool.getConnection();
      await connection.beginTransaction();
      for (const { sql, values } of transaction.statements) await connection.query(sql, values);
      await connection.commit();
      connection.release();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return performance.now() - startedMs;
}

function answer(message: FromWriter): void {
  process.send?.(message);
}

process.on('message', (told: ToWriter) => {
  if ('nodes' in told) {
    pools = open(told);
    answer({ elapsedMs: 0 });
    return;
  }
  write(told).then(
    (elapsedMs) => answer({ elapsedMs }),
    (error: unknown) => answer({ problem: String(error) }),
  );
});
process.once('disconnect', () => process.exit());
