// One MySQL or MariaDB server: single statements and transactions, with deadlines, and with the one
// distinction that a caller cannot do without: whether a failed transaction may have been
// committed.
import { type Clock, invariant } from '@member-mesh/kernel';

import type { SemiSync, SessionLimits } from './dialect.ts';
import { failureOf, isAnswered, MysqlError, type MysqlFailure } from './mysql-error.ts';
import { Pool } from './pool.ts';
import { nameOf, openSession, type Session } from './session.ts';
import type { Statement, StatementCall } from './statement.ts';
import type { Parameter, Result } from './values.ts';

export interface MysqlNodeOptions {
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
  connectionsMax: number;
  waitersMax: number;
  /** The longest that opening a connection may take. */
  connectTimeoutMs: number;
  /** The longest that one statement may take, whatever is left of the deadline. */
  statementTimeoutMs: number;
  /** The longest that COMMIT may take; not cut by the deadline, since its outcome is wanted. */
  commitTimeoutMs: number;
  limits: SessionLimits;
  clock: Clock;
  /** Told of every statement, for metrics. */
  observe?: (event: StatementEvent) => void;
}

export interface StatementEvent {
  statement: string;
  durationMs: number;
  outcome: 'ok' | MysqlError['failure'];
}

/** Until when, by the node's monotonic clock. */
export interface Deadline {
  deadlineMs: number;
  signal?: AbortSignal | undefined;
}

/**
 * After a deadlock or a lock wait that timed out the transaction is over, whatever the server's
 * settings: every later statement is refused, and nothing is committed.
 */
export interface MysqlTransaction {
  run(statement: Statement, parameters?: readonly Parameter[]): Promise<Result>;
  /** Runs the statements in order in one round trip; the first that fails ends them. */
  runAll(calls: readonly StatementCall[]): Promise<Result[]>;
}

export interface MysqlNode {
  readonly address: string;
  /** One statement in a transaction of its own. */
  run(statement: Statement, parameters: readonly Parameter[], until: Deadline): Promise<Result>;
  /**
   * Runs `work` in a transaction and commits when it resolves; rolls back when it rejects. Throws
   * what `work` throws, or MysqlError: after anything but 'outcome-unknown', nothing was committed.
   */
  transaction<T>(until: Deadline, work: (tx: MysqlTransaction) => Promise<T>): Promise<T>;
  /** The same, with a first statement that is sent together with the beginning. */
  transactionFrom<T>(
    opening: StatementCall,
    until: Deadline,
    work: (tx: MysqlTransaction, opened: Result) => Promise<T>,
  ): Promise<T>;
  /** Whether commits wait for replicas. */
  semiSync(until: Deadline): Promise<SemiSync>;
  connections(): { open: number; idle: number };
  close(): void;
}

const BEGIN: Statement = { name: 'begin', sql: 'START TRANSACTION' };
const COMMIT: Statement = { name: 'commit', sql: 'COMMIT' };
const ROLLBACK: Statement = { name: 'rollback', sql: 'ROLLBACK' };
const ENDING: ReadonlySet<MysqlFailure> = new Set(['deadlock', 'lock-wait-timeout']);
const IDLE_MS_MAX = 8_000;

/** Opens no connection yet: the first statement does. */
export function createMysqlNode(options: MysqlNodeOptions): MysqlNode {
  return new ServerNode(options);
}

class ServerNode implements MysqlNode {
  readonly address: string;
  readonly #options: MysqlNodeOptions;
  readonly #pool: Pool;

