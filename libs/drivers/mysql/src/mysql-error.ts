// What can go wrong with a statement, as a closed list that callers decide by. Servers tell it in
// hundreds of codes; what matters is whether the transaction may have been committed and whether
// trying again helps.

export type MysqlFailure =
  /** A unique key is taken. The statement changed nothing; the transaction goes on. */
  | 'duplicate-key'
  /** Somebody else holds the row. The transaction is rolled back. */
  | 'lock-wait-timeout'
  /** The server rolled the whole transaction back. */
  | 'deadlock'
  /** The server is not, or no longer, a primary. */
  | 'read-only'
  /** No connection, or it broke before COMMIT was sent: nothing was committed. */
  | 'unreachable'
  /** No answer within the deadline, before COMMIT was sent: nothing was committed. */
  | 'timeout'
  /** COMMIT was sent and not answered: only a locking read can tell what became of it. */
  | 'outcome-unknown'
  /** Every connection was in use until the deadline. */
  | 'pool-exhausted'
  /** The server refused the statement: a bug or a missing right. */
  | 'refused';

export class MysqlError extends Error {
  override name = 'MysqlError';
  readonly failure: MysqlFailure;
  readonly statement: string;

  constructor(failure: MysqlFailure, statement: string, cause?: unknown) {
    const detail = cause instanceof Error ? `: ${cause.message}` : '';
    super(`${statement}: ${failure}${detail}`, { cause });
    this.failure = failure;
    this.statement = statement;
  }
}

const FAILURE_OF_CODE = new Map<string | number, MysqlFailure>([
  [1062, 'duplicate-key'],
  [1205, 'lock-wait-timeout'],
  [3572, 'lock-wait-timeout'],
  [1213, 'deadlock'],
  [1020, 'deadlock'],
  [1290, 'read-only'],
  [1792, 'read-only'],
  [1836, 'read-only'],
  [1040, 'unreachable'],
  [1053, 'unreachable'],
  [1203, 'unreachable'],
  [1317, 'unreachable'],
  [1927, 'unreachable'],
  [4031, 'unreachable'],
  ['PROTOCOL_SEQUENCE_TIMEOUT', 'timeout'],
  ['ETIMEDOUT', 'unreachable'],
]);

interface ServerError {
  code?: string;
  errno?: number;
  fatal?: boolean;
}

/** The failure that an error of the client library stands for. */
export function failureOf(error: unknown): MysqlFailure {
  const { code, errno, fatal } = (error ?? {}) as ServerError;
  const known = FAILURE_OF_CODE.get(errno ?? '') ?? FAILURE_OF_CODE.get(code ?? '');
  if (known) return known;
  const fromServer = errno !== undefined && errno >= 1000;
  return fatal === true || !fromServer ? 'unreachable' : 'refused';
}

/**
 * After these a server still speaks on the connection, and a COMMIT that got one did not commit.
 */
export function isAnswered(failure: MysqlFailure): boolean {
  return (
    failure === 'duplicate-key' ||
    failure === 'lock-wait-timeout' ||
    failure === 'deadlock' ||
    failure === 'read-only' ||
    failure === 'refused'
  );
}
