/**
 * One suite, every database: what is tested on MariaDB is tested on MySQL, where it can be had.
 * Where it cannot, jest counts the tests as not run, and `./mesh test` tells their number.
 */
import { findTools, mysqlServer } from '@member-mesh/launcher';
import type { MysqlDialectName } from '@member-mesh/launcher';
import { backendOf } from './backend.ts';
import { readHarnessConfig } from './config.ts';
import type { HarnessConfig } from './config.ts';

const titles: Readonly<Record<MysqlDialectName, string>> = {
  mariadb: 'on MariaDB',
  mysql: 'on MySQL',
};

type Block = (title: string, suite: () => void) => void;

/** What of jest's `describe` is used here. */
interface Describe extends Block {
  skip: Block;
}

export interface DatabaseOptions {
  /** 'present': wherever there is a MySQL; 'asked': only in a run that was told to use it. */
  readonly mysql: 'present' | 'asked';
}

/** Describes the suite once for each database. */
export function describeOnEachDatabase(
  describe: Describe,
  options: DatabaseOptions,
  suite: (dialect: MysqlDialectName) => void,
): void {
  const config = readHarnessConfig();
  for (const dialect of ['mariadb', 'mysql'] as const) {
    const runs = dialect === 'mariadb' || runsOnMysql(config, options);
    const block = runs ? describe : describe.skip;
    block(titles[dialect], () => suite(dialect));
  }
}

/** A run that demands MySQL has its tests fail where there is none. */
export function runsOnMysql(config: HarnessConfig, options: DatabaseOptions): boolean {
  if (config.mysqlDemanded) return true;
  if (options.mysql === 'asked' || backendOf(config).kind !== 'processes') return false;
  return mysqlServer(findTools(config)) !== undefined;
}
