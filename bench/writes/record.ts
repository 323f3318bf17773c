// The record's servers as the benchmark reaches them: copies of the tables for the plain inserts,
// and a look at what both sides left.
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';

import type { TestMesh } from '@member-mesh/harness';
import { createConnection, type RowDataPacket } from 'mysql2/promise';

import type { MysqlAccess } from '../opponents/orders.ts';
import { plainTable, TABLES } from './plain-rows.ts';

/** Connections to each server: as many as member-write may have. */
const CONNECTIONS = 16;

export function accessOf(mesh: TestMesh, who: 'MYSQL' | 'MYSQL_ADMIN'): MysqlAccess {
  const environment = mesh.env('member-write-a');
  const groups = JSON.parse(environment['MYSQL_GROUPS'] ?? '[]') as { nodes: string[] }[];
  return {
    nodes: groups.map(({ nodes }) => nodes[0] ?? ''),
    user: environment[`${who}_USER`] ?? '',
    password: readFileSync(environment[`${who}_PASSWORD_FILE`] ?? '', 'utf8').trim(),
    database: environment['MYSQL_DATABASE'] ?? '',
    connections: CONNECTIONS,
  };
}

async function query(access: MysqlAccess, sql: string, values: unknown[] = []) {
  const answers: RowDataPacket[] = [];
  const { nodes, user, password, database } = access;
  for (const node of nodes) {
    const [host = '', port] = node.split(':');
    const connection = await createConnection({
      ...{ host, port: Number(port), user, password, database },
      supportBigNumbers: true,
      bigNumberStrings: true,
    });
    try {
      const [rows] = await connection.query<RowDataPacket[]>(sql, values);
      if (Array.isArray(rows)) answers.push(...rows);
    } finally {
      await connection.end();
    }
  }
  return answers;
}

/** Empty tables of the same definition, on every primary. */
export async function createPlainTables(admin: MysqlAccess): Promise<void> {
  for (const table of TABLES) {
    await query(admin, `DROP TABLE IF EXISTS ${plainTable(table)}`);
    await query(admin, `CREATE TABLE ${plainTable(table)} LIKE ${table}`);
  }
}

/** What is not the same in two writings of the same member. */
const OWN =
  /^(?:shard|member_id|version|version_before|request_id|body_hash|answer|.*_time|changes)$/;

/** Fails unless both members have the same rows with the same content. */
export async function expectSameRows(
  access: MysqlAccess,
  ours: string,
  plain: string,
): Promise<void> {
  for (const table of ['member', 'member_account', 'account', 'history']) {
    const select = (from: string): string => `SELECT * FROM ${from} WHERE member_id = ?`;
    const a = await query(access, select(table), [ours]);
    const b = await query(access, select(plainTable(table)), [plain]);
    const content = (rows: RowDataPacket[]): unknown[] =>
      rows.map((row) => Object.entries(row).filter(([column]) => !OWN.test(column)));
    if (a.length === 1 && isDeepStrictEqual(content(a), content(b))) continue;
    throw new Error(`the plain inserts leave other rows in ${table} than the mesh`);
  }
}
