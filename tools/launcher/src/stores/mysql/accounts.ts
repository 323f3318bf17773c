/** The accounts of a group, made on its primary so that every replica has them. */
import type { MysqlDialect } from './dialect.ts';

export interface MysqlPasswords {
  readonly memberWrite: string;
  readonly memberAdmin: string;
  readonly replication: string;
}

/** Answers with 1 once everything below has been done: the last right that is granted. */
export const accountsMadeQuery =
  "SELECT COUNT(*) FROM mysql.user WHERE user = 'member_admin' AND Repl_client_priv = 'Y'";

export const database = 'member_mesh';

/** No account passes `read_only`; the one that serves members cannot change the schema. */
export function accountStatements(dialect: MysqlDialect, passwords: MysqlPasswords): string[] {
  const { identifiedBy, adminRights, replicationRights } = dialect.accounts;
  return [
    `CREATE DATABASE IF NOT EXISTS ${database} CHARACTER SET utf8mb4`,
    `CREATE USER IF NOT EXISTS 'replication'@'%' ${identifiedBy(passwords.replication)}`,
    `GRANT ${replicationRights} ON *.* TO 'replication'@'%'`,
    `CREATE USER IF NOT EXISTS 'member_write'@'%' ${identifiedBy(passwords.memberWrite)}`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ${database}.* TO 'member_write'@'%'`,
    `CREATE USER IF NOT EXISTS 'member_admin'@'%' ${identifiedBy(passwords.memberAdmin)}`,
    `GRANT ALL ON ${database}.* TO 'member_admin'@'%'`,
    `GRANT ${adminRights} ON *.* TO 'member_admin'@'%'`,
  ];
}
