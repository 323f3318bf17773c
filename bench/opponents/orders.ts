// What an opponent's process is told when it starts, and what it says when it serves.

export type ToOpponent =
  | { role: 'echo'; members: Buffer[] }
  | { role: 'proxy-front'; back: string }
  | { role: 'proxy-back'; redis: RedisAccess; members: Buffer[] }
  | { role: 'index-proxy-back'; elastic: ElasticAccess };

export interface RedisAccess {
  /** host:port */
  nodes: string[];
  username: string;
  password: string;
}

export interface ElasticAccess {
  url: string;
  username: string;
  password: string;
}

export interface FromOpponent {
  address: string;
}

export interface MysqlAccess {
  /** host:port of each primary. */
  nodes: string[];
  user: string;
  password: string;
  database: string;
  /** To each of them. */
  connections: number;
}

export interface PlainTransaction {
  /** Says which primary. */
  shard: number;
  statements: { sql: string; values: unknown[] }[];
}

/** The access comes once, before anything else. */
export type ToWriter = MysqlAccess | { transactions: PlainTransaction[]; atOnce: number };
export type FromWriter = { elapsedMs: number } | { problem: string };

/** Where the proxy's members are: in one slot, so that one command reads a batch. */
export function proxyKey(memberId: string): string {
  return `{bench}:${memberId}`;
}
