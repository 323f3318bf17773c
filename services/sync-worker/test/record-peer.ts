// A system of record for the indexer's tests: rows in memory behind the real RecordService, over a
// real socket, which publishes into the real change stream what a test commits.
import {
  accountKey,
  type Change,
  type Contracts,
  loadContracts,
  timestampOf,
} from '@member-mesh/contracts';
import type { Nats } from '@member-mesh/driver-nats';
import { systemClock } from '@member-mesh/kernel';
import { Health, RpcServer, sha256Hex } from '@member-mesh/rpc';
import { createTelemetry } from '@member-mesh/telemetry';

export const contracts: Contracts = loadContracts();
export const workerToken = 'the token of the sync-worker';

const SHARDS = 1024;
const PUBLISH_TIMEOUT_MS = 5_000;
export const CHANGE_STREAM = 'MEMBER_CHANGES';

export interface MemberFields {
  email?: string;
  level?: number;
  displayName?: string;
  platforms?: string[];
}

export function memberIdOf(n: number): string {
  return ((BigInt(n) << 22n) | (BigInt(n % SHARDS) << 12n) | 1n).toString();
}

export function memberChange(n: number, version: number, fields: MemberFields = {}): Change {
  const memberId = memberIdOf(n);
  const accounts = (fields.platforms ?? ['wechat']).map((platform) => ({
    account: { platform, accountId: `person-${n}` },
    bindTime: timestampOf(1_700_000_000_000),
  }));
  const member = contracts.messages.member.encode({
    ...{ memberId, version, accounts },
    status: 'MEMBER_STATUS_ACTIVE',
    displayName: fields.displayName ?? `Person ${n}`,
    phone: `+86138${String(n).padStart(8, '0')}`,
    email: fields.email ?? `person-${n}@example.org`,
    level: fields.level ?? version % 10,
    homeChannel: 'wechat-mini',
    createTime: timestampOf(1_700_000_000_000),
    updateTime: timestampOf(1_700_000_000_000 + version),
  });
  return { member: { memberId, version, member } };
}

export function accountChange(n: number, version: number, memberId: string): Change {
  return {
    account: { account: { platform: 'wechat', accountId: `person-${n}` }, version, memberId },
  };
}

function versionOf(change: Change): number {
  return Number(change.member?.version ?? change.account?.version ?? 0);
}

function keyOf(change: Change): string {
  if (change.member) return `member:${change.member.memberId ?? ''}`;
  const { platform = '', accountId = '' } = change.account?.account ?? {};
  return `account:${accountKey({ platform, accountId })}`;
}

/** Any spread over the shards does here; the indexer asks for shards and knows nothing of keys. */
function shardOf(key: string): number {
  return parseInt(sha256Hex(key).slice(0, 4), 16) % SHARDS;
}

export class RecordPeer {
  readonly #nats: Nats;
  readonly #rows = new Map<string, Change>();
  #server: RpcServer | undefined;
  #serial = 0;
  #port = 0;
  /** How many pages were asked for. */
  scans = 0;
  /** Called before each page. */
  onScan: (shard: number) => Promise<void> = () => Promise.resolve();

  constructor(nats: Nats) {
    this.#nats = nats;
  }

  get target(): string {
    return `127.0.0.1:${this.#port}`;
  }

  get size(): number {
    return this.#rows.size;
  }

  async start(): Promise<void> {
    const telemetry = await createTelemetry({
      ...{ service: 'record-peer', name: 'record-peer', center: 'a', logLevel: 'silent' },
    });
    const server = new RpcServer({
      ...{ contracts, telemetry, clock: systemClock, health: new Health(), drainTimeoutMs: 500 },
      listen: { host: '127.0.0.1', port: 0 },
      peers: { 'sync-worker': [sha256Hex(workerToken)] },
    });
    server.serve(
      contracts.services.record,
      {
        ScanShard: (request) => this.#scan(request),
        CheckEmpty: () => Promise.resolve({ empty: this.#rows.size === 0 }),
        ReadMembers: (request) =>
          Promise.resolve({
            members: request.memberIds.flatMap((id) => {
              const row = this.#rows.get(`member:${id}`)?.member;
              return row ? [row] : [];
            }),
          }),
        ReadAccounts: (request) =>
          Promise.resolve({
            results: request.accounts.map((account) => {
              const row = this.#rows.get(`account:${accountKey(account)}`)?.account;
              return { account, version: row?.version ?? 0 };
            }),
          }),
        AwaitPublished: async () => ({
          streamSequence: (await this.#nats.streamState(CHANGE_STREAM))?.lastSequence ?? 0,
        }),
      },
      { allow: ['sync-worker'] },
    );
    this.#server = server;
    this.#port = (await server.start()).port;
  }

  async close(): Promise<void> {
    await this.#server?.drain();
  }

  clear(): void {
    this.#rows.clear();
    this.onScan = () => Promise.resolve();
  }

  /** Puts rows into the record without telling anybody. */
  put(changes: readonly Change[]): void {
    for (const change of changes) {
      const known = this.#rows.get(keyOf(change));
      if (!known || versionOf(known) < versionOf(change)) this.#rows.set(keyOf(change), change);
    }
  }

  /** Commits: into the record, then into the stream as one message. Answers its sequence. */
  async commit(changes: readonly Change[]): Promise<number> {
    this.put(changes);
    return this.publish(changes);
  }

  /** Publishes a message of the contract, whatever the record holds. */
  async publish(changes: readonly Change[]): Promise<number> {
    const commitTime = timestampOf(systemClock.nowMs());
    return this.publishBytes(
      contracts.messages.changeSet.encode({ commitTime, changes: [...changes] }),
    );
  }

  async publishBytes(payload: Buffer): Promise<number> {
    this.#serial += 1;
    const id = `${process.pid}-${this.#serial}`;
    const subject = `member.changes.${this.#serial % 2}`;
    const timeoutMs = PUBLISH_TIMEOUT_MS;
    return (await this.#nats.publish({ subject, payload, id, timeoutMs })).sequence;
  }

  /** The greatest version of each key, "member:…" and "account:…". */
  versions(): Map<string, number> {
    return new Map([...this.#rows].map(([key, change]) => [key, versionOf(change)]));
  }

  async #scan(request: {
    shard: number;
    pageToken: string;
    pageSize: number;
  }): Promise<{ rows: Change[]; nextPageToken: string }> {
    this.scans += 1;
    await this.onScan(request.shard);
    const keys = [...this.#rows.keys()]
      .filter((key) => shardOf(key) === request.shard && key > request.pageToken)
      .sort();
    const page = keys.slice(0, request.pageSize);
    const rows = page.flatMap((key) => {
      const row = this.#rows.get(key);
      return row ? [row] : [];
    });
    return { rows, nextPageToken: keys.length > page.length ? (page.at(-1) ?? '') : '' };
  }
}
