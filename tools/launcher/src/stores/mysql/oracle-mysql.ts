/** MySQL 8.4 and later: GTID sets, semi-sync as plugins. */
import { userInfo } from 'node:os';
import { delimiter, dirname } from 'node:path';
import { programPath } from '../../tools.ts';
import type { Tools } from '../../tools.ts';
import type { MysqlDialect, MysqlNode } from './dialect.ts';
import { sharedOptions, verticalFields } from './dialect.ts';
import { mysqlAdvice, requireMysqlServer } from './oracle-server.ts';

/** A thousand years: the wait for an acknowledgement has no "never". */
const foreverMs = 31_536_000_000_000;
/** Ten attempts are the default: a replica would stop looking for a primary that is away. */
const reconnectAttempts = 31_536_000;

function options(node: MysqlNode): string[] {
  const spelledOtherwise = ['binlog_format', 'relay_log_recovery'];
  const shared = sharedOptions(node).filter(
    (line) => !spelledOtherwise.includes(line.split(' ')[0] ?? ''),
  );
  return [
    ...shared,
    'mysqlx = OFF',
    // Packages name a folder of theirs, without which the server does not start.
    'secure_file_priv = NULL',
    'gtid_mode = ON',
    'enforce_gtid_consistency = ON',
    'log_replica_updates = ON',
    'skip_replica_start = ON',
    // A transaction is then one event beside its GTID, whatever it writes: a replica flushes its
    // relay log twice for it, not once for each table and more.
    'binlog_transaction_compression = ON',
    'replica_net_timeout = 5',
    'plugin_load_add = semisync_source.so;semisync_replica.so',
    'loose_rpl_semi_sync_source_wait_point = AFTER_SYNC',
    `loose_rpl_semi_sync_source_timeout = ${foreverMs}`,
    'loose_rpl_semi_sync_source_wait_no_replica = ON',
    `loose_rpl_semi_sync_replica_enabled = ${node.acknowledges ? 'ON' : 'OFF'}`,
    'innodb_redo_log_capacity = 64M',
    'innodb_flush_method = fsync',
    // Pages are written ahead at most at this pace, which is MariaDB's. MySQL takes 10,000 pages a
    // second for granted: eight servers on one disk then write each page again for nearly every
    // row that it gets.
    'innodb_io_capacity = 200',
    'innodb_io_capacity_max = 2000',
  ];
}

export const oracleMysql: MysqlDialect = {
  name: 'mysql',
  serverProgram: requireMysqlServer,
  clientProgram,
  clientOverNetwork: ['--get-server-public-key'],
  options,
  initialise: (tools, directory) => ({
    command: requireMysqlServer(tools),
    args: [
      '--no-defaults',
      '--initialize-insecure',
      `--datadir=${directory}`,
      '--secure-file-priv=NULL',
      '--innodb-redo-log-capacity=8M',
    ],
    firstStatements: [
      "INSTALL PLUGIN auth_socket SONAME 'auth_socket.so'",
      `ALTER USER 'root'@'localhost' IDENTIFIED WITH auth_socket AS '${userInfo().username}'`,
    ],
  }),
  administrator: () => 'root',
  // The server's name among its peers, and its keys and certificates: it makes new ones.
  identityFiles: /^auto\.cnf$|\.pem$/,
  accounts: {
    adminRights: 'REPLICATION CLIENT',
    replicationRights: 'REPLICATION SLAVE',
    identifiedBy: (password) => `IDENTIFIED WITH caching_sha2_password BY '${password}'`,
  },
  follow: (source) => [
    'STOP REPLICA',
    `CHANGE REPLICATION SOURCE TO SOURCE_HOST='${source.host}', SOURCE_PORT=${source.port}, SOURCE_USER='replication', ` +
      `SOURCE_PASSWORD='${source.password}', SOURCE_AUTO_POSITION=1, SOURCE_CONNECT_RETRY=1, ` +
      `SOURCE_RETRY_COUNT=${reconnectAttempts}, SOURCE_HEARTBEAT_PERIOD=1, GET_SOURCE_PUBLIC_KEY=1`,
    'START REPLICA',
  ],
  reconnect: ['STOP REPLICA IO_THREAD', 'START REPLICA IO_THREAD'],
  startFollowing: 'START REPLICA',
  replicaStatusQuery: 'SHOW REPLICA STATUS',
  replicaStatus: (answer) => {
    const fields = verticalFields(answer);
    return {
      configured: fields.has('Source_Host'),
      sourcePort: Number(fields.get('Source_Port') ?? 0),
      receiving: fields.get('Replica_IO_Running') === 'Yes',
      applying: fields.get('Replica_SQL_Running') === 'Yes',
      error: fields.get('Last_IO_Error') || fields.get('Last_SQL_Error') || '',
    };
  },
  waitForAcknowledgements: (on) => `SET GLOBAL rpl_semi_sync_source_enabled = ${on ? 'ON' : 'OFF'}`,
  acknowledgingReplicasQuery: "SHOW GLOBAL STATUS LIKE 'Rpl_semi_sync_source_clients'",
  // The client shows the line ends between the sets as two characters each.
  writtenQuery: "SELECT REPLACE(@@GLOBAL.gtid_executed, '\\n', '')",
  hasAppliedQuery: (written, timeoutSeconds) =>
    `SELECT WAIT_FOR_EXECUTED_GTID_SET('${written}', ${timeoutSeconds})`,
};

/** Looks beside the server first: MariaDB's client answers to the same name. */
function clientProgram(tools: Tools): string {
  const directory = dirname(requireMysqlServer(tools));
  const path = [`${directory}/../bin`, directory, tools.path].join(delimiter);
  return programPath({ ...tools, path }, ['mysql'], mysqlAdvice);
}