  constructor(options: MysqlNodeOptions) {
    const { host, port, user, password, database, limits } = options;
    this.address = `${host}:${port}`;
    this.#options = options;
    this.#pool = new Pool({
      connectionsMax: options.connectionsMax,
      waitersMax: options.waitersMax,
      // A server that ends idle sessions must not end one at the moment in which it is taken.
      idleMs: Math.min(IDLE_MS_MAX, limits.idleTransactionMs / 2),
      clock: options.clock,
      open: (timeoutMs) =>
        openSession(
          { host, port, user, password, database, limits },
          Math.max(1, Math.min(timeoutMs, options.connectTimeoutMs)),
        ),
    });
  }

  async run(
    statement: Statement,
    parameters: readonly Parameter[],
    until: Deadline,
  ): Promise<Result> {
    const session = await this.#take(until);
    try {
      return await this.#one(session, { statement, parameters }, until);
    } finally {
      this.#pool.give(session);
    }
  }

  transaction<T>(until: Deadline, work: (tx: MysqlTransaction) => Promise<T>): Promise<T> {
    return this.#transaction(until, async (tx) => {
      await tx.run(BEGIN);
      return await work(tx);
    });
  }

  transactionFrom<T>(
    opening: StatementCall,
    until: Deadline,
    work: (tx: MysqlTransaction, opened: Result) => Promise<T>,
  ): Promise<T> {
    return this.#transaction(until, async (tx) => {
      const [, opened] = await tx.runAll([{ statement: BEGIN }, opening]);
      invariant(opened !== undefined, 'a statement without a result');
      return await work(tx, opened);
    });
  }

  async semiSync(until: Deadline): Promise<SemiSync> {
    const session = await this.#take(until);
    try {
      const statement = { name: 'semi-sync-status', sql: session.dialect.semiSyncStatus };
      const { rows } = await this.#one(session, { statement }, until);
      return session.dialect.semiSyncOf(rows);
    } finally {
      this.#pool.give(session);
    }
  }

  connections(): { open: number; idle: number } {
    return { open: this.#pool.size, idle: this.#pool.idle };
  }

  close(): void {
    this.#pool.close();
  }

  #take(until: Deadline): Promise<Session> {
    until.signal?.throwIfAborted();
    return this.#pool.take(Math.max(1, until.deadlineMs - this.#options.clock.monotonicMs()));
  }

  async #transaction<T>(until: Deadline, work: (tx: MysqlTransaction) => Promise<T>): Promise<T> {
    const session = await this.#take(until);
    try {
      const answer = await this.#work(session, until, work);
      await this.#commit(session);
      return answer;
    } finally {
      this.#pool.give(session);
    }
  }

  async #work<T>(
    session: Session,
    until: Deadline,
    work: (tx: MysqlTransaction) => Promise<T>,
  ): Promise<T> {
    let ended: MysqlError | undefined;
    const runAll = async (calls: readonly StatementCall[]): Promise<Result[]> => {
      if (ended) throw new MysqlError(ended.failure, nameOf(calls), ended);
      try {
        return await this.#statements(session, calls, until);
      } catch (error) {
        if (error instanceof MysqlError && ENDING.has(error.failure)) ended = error;
        throw error;
      }
    };
    const run = async (
      statement: Statement,
      parameters: readonly Parameter[] = [],
    ): Promise<Result> => first(await runAll([{ statement, parameters }]));
    try {
      const answer = await work({ run, runAll });
      if (ended) throw ended;
      until.signal?.throwIfAborted();
      return answer;
    } catch (error) {
      await this.#rollback(session);
      throw error;
    } finally {
      ended ??= new MysqlError('refused', COMMIT.name);
    }
  }

  /**
   * An aborted or expired deadline does not cut a COMMIT short: it would only make its outcome
   * unknown.
   */
  async #commit(session: Session): Promise<void> {
    const { commitTimeoutMs } = this.#options;
    try {
      await this.#observed(COMMIT.name, () =>
        session.run([{ statement: COMMIT }], commitTimeoutMs),
      );
    } catch (error) {
      const failure = error instanceof MysqlError ? error.failure : failureOf(error);
      if (isAnswered(failure) && failure !== 'refused') {
        await this.#rollback(session);
        throw error;
      }
      session.destroy();
      throw new MysqlError('outcome-unknown', COMMIT.name, error);
    }
  }

  async #rollback(session: Session): Promise<void> {
    if (!session.usable()) return;
    try {
      await session.run([{ statement: ROLLBACK }], this.#options.statementTimeoutMs);
    } catch {
      session.destroy();
    }
  }

  async #one(session: Session, call: StatementCall, until: Deadline): Promise<Result> {
    return first(await this.#statements(session, [call], until));
  }

  async #statements(
    session: Session,
    calls: readonly StatementCall[],
    until: Deadline,
  ): Promise<Result[]> {
    until.signal?.throwIfAborted();
    const leftMs = until.deadlineMs - this.#options.clock.monotonicMs();
    const timeoutMs = Math.min(leftMs, this.#options.statementTimeoutMs);
    return await this.#observed(nameOf(calls), () => session.run(calls, timeoutMs));
  }

  async #observed<T>(statement: string, run: () => Promise<T>): Promise<T> {
    const { clock, observe } = this.#options;
    const startMs = clock.monotonicMs();
    let outcome: StatementEvent['outcome'] = 'ok';
    try {
      return await run();
    } catch (error) {
      outcome = error instanceof MysqlError ? error.failure : 'refused';
      throw error;
    } finally {
      observe?.({ statement, durationMs: clock.monotonicMs() - startMs, outcome });
    }
  }
}

function first(results: readonly Result[]): Result {
  const [result] = results;
  invariant(result !== undefined, 'a statement without a result');
  return result;
}
