// What stores answer, read right.
import { describe, expect, it } from '@jest/globals';
import { withoutPasswords } from './mysql/client.ts';
import { verticalFields } from './mysql/dialect.ts';
import { mariadb } from './mysql/mariadb.ts';
import { oracleMysql } from './mysql/oracle-mysql.ts';
import { isServing } from './redis-cluster.ts';

const mariadbStatus = `*************************** 1. row ***************************
                   Master_Host: 127.0.0.1
                   Master_Port: 20001
              Slave_IO_Running: Yes
             Slave_SQL_Running: No
                 Last_IO_Error:
                Last_SQL_Error: Duplicate entry: '1'
`;

describe('the status of a replica', () => {
  it('is read from MariaDB', () => {
    expect(mariadb.replicaStatus(mariadbStatus)).toEqual({
      configured: true,
      sourcePort: 20_001,
      receiving: true,
      applying: false,
      error: "Duplicate entry: '1'",
    });
  });

  it('is read from MySQL', () => {
    const text = mariadbStatus.replaceAll('Master', 'Source').replaceAll('Slave', 'Replica');
    expect(oracleMysql.replicaStatus(text)).toMatchObject({ configured: true, receiving: true });
  });

  it('of a server that follows nobody says so', () => {
    expect(mariadb.replicaStatus('')).toMatchObject({ configured: false, receiving: false });
  });

  it('keeps values with colons and blanks whole', () => {
    expect(verticalFields('  A: b: c d\n  E:\n').get('A')).toBe('b: c d');
  });
});

describe('an error text', () => {
  it('shows no password', () => {
    const text = "near 'MASTER_PASSWORD='abc', x' IDENTIFIED BY 'def'";
    expect(withoutPasswords(text)).not.toMatch(/abc|def/);
    const withPlugin = `CREATE USER 'x'@'%' ${oracleMysql.accounts.identifiedBy('ghi')}`;
    expect(withoutPasswords(withPlugin)).not.toContain('ghi');
  });
});

describe('a Redis cluster', () => {
  const whole = 'cluster_state:ok\r\ncluster_slots_ok:16384\r\ncluster_known_nodes:3\r\n';

  it.each([
    [whole, true],
    [whole.replace('ok\r', 'fail\r'), false],
    [whole.replace('16384', '10922'), false],
    [whole.replace('nodes:3', 'nodes:2'), false],
  ])('serves when it is whole: %j', (answer, expected) => {
    expect(isServing(answer, 3)).toBe(expected);
  });
});
