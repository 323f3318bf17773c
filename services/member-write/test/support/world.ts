// Two shard groups on a real database, a real NATS, a peer for the caches, and processes of
// member-write on them; with means to look at what the record holds.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { accountKey, loadContracts, parseAccount } from '@member-mesh/contracts';
import { createMysqlNode, type MysqlNode, type Row } from '@member-mesh/driver-mysql';
import { connectNats, type Nats } from '@member-mesh/driver-nats';
import { type Stores, startStores, until } from '@member-mesh/harness';
import { systemClock } from '@member-mesh/kernel';
import { sha256Hex } from '@member-mesh/rpc';
import { readFileSync } from 'node:fs';

import { shardOfAccount, shardOfRequest } from '../../src/domain/shard.ts';
import { CachePeer } from './cache-peer.ts';
import { WriteProcess } from './process.ts';

const CALLER = 'order-service';
export const contracts = loadContracts();

const TOKEN = 'the-token-of-the-tests';
const WAIT_MS = 60_000;

export interface AccountName {
  platform: string;
  accountId: string;
}

export class World {
  readonly stores: Stores;
  readonly caches: CachePeer;
  readonly nats: Nats;
  readonly directory: string;
  readonly #nodes: readonly MysqlNode[];
  readonly #environment: Record<string, string>;
  readonly #processes = new Set<WriteProcess>();
  #serial = 0;

  private constructor(parts: {
    stores: Stores;
    caches: CachePeer;
    nats: Nats;
    nodes: MysqlNode[];
    directory: string;
    environment: Record<string, string>;
  }) {
    this.stores = parts.stores;
    this.caches = parts.caches;
    this.nats = parts.nats;
    this.directory = parts.directory;
    this.#nodes = parts.nodes;
    this.#environment = parts.environment;
  }

  static async start(dialect: 'mariadb' | 'mysql' = 'mariadb'): Promise<World> {
    const directory = await mkdtemp(join(tmpdir(), 'member-write-'));
    const stores = await startStores({ mysql: 'primaries', dialect, nats: true });
    const caches = await CachePeer.start(contracts, TOKEN);
    const peers = { gateway: [sha256Hex(TOKEN)], meshctl: [sha256Hex(TOKEN)] };
    await writeFile(join(directory, 'token'), TOKEN);
    await writeFile(join(directory, 'peers.json'), JSON.stringify(peers));
    const environment: Record<string, string> = {
      ...stores.env('member-write'),
      MESH_CENTER: 'a',
      LOG_LEVEL: 'info',
      MESH_TOKEN_FILE: join(directory, 'token'),
      MESH_PEERS_FILE: join(directory, 'peers.json'),
      MEMBER_QUERY_TARGETS: caches.address,
    };
    const nats = await connectNats({
      urls: environment['NATS_URLS']!.split(','),
      user: 'mesh_admin',
      password: readFileSync(stores.secretFile('nats-mesh_admin.password'), 'utf8').trim(),
      ...{ name: 'test', logger: { info: () => undefined, warn: () => undefined } },
    });
    return new World({
      stores,
      caches,
      nats,
      nodes: openNodes(environment),
      directory,
      environment,
    });
  }

