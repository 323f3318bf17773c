// MySQL and MariaDB: connections, transactions with deadlines, and failures that callers decide by.
export type { SemiSync, SessionLimits } from './dialect.ts';
export { MysqlError, type MysqlFailure } from './mysql-error.ts';
export {
  createMysqlNode,
  type Deadline,
  type MysqlNode,
  type MysqlNodeOptions,
  type MysqlTransaction,
  type StatementEvent,
} from './node.ts';
export { loadStatements, splitScript, type Statement, type StatementCall } from './statement.ts';
export type { Parameter, Result, Row } from './values.ts';
