// A system of record for this service's tests: rows in memory behind the real RecordService over a
// real socket. What a test commits is published to the real change stream when the test says so.
import {
  accountKey,
  type Change,
  type Contracts,
  loadContracts,
  timestampOf,
} from '@member-mesh/contracts';
import type { Nats } from '@member-mesh/driver-nats';
import { systemClock } from '@member-mesh/kernel';
import { Health, MeshError, RpcServer, sha256Hex } from '@member-mesh/rpc';
import { createTelemetry } from '@member-mesh/telemetry';

export const contracts: Contracts = loadContracts();
export const queryToken = 'the token of member-query';

const STREAM = 'MEMBER_CHANGES';

export interface MemberFields {
  phone?: string;
  level?: number;
  displayName?: string;
  accountIds?: readonly string[];
  quarantined?: boolean;
  createdMs?: number;
}

export interface AccountRowFields {
  version: number;
  memberId: string;
}

type MemberRow = {
  memberId: string;
  version: number;
  member: Buffer;
  accountIds: readonly string[];
  quarantined: boolean;
};

/** One row each; accounts are all of the platform "wechat". */
export function memberRow(memberId: string, version: number, fields: MemberFields = {}): MemberRow {
  const { accountIds = [], quarantined = false, createdMs = 1_700_000_000_000 } = fields;
  const member = contracts.messages.member.encode({
    ...{ memberId, version, level: fields.level ?? 0, phone: fields.phone ?? '' },
    status: 'MEMBER_STATUS_ACTIVE',
    displayName: fields.displayName ?? `Person ${memberId} at ${version}`,
    accounts: accountIds.map((accountId) => ({
      account: { platform: 'wechat', accountId },
      bindTime: timestampOf(1_700_000_000_000),
      quarantined,
    })),
    createTime: timestampOf(createdMs),
    updateTime: timestampOf(createdMs + version),
  });
  return { memberId, version, member, accountIds, quarantined };
}

export class RecordPeer {
  readonly members = new Map<string, MemberRow>();
  readonly accounts = new Map<string, AccountRowFields>();
  readonly #nats: Nats;
  #unpublished: Change[][] = [];
  #server: RpcServer | undefined;
  #port = 0;
  #serial = 0;
  /** While true every method fails as a record that is away does. */
  away = false;
  reads = 0;
  /** Awaited before a read is answered. */
  beforeAnswer: () => Promise<void> = () => Promise.resolve();

  constructor(nats: Nats) {
    this.#nats = nats;
  }

  get address(): { host: string; port: number } {
    return { host: '127.0.0.1', port: this.#port };
  }

  async start(): Promise<void> {
    const telemetry = await createTelemetry({
      ...{ service: 'record-peer', name: 'record-peer', center: 'a', logLevel: 'silent' },
    });
    await this.#nats.ensureStream({
      ...{ name: STREAM, subjects: ['member.changes.>'], maxAgeMs: 3_600_000 },
      ...{ maxBytes: 64 * 1024 * 1024, duplicateWindowMs: 120_000 },
    });
    const server = new RpcServer({
      ...{ contracts, telemetry, clock: systemClock, health: new Health(), drainTimeoutMs: 500 },
      listen: { host: '127.0.0.1', port: 0 },
      peers: { 'member-query': [sha256Hex(queryToken)] },
    });
    server.serve(
      contracts.services.record,
      {
        ReadMembers: ({ memberIds }) =>
          this.#read(() => ({ members: memberIds.flatMap((id) => this.members.get(id) ?? []) })),
        ReadAccounts: ({ accounts }) =>
          this.#read(() => ({
            results: accounts.map((account) => ({
              account,
              ...this.#resolve(accountKey(account)),
            })),
          })),
        AwaitPublished: async () => {
          this.#mustAnswer();
          await this.publish();
          const state = await this.#nats.streamState(STREAM);
          return { streamSequence: state?.lastSequence ?? 0 };
        },
      },
      { allow: ['member-query'] },
    );
    this.#server = server;
    this.#port = (await server.start()).port;
  }

  /** Commits rows in one transaction; they are not in the stream yet. */
  commit(rows: {
    members?: readonly MemberRow[];
    accounts?: Readonly<Record<string, AccountRowFields>>;
  }): void {
    const changes: Change[] = [];
    for (const row of rows.members ?? []) {
      this.members.set(row.memberId, row);
      changes.push({ member: row });
    }
    for (const [accountId, row] of Object.entries(rows.accounts ?? {})) {
      const account = { platform: 'wechat', accountId };
      this.accounts.set(accountKey(account), row);
      changes.push({ account: { account, ...row } });
    }
    this.#unpublished.push(changes);
  }

  /** Publishes what is committed. */
  async publish(): Promise<void> {
    for (let changes = this.#unpublished[0]; changes; changes = this.#unpublished[0]) {
      await this.#nats.publish({
        subject: 'member.changes.0',
        payload: contracts.messages.changeSet.encode({ commitTime: timestampOf(1), changes }),
        id: `test-${process.pid}-${this.#serial++}`,
        timeoutMs: 1_000,
      });
      this.#unpublished = this.#unpublished.filter((each) => each !== changes);
    }
  }

  async close(): Promise<void> {
    await this.#server?.drain();
  }

  #resolve(key: string) {
    const row = this.accounts.get(key);
    if (!row) return { version: 0, member: null, quarantined: false };
    const member = this.members.get(row.memberId);
    const lists = member?.accountIds.some((accountId) => `wechat:${accountId}` === key);
    const quarantined = lists === true && member?.quarantined === true;
    const shown = lists && !quarantined ? (member ?? null) : null;
    return { version: row.version, quarantined, member: shown };
  }

  async #read<T>(answer: () => T): Promise<T> {
    this.#mustAnswer();
    this.reads++;
    const answered = answer();
    await this.beforeAnswer();
    return answered;
  }

  #mustAnswer(): void {
    if (!this.away) return;
    const message = 'no primary can be reached';
    throw new MeshError({ kind: 'UNAVAILABLE', reason: 'RECORD_UNREACHABLE', message });
  }
}