  /** Starts a process; `fault` such as "after-commit:kill". */
  async member(
    options: { fault?: string; environment?: Record<string, string> } = {},
  ): Promise<WriteProcess> {
    const fault: Record<string, string> = options.fault
      ? { MESH_FAULTS: 'on', MESH_FAULT_POINTS: options.fault }
      : {};
    const started = await WriteProcess.start({
      contracts,
      stores: this.stores,
      name: `member-write-${++this.#serial}`,
      directory: this.directory,
      environment: { ...this.#environment, ...fault, ...options.environment },
      gateway: { kind: 'gateway', token: TOKEN },
      operator: { kind: 'meshctl', token: TOKEN },
    });
    this.#processes.add(started);
    return started;
  }

  async close(): Promise<void> {
    for (const each of this.#processes) each.signal('SIGKILL');
    await Promise.all([...this.#processes].map((each) => each.ended()));
    for (const node of this.#nodes) node.close();
    await this.nats.close();
    await this.caches.close();
    await this.stores.close();
    await rm(this.directory, { recursive: true, force: true });
  }

  /** Runs a statement on a group's primary as the schema's owner. */
  async sql(group: number, sql: string): Promise<Row[]> {
    const until = { deadlineMs: systemClock.monotonicMs() + WAIT_MS };
    return (await this.#nodes[group]!.run({ name: 'test', sql }, [], until)).rows;
  }

  async sqlAll(sql: string): Promise<Row[]> {
    return (await Promise.all(this.#nodes.map((_node, group) => this.sql(group, sql)))).flat();
  }

  /** An account that nobody has, whose row lies in the group. */
  account(group: number): AccountName {
    for (;;) {
      const name = { platform: 'wechat', accountId: `o-${process.pid}-${++this.#serial}` };
      if (groupOf(shardOfAccount(parseAccount(name)!)) === group) return name;
    }
  }

  /** A request id that was never used, whose claim lies in the group. */
  requestId(group: number): string {
    for (;;) {
      const requestId = `r-${++this.#serial}`;
      if (groupOf(shardOfRequest(CALLER, requestId)) === group) return requestId;
    }
  }

  /**
   * What is wrong with who has what: accounts that two members list, accounts listed by a member
   * that their row does not name, rows that name a member that does not list them.
   */
  async contradictions(): Promise<string[]> {
    const listings = (await this.sqlAll('SELECT * FROM member_account')).map(
      (row) => [accountKey(nameOf(row)), String(row['member_id'])] as const,
    );
    const rows = (await this.sqlAll('SELECT * FROM account')).map(
      (row) => [accountKey(nameOf(row)), String(row['member_id'])] as const,
    );
    const named = new Map(rows);
    const listed = new Map(listings);
    return [
      ...listings.flatMap(([key, member]) =>
        listed.get(key) === member ? [] : [`${key} is listed by ${member} and ${listed.get(key)}`],
      ),
      ...listings.flatMap(([key, member]) =>
        named.get(key) === member ? [] : [`${key} is listed by ${member}, named ${named.get(key)}`],
      ),
      ...rows.flatMap(([key, member]) =>
        member === '0' || listed.get(key) === member ? [] : [`${key} is an orphan of ${member}`],
      ),
    ];
  }

  /** Unpublished outbox rows of both groups. */
  async unpublished(): Promise<number> {
    const rows = await this.sqlAll('SELECT COUNT(*) AS n FROM outbox WHERE stream_created = 0');
    return rows.reduce((sum, row) => sum + Number(row['n']), 0);
  }

  /** Waits for the relays to have left nothing to do. */
  async settled(): Promise<void> {
    await until('the outbox to be published', async () => (await this.unpublished()) === 0);
  }

  /** The greatest version of each key in the stream, with the member that an account names. */
  async streamed(): Promise<Map<string, { version: number; memberId: string }>> {
    const latest = new Map<string, { version: number; memberId: string }>();
    const scanning = this.nats.scan({
      ...{ stream: 'MEMBER_CHANGES', subject: 'member.changes.*', fromSequence: 1 },
      signal: AbortSignal.timeout(WAIT_MS),
    });
    for await (const message of scanning) {
      for (const change of contracts.messages.changeSet.decode(message.payload).changes) {
        const row = change.member ?? change.account!;
        const key = change.member
          ? `m:${change.member.memberId}`
          : `a:${accountKey(change.account!.account!)}`;
        const before = latest.get(key);
        if (before && before.version > row.version) continue;
        latest.set(key, { version: row.version, memberId: row.memberId });
      }
    }
    return latest;
  }

  /** The rows of the record by the names that the stream's keys have. */
  async recorded(): Promise<Map<string, { version: number; memberId: string }>> {
    const members = await this.sqlAll('SELECT member_id, version FROM member');
    const accounts = await this.sqlAll('SELECT * FROM account');
    const idOf = (value: unknown): string => (String(value) === '0' ? '' : String(value));
    return new Map([
      ...members.map(
        (row) =>
          [
            `m:${idOf(row['member_id'])}`,
            { version: Number(row['version']), memberId: idOf(row['member_id']) },
          ] as const,
      ),
      ...accounts.map(
        (row) =>
          [
            `a:${accountKey(nameOf(row))}`,
            { version: Number(row['version']), memberId: idOf(row['member_id']) },
          ] as const,
      ),
    ]);
  }
}

/** The even split of two groups. */
function groupOf(shard: number): number {
  return shard < 512 ? 0 : 1;
}

export { until };

export const callOptions = (
  timeoutMs = 8_000,
): { timeoutMs: number; metadata: Record<string, string> } => ({
  timeoutMs,
  metadata: { 'x-mesh-caller': CALLER },
});

function nameOf(row: Row): AccountName {
  return { platform: String(row['platform']), accountId: String(row['account_id']) };
}

function openNodes(environment: Record<string, string>): MysqlNode[] {
  const groups = JSON.parse(environment['MYSQL_GROUPS']!) as { nodes: string[] }[];
  const password = readFileSync(environment['MYSQL_ADMIN_PASSWORD_FILE']!, 'utf8').trim();
  return groups.map(({ nodes }) => {
    const [host, port] = nodes[0]!.split(':');
    return createMysqlNode({
      ...{ host: host!, port: Number(port), user: environment['MYSQL_ADMIN_USER']!, password },
      database: environment['MYSQL_DATABASE']!,
      ...{ connectionsMax: 4, waitersMax: 100, connectTimeoutMs: 2_000 },
      ...{ statementTimeoutMs: 10_000, commitTimeoutMs: 5_000, clock: systemClock },
      limits: { lockWaitMs: 2_000, idleTransactionMs: 60_000 },
    });
  });
}
