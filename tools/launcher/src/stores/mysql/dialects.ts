/** The dialects by name. */
import type { MysqlDialectName } from '../../state.ts';
import type { MysqlDialect } from './dialect.ts';
import { mariadb } from './mariadb.ts';
import { oracleMysql } from './oracle-mysql.ts';

export function dialectOf(name: MysqlDialectName): MysqlDialect {
  return name === 'mysql' ? oracleMysql : mariadb;
}
