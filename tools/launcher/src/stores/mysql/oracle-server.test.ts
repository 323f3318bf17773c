// Which server is taken for MySQL: one that says so, wherever it lies.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findTools } from '../../tools.ts';
import { oracleMysql } from './oracle-mysql.ts';
import { isKnownMysql, mysqlServer, requireMysqlServer } from './oracle-server.ts';

const mysqlVersion = 'mysqld  Ver 9.7.4-2 for Linux on x86_64 ((Debian))';
const mariadbVersion = 'mysqld  Ver 10.11.19-MariaDB-0+deb12u1 for debian-linux-gnu on x86_64';

describe('a server that says', () => {
  it.each([
    [mysqlVersion, true],
    ['/usr/sbin/mysqld  Ver 8.4.0 for Linux on x86_64 (MySQL Community Server - GPL)', true],
    ['/usr/sbin/mysqld  Ver 8.0.36 for Linux on x86_64 (MySQL Community Server - GPL)', false],
    [mariadbVersion, false],
    ['', false],
  ])('"%s" is a MySQL that the mesh knows: %s', (version, expected) => {
    expect(isKnownMysql(version)).toBe(expected);
  });
});

describe('the MySQL server', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'member-mesh-mysql-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function program(path: string, version: string): string {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `#!/bin/sh\necho '${version}'\n`);
    chmodSync(file, 0o755);
    return file;
  }

  const tools = (mysqld?: string) =>
    findTools({ path: join(folder, 'path'), toolsDirectory: join(folder, 'tools'), mysqld });

  it('is the one that was named', () => {
    const named = program('named/mysqld', mysqlVersion);
    program('tools/mysql/bin/mysqld', mysqlVersion);
    expect(mysqlServer(tools(named))).toBe(named);
  });

  it('is not another one where the named one is none', () => {
    program('tools/mysql/bin/mysqld', mysqlVersion);
    const named = program('named/mysqld', mariadbVersion);
    expect(() => requireMysqlServer(tools(named))).toThrow(`${named} is no MySQL 8.4 or later`);
  });

  it('is the unpacked one before one on the PATH, with its own client', () => {
    program('path/mysqld', mysqlVersion);
    program('path/mysql', '');
    const unpacked = program('tools/mysql/bin/mysqld', mysqlVersion);
    const client = program('tools/mysql/bin/mysql', '');
    expect(mysqlServer(tools())).toBe(unpacked);
    expect(oracleMysql.clientProgram(tools())).toBe(client);
  });

  it('is one on the PATH, but not MariaDB under that name', () => {
    const onPath = program('path/mysqld', mysqlVersion);
    expect(mysqlServer(tools())).toBe(onPath);
    const mariadb = program('other/mysqld', mariadbVersion);
    expect(mysqlServer({ ...tools(), path: dirname(mariadb) })).toBeUndefined();
  });

  it('that is missing is told with the command that fetches it', () => {
    const nowhere = { ...tools(), path: join(folder, 'empty') };
    expect(() => requireMysqlServer(nowhere)).toThrow('this machine has no MySQL 8.4 or later');
    expect(mysqlServer({ ...nowhere, installed: false })).toBeUndefined();
  });
});
