// What differs between MariaDB and MySQL, behind one interface. Statements of the application avoid
// the differences; what is left is settings of a session and how replication is watched.
import type { Row } from './values.ts';

export interface SessionLimits {
  /** How long a statement waits for a row that somebody else holds, at least 1 s, whole seconds. */
  lockWaitMs: number;
  /** After so long without a statement the server ends a transaction and frees its rows. */
  idleTransactionMs: number;
}

export interface SemiSync {
  /** Whether a commit waits for a replica. */
  on: boolean;
  /** How many replicas can acknowledge. */
  replicas: number;
}

export interface Dialect {
  readonly name: 'mariadb' | 'mysql';
  /** Statements that prepare a new session. */
  sessionSettings(limits: SessionLimits): string[];
  /** Answers rows of (Variable_name, Value) for `semiSyncOf`. */
  readonly semiSyncStatus: string;
  semiSyncOf(rows: Row[]): SemiSync;
}

const seconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1000));

/** READ COMMITTED, so that a statement sees what is committed and locks only rows that exist. */
function commonSettings(limits: SessionLimits): string[] {
  return [
    'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
    "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'",
    `SET SESSION innodb_lock_wait_timeout = ${seconds(limits.lockWaitMs)}`,
  ];
}

function semiSyncReader(role: 'master' | 'source'): (rows: Row[]) => SemiSync {
  return (rows) => {
    const values = new Map(
      rows.map((row) => [String(row['Variable_name']).toLowerCase(), String(row['Value'])]),
    );
    return {
      on: values.get(`rpl_semi_sync_${role}_status`) === 'ON',
      replicas: Number(values.get(`rpl_semi_sync_${role}_clients`) ?? 0),
    };
  };
}

export const mariadb: Dialect = {
  name: 'mariadb',
  sessionSettings: (limits) => [
    ...commonSettings(limits),
    `SET SESSION idle_transaction_timeout = ${seconds(limits.idleTransactionMs)}`,
  ],
  semiSyncStatus: "SHOW GLOBAL STATUS LIKE 'rpl_semi_sync_master_%'",
  semiSyncOf: semiSyncReader('master'),
};

export const mysql: Dialect = {
  name: 'mysql',
  // MySQL only knows how long a session may idle; the pool closes idle connections before that.
  sessionSettings: (limits) => [
    ...commonSettings(limits),
    `SET SESSION wait_timeout = ${seconds(limits.idleTransactionMs)}`,
  ],
  semiSyncStatus: "SHOW GLOBAL STATUS LIKE 'rpl_semi_sync_source_%'",
  semiSyncOf: semiSyncReader('source'),
};

/** The dialect of a server by its VERSION(). */
export function dialectOf(version: string): Dialect {
  return version.toLowerCase().includes('mariadb') ? mariadb : mysql;
}
