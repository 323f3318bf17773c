// The part of ./mesh that gets MySQL: when it is asked to, and what it says when it cannot.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { repositoryRoot } from './tools.ts';

const timeoutMs = 10_000;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'member-mesh-fetch-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Puts a program first on the PATH. */
function program(name: string, script: string): string {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

/** Runs shell lines with all functions of ./mesh, whose last line, its start, is left out. */
function shell(lines: string, env: Record<string, string> = {}) {
  const functions = `source <(sed -e '/^main "/d' -e 's|^root=.*|root=${repositoryRoot}|' ./mesh)`;
  const { status, stdout, stderr } = spawnSync('bash', ['-c', `${functions}\n${lines}`], {
    cwd: repositoryRoot,
    encoding: 'utf8',
    env: { PATH: `${folder}:${process.env['PATH'] ?? ''}`, MESH_TOOLS_DIR: folder, ...env },
    timeout: timeoutMs,
  });
  return { status, stdout, stderr };
}

describe('MySQL is fetched', () => {
  it.each([
    ['up --mysql mysql', 'yes'],
    ['up --profile small --mysql=mysql', 'yes'],
    ['--mysql mysql up', 'yes'],
    ['up --mysql mariadb', 'no'],
    ['up', 'no'],
    ['test --mysql unit', 'yes'],
    ['test', 'no'],
    ['tools --mysql', 'yes'],
    ['tools', 'no'],
  ])('for "./mesh %s": %s', (words, expected) => {
    const asked = `uses_mysql $(command_name ${words}) ${words} && echo yes || echo no`;
    expect(shell(asked).stdout.trim()).toBe(expected);
  });

  it('not when a server on the PATH is MySQL 8.4 or later', () => {
    program(
      'mysqld',
      "echo 'mysqld  Ver 8.4.3 for Linux on x86_64 (MySQL Community Server - GPL)'",
    );
    expect(shell('mysql_is_there').status).toBe(0);
    program('mysqld', "echo 'mysqld  Ver 10.11.19-MariaDB for debian-linux-gnu'");
    expect(shell('mysql_is_there').status).toBe(1);
  });
});

describe('MySQL that cannot be had', () => {
  it('because another server was named is told so', () => {
    const named = program('other', "echo 'mysqld  Ver 10.11.19-MariaDB for debian-linux-gnu'");
    const { status, stderr } = shell('mysql_is_there', { MESH_MYSQLD: named });
    expect(status).toBe(1);
    expect(stderr).toContain(`${named}, named by MESH_MYSQLD, is no MySQL 8.4 or later`);
    expect(stderr).toContain('what to do: ');
  });

  it('because no package source is Debian, even after a look, is told with both ways out', () => {
    program('apt-get', 'true');
    program('sudo', 'true');
    const { status, stderr } = shell('fetch_mysql');
    expect(status).toBe(1);
    expect(stderr).toContain('name no Debian mirror');
    expect(stderr).toMatch(/MESH_DEBIAN_MIRROR, or install .* MESH_MYSQLD/);
  });

  it('because its packages do not come shows what apt said', () => {
    program('apt-get', 'echo the archive is away; exit 100');
    const { status, stderr } = shell('mysql_keyring=./mesh; fetch_mysql', {
      MESH_DEBIAN_MIRROR: 'file:/nowhere',
    });
    expect(status).toBe(1);
    expect(stderr).toContain('the archive is away');
    expect(stderr).toContain('see whether file:/nowhere has that suite');
  });
});
