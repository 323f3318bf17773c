// Opens the primaries of the groups, for the account that writes rows.
import { createMysqlNode, type MysqlNode, type StatementEvent } from '@member-mesh/driver-mysql';
import type { Clock } from '@member-mesh/kernel';

export interface NodeOptions {
  database: string;
  user: string;
  password: string;
  connectionsMax: number;
  clock: Clock;
  observe?: (event: StatementEvent) => void;
}

const WAITERS_MAX = 2_000;
const CONNECT_TIMEOUT_MS = 2_000;
const STATEMENT_TIMEOUT_MS = 5_000;
const COMMIT_TIMEOUT_MS = 5_000;
const LOCK_WAIT_MS = 1_000;
/** Longer than any write may take, so that only a process that hangs loses its rows. */
const IDLE_TRANSACTION_MS = 12_000;

const SCHEMA_STATEMENT_TIMEOUT_MS = 60_000;
const SCHEMA_CONNECTIONS = 1;

const limits = { lockWaitMs: LOCK_WAIT_MS, idleTransactionMs: IDLE_TRANSACTION_MS };

export function openPrimary(
  { host, port }: { host: string; port: number },
  options: NodeOptions,
): MysqlNode {
  return createMysqlNode({
    ...{ host, port, limits },
    ...options,
    waitersMax: WAITERS_MAX,
    connectTimeoutMs: CONNECT_TIMEOUT_MS,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    commitTimeoutMs: COMMIT_TIMEOUT_MS,
  });
}

/** For changes of the schema, which may take long; to be closed afterwards. */
export function openForSchema(
  { host, port }: { host: string; port: number },
  options: Omit<NodeOptions, 'connectionsMax'>,
): MysqlNode {
  return createMysqlNode({
    ...{ host, port, limits },
    ...options,
    connectionsMax: SCHEMA_CONNECTIONS,
    waitersMax: SCHEMA_CONNECTIONS,
    connectTimeoutMs: CONNECT_TIMEOUT_MS,
    statementTimeoutMs: SCHEMA_STATEMENT_TIMEOUT_MS,
    commitTimeoutMs: SCHEMA_STATEMENT_TIMEOUT_MS,
  });
}
