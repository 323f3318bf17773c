// Brings a group's database to the schema of this version. Migrations are numbered files, applied
// once and in order under a lock that all processes of the service share.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

import {
  type Deadline,
  type MysqlNode,
  type MysqlTransaction,
  splitScript,
  type Statement,
} from '@member-mesh/driver-mysql';

interface Migration {
  version: number;
  name: string;
  /** Of the statements: comments may be reworded. */
  checksum: string;
  statements: readonly Statement[];
}

const DIRECTORY = new URL('./migrations/', import.meta.url);
const LOCK_NAME = 'member_mesh.schema';
const LOCK_WAIT_S = 20;

function loadMigrations(): Migration[] {
  const files = readdirSync(DIRECTORY).filter((file) => file.endsWith('.sql'));
  return files.sort().map((name) => {
    const script = readFileSync(new URL(name, DIRECTORY), 'utf8');
    const statements = splitScript(name, script);
    const hashed = statements.map(({ sql }) => sql).join(';');
    const checksum = createHash('sha256').update(hashed).digest('hex');
    return { version: Number.parseInt(name, 10), name, checksum, statements };
  });
}

/**
 * Applies what is missing, as an account that may change the schema, and names the group that the
 * server is to be. A server that has everything is not written to, so that a read-only one can be
 * checked too.
 * @throws Error when a migration that was applied differs from its file, or the server is another
 * group.
 */
export async function prepareSchema(
  node: MysqlNode,
  group: number,
  until: Deadline,
): Promise<void> {
  const migrations = loadMigrations();
  if (await isComplete(node, { migrations, group, until })) return;
  await node.transaction(until, async (tx) => {
    const lock = {
      name: 'lock-schema',
      sql: `SELECT GET_LOCK('${LOCK_NAME}', ${LOCK_WAIT_S}) AS got`,
    };
    const { rows } = await tx.run(lock);
    if (Number(rows[0]?.['got']) !== 1) throw new Error('another process is changing the schema');
    try {
      await migrate(tx, migrations);
      await tx.run(
        {
          name: 'name-group',
          sql: 'INSERT IGNORE INTO shard_group (id, group_number, epoch) VALUES (1, ?, 1)',
        },
        [group],
      );
    } finally {
      await tx.run({ name: 'unlock-schema', sql: `SELECT RELEASE_LOCK('${LOCK_NAME}')` });
    }
  });
  if (!(await isComplete(node, { migrations, group, until }))) {
    throw new Error(`the schema of group ${group} could not be completed`);
  }
}

interface Expected {
  migrations: readonly Migration[];
  group: number;
  until: Deadline;
}

async function isComplete(
  node: MysqlNode,
  { migrations, group, until }: Expected,
): Promise<boolean> {
  const tables = await node.run(
    {
      name: 'find-tables',
      sql: `SELECT table_name FROM information_schema.tables
        WHERE table_schema = DATABASE() AND table_name IN ('schema_migration', 'shard_group')`,
    },
    [],
    until,
  );
  if (tables.rows.length < 2) return false;
  const applied = await node.run(
    { name: 'read-migrations', sql: 'SELECT version, checksum FROM schema_migration' },
    [],
    until,
  );
  const checksums = new Map(
    applied.rows.map((row) => [Number(row['version']), String(row['checksum'])]),
  );
  for (const { version, checksum, name } of migrations) {
    const found = checksums.get(version);
    if (found !== undefined && found !== checksum) {
      throw new Error(`${name} was applied with another content: add a migration instead`);
    }
  }
  const named = await node.run(
    { name: 'read-group-number', sql: 'SELECT group_number FROM shard_group WHERE id = 1' },
    [],
    until,
  );
  const [row] = named.rows;
  if (row && Number(row['group_number']) !== group) {
    const told = `the server is group ${Number(row['group_number'])}`;
    throw new Error(`${told}, configured as group ${group}: check MYSQL_GROUPS`);
  }
  return row !== undefined && migrations.every(({ version }) => checksums.has(version));
}

async function migrate(tx: MysqlTransaction, migrations: readonly Migration[]): Promise<void> {
  await tx.run({
    name: 'create-migrations',
    sql: `CREATE TABLE IF NOT EXISTS schema_migration (
      version INT UNSIGNED NOT NULL PRIMARY KEY, name VARCHAR(128) NOT NULL, checksum CHAR(64) NOT NULL
    ) ENGINE = InnoDB`,
  });
  const { rows } = await tx.run({
    name: 'read-migrations',
    sql: 'SELECT version FROM schema_migration',
  });
  const applied = new Set(rows.map((row) => Number(row['version'])));
  for (const { version, name, checksum, statements } of migrations) {
    if (applied.has(version)) continue;
    for (const statement of statements) await tx.run(statement);
    const note = 'INSERT INTO schema_migration (version, name, checksum) VALUES (?, ?, ?)';
    await tx.run({ name: 'note-migration', sql: note }, [version, name, checksum]);
  }
}
