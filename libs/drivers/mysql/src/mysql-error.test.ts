import { describe, expect, it } from '@jest/globals';

import { dialectOf, mariadb, mysql } from './dialect.ts';
import { failureOf, isAnswered } from './mysql-error.ts';
import { splitScript } from './statement.ts';

describe('an error of the server or of the connection', () => {
  it.each([
    [{ errno: 1062, code: 'ER_DUP_ENTRY' }, 'duplicate-key', true],
    [{ errno: 1205 }, 'lock-wait-timeout', true],
    [{ errno: 3572 }, 'lock-wait-timeout', true],
    [{ errno: 1213 }, 'deadlock', true],
    [{ errno: 1290 }, 'read-only', true],
    [{ errno: 1146 }, 'refused', true],
    [{ errno: 1053 }, 'unreachable', false],
    [{ errno: 1927 }, 'unreachable', false],
    [{ code: 'PROTOCOL_CONNECTION_LOST', fatal: true }, 'unreachable', false],
    [{ code: 'ECONNREFUSED', errno: -111, fatal: true }, 'unreachable', false],
    [{ code: 'PROTOCOL_SEQUENCE_TIMEOUT', fatal: true }, 'timeout', false],
    [new Error('anything'), 'unreachable', false],
    [undefined, 'unreachable', false],
  ])('%j is %s', (error, failure, answered) => {
    expect(failureOf(error)).toBe(failure);
    expect(isAnswered(failureOf(error))).toBe(answered);
  });
});

describe('a dialect', () => {
  it.each([
    ['10.11.19-MariaDB-0+deb12u1-log', mariadb],
    ['9.7.1', mysql],
    ['8.4.5-commercial', mysql],
  ])('is told by the version %s', (version, dialect) => {
    expect(dialectOf(version)).toBe(dialect);
  });

  it('reads whether commits wait for replicas', () => {
    const row = (name: string, value: string) => ({ Variable_name: name, Value: value });
    const rows = [
      row('Rpl_semi_sync_master_status', 'ON'),
      row('Rpl_semi_sync_master_clients', '2'),
    ];
    expect(mariadb.semiSyncOf(rows)).toEqual({ on: true, replicas: 2 });
    expect(mysql.semiSyncOf([])).toEqual({ on: false, replicas: 0 });
  });

  it('asks for whole seconds, one at least', () => {
    const settings = mariadb.sessionSettings({ lockWaitMs: 200, idleTransactionMs: 1_500 });
    expect(settings).toContain('SET SESSION innodb_lock_wait_timeout = 1');
    expect(settings).toContain('SET SESSION idle_transaction_timeout = 2');
  });
});

describe('a script', () => {
  it('is split into its statements, without comments', () => {
    const script = '-- a; comment\nCREATE TABLE a (b INT);\n\n-- more\nDROP TABLE a;\n';
    expect(splitScript('s', script).map(({ sql }) => sql)).toEqual([
      'CREATE TABLE a (b INT)',
      'DROP TABLE a',
    ]);
  });
});
