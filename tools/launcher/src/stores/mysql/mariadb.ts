/** MariaDB 10.11 and later: ordered GTID positions, semi-sync built in. */
import { userInfo } from 'node:os';
import { missingToolAdvice, programPath } from '../../tools.ts';
import type { Tools } from '../../tools.ts';
import type { MysqlDialect, MysqlNode } from './dialect.ts';
import { sharedOptions, verticalFields } from './dialect.ts';

/** A thousand years: the wait for an acknowledgement has no "never". */
const foreverMs = 31_536_000_000_000;

function options(node: MysqlNode): string[] {
  return [
    ...sharedOptions(node),
    'log_slave_updates = ON',
    'skip_slave_start = ON',
    'slave_net_timeout = 5',
    `gtid_domain_id = ${node.group}`,
    'gtid_strict_mode = ON',
    'rpl_semi_sync_master_wait_point = AFTER_SYNC',
    `rpl_semi_sync_master_timeout = ${foreverMs}`,
    'rpl_semi_sync_master_wait_no_slave = ON',
    `rpl_semi_sync_slave_enabled = ${node.acknowledges ? 'ON' : 'OFF'}`,
    // A server that follows drops what it logged and never committed; one that leads must keep it:
    // its last acknowledged commits may be in the log only.
    ...(node.startsAsReplica ? ['loose_init_rpl_role = SLAVE'] : []),
    'loose_innodb_snapshot_isolation = ON',
    'innodb_log_file_size = 32M',
    'aria_pagecache_buffer_size = 4M',
  ];
}

/**
 * The socket tells the server which account of the machine has come, and there is no other
 * administrator: whoever runs the launcher; in a container root.
 */
function administrator(tools: Tools): string {
  return tools.installed ? userInfo().username : 'root';
}

export const mariadb: MysqlDialect = {
  name: 'mariadb',
  serverProgram: (tools) => programPath(tools, ['mariadbd'], missingToolAdvice),
  clientProgram: (tools) => programPath(tools, ['mariadb'], missingToolAdvice),
  clientOverNetwork: [],
  options,
  initialise: (tools, directory) => ({
    command: programPath(tools, ['mariadb-install-db'], missingToolAdvice),
    args: [
      '--no-defaults',
      `--datadir=${directory}`,
      '--skip-test-db',
      '--skip-name-resolve',
      '--auth-root-authentication-method=socket',
      `--auth-root-socket-user=${administrator(tools)}`,
      '--innodb-log-file-size=32M',
    ],
    firstStatements: [],
  }),
  administrator,
  identityFiles: /^$/,
  accounts: {
    adminRights: 'BINLOG MONITOR, SLAVE MONITOR',
    replicationRights: 'REPLICATION SLAVE',
    identifiedBy: (password) => `IDENTIFIED BY '${password}'`,
  },
  follow: (source) => [
    'STOP SLAVE',
    `CHANGE MASTER TO MASTER_HOST='${source.host}', MASTER_PORT=${source.port}, MASTER_USER='replication', ` +
      `MASTER_PASSWORD='${source.password}', MASTER_USE_GTID=slave_pos, MASTER_CONNECT_RETRY=1, ` +
      'MASTER_HEARTBEAT_PERIOD=1',
    'START SLAVE',
  ],
  reconnect: ['STOP SLAVE IO_THREAD', 'START SLAVE IO_THREAD'],
  startFollowing: 'START SLAVE',
  replicaStatusQuery: 'SHOW SLAVE STATUS',
  replicaStatus: (answer) => {
    const fields = verticalFields(answer);
    return {
      configured: fields.has('Master_Host'),
      sourcePort: Number(fields.get('Master_Port') ?? 0),
      receiving: fields.get('Slave_IO_Running') === 'Yes',
      applying: fields.get('Slave_SQL_Running') === 'Yes',
      error: fields.get('Last_IO_Error') || fields.get('Last_SQL_Error') || '',
    };
  },
  waitForAcknowledgements: (on) => `SET GLOBAL rpl_semi_sync_master_enabled = ${on ? 'ON' : 'OFF'}`,
  acknowledgingReplicasQuery: "SHOW GLOBAL STATUS LIKE 'Rpl_semi_sync_master_clients'",
  writtenQuery: 'SELECT @@gtid_binlog_pos',
  hasAppliedQuery: (written, timeoutSeconds) =>
    `SELECT MASTER_GTID_WAIT('${written}', ${timeoutSeconds})`,
};
