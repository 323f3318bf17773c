// What sync-worker does, for this service's tests: applies changes to one real cluster, and stops
// when a test wants the index to lag.
import { readFileSync } from 'node:fs';

import { accountKey, type Change__Output, msOf } from '@member-mesh/contracts';
import { connectElastic, type DocumentWrite, type Elastic } from '@member-mesh/driver-elastic';
import type { Message, Nats } from '@member-mesh/driver-nats';
import type { Stores } from '@member-mesh/harness';

import type { Cluster } from '../src/domain/bucket-state.ts';
import { contracts } from './record-peer.ts';

const keyword = { type: 'keyword' };
const long = { type: 'long' };
const flag = { type: 'boolean' };
const MEMBER = {
  ...{ member_id: keyword, member_no: long, version: long, status: keyword, phone: keyword },
  ...{ email: keyword, home_channel: keyword, platforms: keyword, level: { type: 'byte' } },
  ...{ create_time: long, update_time: long, set_aside: flag, encoded: { type: 'binary' } },
};
const ACCOUNT = {
  ...{ platform: keyword, account_id: keyword, member_id: keyword, version: long, set_aside: flag },
};

export class IndexWorker {
  readonly elastic: Elastic;
  readonly #cluster: Cluster;
  readonly #nats: Nats;
  readonly #ending = new AbortController();
  #consuming: Promise<void> = Promise.resolve();
  #gate: { opened: Promise<void>; open: () => void } | undefined;

  constructor(stores: Stores, nats: Nats, cluster: Cluster) {
    const env = stores.env('sync-worker');
    const url = env[`ELASTIC_${cluster.toUpperCase().replace('-', '_')}_URL`] ?? '';
    const password = readFileSync(env.ELASTIC_PASSWORD_FILE ?? '', 'utf8').trim();
    this.elastic = connectElastic({ url, user: env.ELASTIC_USER ?? '', password, name: 'test' });
    this.#cluster = cluster;
    this.#nats = nats;
  }

  /** Creates the indices, says that they serve, and begins to apply. */
  async start(): Promise<void> {
    for (const [table, properties] of [
      ['member', MEMBER],
      ['account', ACCOUNT],
    ] as const) {
      await this.elastic.createIndex(`${table}-000001`, {
        settings: { index: { number_of_replicas: 0, refresh_interval: '100ms' } },
        mappings: { dynamic: 'strict', _routing: { required: true }, properties },
        aliases: [table, `${table}-write`],
      });
    }
    await this.tell('serving');
    this.#consuming = this.#nats.consume(
      {
        ...{ stream: 'MEMBER_CHANGES', durable: `index-${this.#cluster}`, batchMax: 100 },
        ...{ ackWaitMs: 30_000, maxAckPending: 1_000, signal: this.#ending.signal },
      },
      async (batch) => {
        await this.#gate?.opened;
        await this.#apply(batch);
      },
    );
  }

  /** What the cluster's owner says of it. */
  async tell(state: 'serving' | 'missing'): Promise<void> {
    const bucket = await this.#nats.bucket('topology');
    await bucket.put(`index.${this.#cluster}`, Buffer.from(JSON.stringify({ state })));
  }

  /** From now on nothing is applied. */
  pause(): void {
    const { promise: opened, resolve: open } = Promise.withResolvers<void>();
    this.#gate = { opened, open };
  }

  resume(): void {
    this.#gate?.open();
    this.#gate = undefined;
  }

  async close(): Promise<void> {
    this.resume();
    this.#ending.abort();
    await this.#consuming;
    await this.elastic.close();
  }

  async #apply(batch: readonly Message[]): Promise<void> {
    const writes = batch.flatMap(({ payload }) =>
      contracts.messages.changeSet.decode(payload).changes.map(writeOf),
    );
    const outcomes = await this.elastic.bulk(writes);
    const bad = outcomes.find(({ kind }) => kind !== 'applied' && kind !== 'superseded');
    if (bad) throw new Error(`a change was not applied: ${JSON.stringify(bad)}`);
    for (const message of batch) message.ack();
  }
}

function writeOf({ member, account }: Change__Output): DocumentWrite {
  if (member) {
    const decoded = contracts.messages.member.decode(member.member);
    const { memberId, version } = member;
    const source = {
      ...{ member_id: memberId, member_no: memberId, version, status: decoded.status },
      ...(decoded.phone === '' ? {} : { phone: decoded.phone }),
      platforms: decoded.accounts.map((each) => each.account?.platform),
      level: decoded.level,
      create_time: msOf(decoded.createTime),
      update_time: msOf(decoded.updateTime),
      encoded: member.member.toString('base64'),
    };
    const place = { alias: 'member-write', id: memberId, routing: memberId, version };
    return { ...place, source: JSON.stringify(source) };
  }
  if (!account?.account) throw new Error('a change without a row');
  const { platform, accountId } = account.account;
  const id = accountKey(account.account);
  const { version, memberId } = account;
  const source = {
    ...{ platform, account_id: accountId, version },
    ...(memberId === '' ? {} : { member_id: memberId }),
  };
  const place = { alias: 'account-write', id, routing: id, version };
  return { ...place, source: JSON.stringify(source) };
}
