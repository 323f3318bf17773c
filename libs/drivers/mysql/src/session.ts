// One connection to one server. Every statement has a deadline, and a connection that broke or did
// not answer in time is never used again: what the server still does on it cannot be known.
import { type Connection, createConnection, type ResultSetHeader } from 'mysql2';

import { type Dialect, dialectOf, type SessionLimits } from './dialect.ts';
import { failureOf, isAnswered, MysqlError } from './mysql-error.ts';
import type { StatementCall } from './statement.ts';
import type { Result, Row } from './values.ts';

export interface SessionOptions {
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
  limits: SessionLimits;
}

export interface Session {
  readonly dialect: Dialect;
  /** False once the connection broke. */
  usable(): boolean;
  /**
   * Runs statements in order, sent together: the first that fails ends them. Throws MysqlError;
   * `timeout` and `unreachable` make the session unusable.
   */
  run(calls: readonly StatementCall[], timeoutMs: number): Promise<Result[]>;
  destroy(): void;
}

const CONNECT = 'connect';

/** Connects and prepares a session. Throws MysqlError 'unreachable' or 'refused'. */
export async function openSession(options: SessionOptions, timeoutMs: number): Promise<Session> {
  const connection = await connect(options, timeoutMs).catch((error: unknown) => {
    throw new MysqlError(failureOf(error), CONNECT, error);
  });
  try {
    const version = { sql: 'SELECT VERSION() AS version', timeout: timeoutMs };
    const rows = (await query(connection, version)) as Row[];
    const dialect = dialectOf(String(rows[0]?.['version']));
    for (const sql of dialect.sessionSettings(options.limits)) {
      await query(connection, { sql, timeout: timeoutMs });
    }
    return sessionOf(connection, dialect);
  } catch (error) {
    connection.destroy();
    throw new MysqlError(failureOf(error), CONNECT, error);
  }
}

/** The names of statements that are sent together, as one. */
export function nameOf(calls: readonly StatementCall[]): string {
  return calls.map(({ statement }) => statement.name).join('+');
}

function connect(options: SessionOptions, timeoutMs: number): Promise<Connection> {
  const { host, port, user, password, database } = options;
  return new Promise((resolve, reject) => {
    const connection = createConnection({
      ...{ host, port, user, password, database },
      connectTimeout: timeoutMs,
      charset: 'UTF8MB4_BIN',
      supportBigNumbers: true,
      bigNumberStrings: true,
      stringifyObjects: true,
      enableKeepAlive: true,
      // Every value is escaped by the library; a round trip costs more than most statements.
      multipleStatements: true,
    });
    connection.connect((error) => {
      if (!error) return resolve(connection);
      connection.destroy();
      reject(error);
    });
  });
}

interface Query {
  sql: string;
  values?: unknown[];
  timeout: number;
}

/** By callback: the promises of mysql2 keep a stack trace of every statement. */
function query(connection: Connection, options: Query): Promise<unknown> {
  return new Promise((resolve, reject) => {
    connection.query(options, (error, answer) => {
      if (error) reject(error);
      else resolve(answer);
    });
  });
}

function sessionOf(connection: Connection, dialect: Dialect): Session {
  let broken = false;
  const destroy = (): void => {
    broken = true;
    connection.destroy();
  };
  connection.on('error', destroy);
  // Destroyed at this moment, the library would never fail the statement that waits for its answer;
  // left alone, it fails it as soon as the socket is closed, which follows at once.
  connection.on('end', () => (broken = true));
  return {
    dialect,
    usable: () => !broken,
    destroy,
    async run(calls, timeoutMs) {
      if (broken) throw new MysqlError('unreachable', nameOf(calls));
      if (timeoutMs <= 0) throw new MysqlError('timeout', nameOf(calls));
      try {
        const answer = await query(connection, {
          sql: calls.map(({ statement }) => statement.sql).join(';\n'),
          values: calls.flatMap(({ parameters }) => (parameters ?? []) as unknown[]),
          timeout: Math.ceil(timeoutMs),
        });
        return calls.length === 1 ? [resultOf(answer)] : (answer as unknown[]).map(resultOf);
      } catch (error) {
        const failure = failureOf(error);
        if (!isAnswered(failure)) destroy();
        throw new MysqlError(failure, nameOf(calls), error);
      }
    },
  };
}

function resultOf(answer: unknown): Result {
  if (Array.isArray(answer)) return { rows: answer as Row[], affectedRows: answer.length };
  return { rows: [], affectedRows: (answer as ResultSetHeader).affectedRows };
}
