/**
 * What MariaDB and MySQL say differently. Everything the launcher does with a group is written
 * once, in words of this interface; no other file asks which server it talks to.
 */
import type { MysqlDialectName } from '../../state.ts';
import type { Tools } from '../../tools.ts';

export interface MysqlNode {
  readonly name: string;
  /** The address to listen on. */
  readonly host: string;
  readonly port: number;
  readonly group: number;
  readonly serverId: number;
  /** Data directory, with the socket in it; empty where an image has its own places. */
  readonly data: string;
  /** Own directory of temporary tables; empty where an image has its own. */
  readonly temporary: string;
  /**
   * Whether the server starts as what follows a primary; a primary keeps what it wrote and nobody
   * acknowledged.
   */
  readonly startsAsReplica: boolean;
  /** Whether the primary waits for this server. */
  readonly acknowledges: boolean;
}

export interface ReplicaStatus {
  /** Whether it was ever told whom to follow. */
  readonly configured: boolean;
  readonly sourcePort: number;
  readonly receiving: boolean;
  readonly applying: boolean;
  /** Last error of either thread, empty for none. */
  readonly error: string;
}

export interface Source {
  readonly host: string;
  readonly port: number;
  readonly password: string;
}

export interface TemplateCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** Statements that are part of initialising, for servers that take them from a file. */
  readonly firstStatements: readonly string[];
}

export interface MysqlDialect {
  readonly name: MysqlDialectName;
  serverProgram(tools: Tools): string;
  clientProgram(tools: Tools): string;
  /** Options with which the client logs in with a password over a plain connection. */
  readonly clientOverNetwork: readonly string[];
  /** Options of the server, one a line, for its option file. */
  options(node: MysqlNode): string[];
  /**
   * Makes a new data directory in which only the administrator of this machine account may log in.
   */
  initialise(tools: Tools, directory: string): TemplateCommand;
  /** Whom the server knows as its administrator in such a directory. */
  administrator(tools: Tools): string;
  /** Files of a new data directory that must not be the same in two of them. */
  readonly identityFiles: RegExp;
  /** Run once, as administrator, before any other account exists. */
  readonly accounts: AccountStatements;
  /** Tells a stopped replica whom to follow, and starts it. */
  follow(source: Source): string[];
  /** Lets a replica receive over a new connection; what it received is kept. */
  readonly reconnect: readonly string[];
  readonly startFollowing: string;
  readonly replicaStatusQuery: string;
  /** Reads the vertical answer (one "name: value" a line) to replicaStatusQuery. */
  replicaStatus(answer: string): ReplicaStatus;
  readonly waitForAcknowledgements: (on: boolean) => string;
  /** Answers with two columns, of which the second is the number of acknowledging replicas. */
  readonly acknowledgingReplicasQuery: string;
  /** Answers with what the primary has written, for `hasAppliedQuery`. */
  readonly writtenQuery: string;
  /** Waits on a replica until it has applied that much; first column 0 for yes. */
  hasAppliedQuery(written: string, timeoutSeconds: number): string;
}

export interface AccountStatements {
  /** Rights of the administrator of the schema beyond the schema. */
  readonly adminRights: string;
  /** Rights of the account that replicas log in with. */
  readonly replicationRights: string;
  /** How an account's password is given in CREATE USER. */
  identifiedBy(password: string): string;
}

/** Reads an answer in vertical form into names and values. */
export function verticalFields(answer: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of answer.split('\n')) {
    const colon = line.indexOf(': ');
    if (colon > 0) fields.set(line.slice(0, colon).trim(), line.slice(colon + 2).trim());
    else if (line.trimEnd().endsWith(':')) fields.set(line.trim().slice(0, -1), '');
  }
  return fields;
}

/**
 * Options that both dialects spell alike: durable, row-based, read-only until told otherwise, and
 * small.
 */
export function sharedOptions(node: MysqlNode): string[] {
  return [
    `port = ${node.port}`,
    `bind_address = ${node.host}`,
    // A server that starts removes every temporary table that it finds there, whoever's it is:
    // two servers with one directory crash each other.
    ...(node.temporary === '' ? [] : [`tmpdir = ${node.temporary}`]),
    ...(node.data === ''
      ? []
      : [`datadir = ${node.data}`, 'socket = mysql.sock', 'pid_file = mysql.pid']),
    `server_id = ${node.serverId}`,
    'skip_name_resolve = ON',
    'read_only = ON',
    'log_bin = binlog',
    'binlog_format = ROW',
    'sync_binlog = 1',
    'innodb_flush_log_at_trx_commit = 1',
    'sync_relay_log = 1',
    // A replica flushes its relay log after each event before it acknowledges, and rows of one
    // table and one statement share an event up to this size: 8 KiB unless told.
    'binlog_row_event_max_size = 1M',
    'relay_log = relay',
    'relay_log_recovery = OFF',
    'max_binlog_size = 64M',
    'binlog_expire_logs_seconds = 259200',
    'character_set_server = utf8mb4',
    'max_connections = 200',
    'performance_schema = OFF',
    'innodb_buffer_pool_size = 48M',
    'innodb_log_buffer_size = 4M',
    'key_buffer_size = 1M',
    'table_open_cache = 400',
    'table_definition_cache = 400',
    'thread_cache_size = 32',
  ];
}
