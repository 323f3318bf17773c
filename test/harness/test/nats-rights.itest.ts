// What each service's account at NATS is for it can do, and nothing that is another's.
import { readFileSync } from 'node:fs';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Bucket, connectNats, Lease, type Nats } from '@member-mesh/driver-nats';
import { systemClock } from '@member-mesh/kernel';

import { startStores, type Stores } from '../src/index.ts';
import { type NatsLogin, refusedSubjects, type Subjects } from './nats-prober.ts';

const day = 24 * 3_600_000;
const value = Buffer.from('{}');
const complaints: unknown[] = [];
const logger = {
  info: (): void => undefined,
  warn: (fields: object): void => void complaints.push(fields),
};
const limits = { maxAgeMs: day, maxBytes: 1_000_000, duplicateWindowMs: 10_000 };

let stores: Stores;
const opened: Nats[] = [];

beforeAll(async () => {
  stores = await startStores({ nats: true });
});

afterAll(async () => {
  await Promise.all(opened.map((nats) => nats.close()));
  await stores.close();
});

function loginOf(user: string): NatsLogin {
  const password = readFileSync(stores.secretFile(`nats-${user}.password`), 'utf8').trim();
  return { address: stores.component('nats-1').address, user, password };
}

async function open(account: string): Promise<Nats> {
  const { address, user, password } = loginOf(account);
  const nats = await connectNats({ urls: [address], user, password, name: account, logger });
  opened.push(nats);
  await nats.whenConnected(AbortSignal.timeout(10_000));
  return nats;
}

/** The first batch of a consumer, acknowledged. */
async function consumeOnce(nats: Nats, durable: string): Promise<string[]> {
  const ending = new AbortController();
  const subjects: string[] = [];
  const options = { stream: 'MEMBER_CHANGES', durable, batchMax: 10, ackWaitMs: 5_000 };
  await nats.consume({ ...options, maxAckPending: 10, signal: ending.signal }, (batch) => {
    for (const message of batch) {
      subjects.push(message.subject);
      message.ack();
    }
    ending.abort();
    return Promise.resolve();
  });
  return subjects;
}

/** The keys that a watch of the bucket begins with. */
async function watchedKeys(bucket: Bucket, pattern: string): Promise<string[]> {
  const ending = new AbortController();
  const keys: string[] = [];
  const onCurrent = (): void => ending.abort();
  for await (const { key } of bucket.watch(pattern, { signal: ending.signal, onCurrent })) {
    keys.push(key);
  }
  return keys.sort();
}

async function publish(nats: Nats, subject: string): Promise<number> {
  return (await nats.publish({ subject, payload: value, id: subject, timeoutMs: 3_000 })).sequence;
}

describe('the account of', () => {
  let topology: Record<'write' | 'query' | 'sync', Bucket>;
  let clients: Record<'write' | 'query' | 'sync', Nats>;

  beforeAll(async () => {
    const [write, query, sync] = [
      await open('member_write'),
      await open('member_query'),
      await open('sync_worker'),
    ];
    clients = { write, query, sync };
    topology = {
      write: await write.bucket('topology', { history: 5 }),
      query: await query.bucket('topology'),
      sync: await sync.bucket('topology'),
    };
  });

  it('member-write makes its stream, changes it, publishes, and keeps the shard map', async () => {
    const { write } = clients;
    const stream = { name: 'MEMBER_CHANGES', subjects: ['member.changes.*'], ...limits };
    await write.ensureStream(stream);
    await write.ensureStream({ ...stream, maxBytes: 2_000_000 });
    expect(await publish(write, 'member.changes.0')).toBe(1);
    expect((await write.streamState('MEMBER_CHANGES'))?.messages).toBe(1);
    expect(await write.consumerProgress('MEMBER_CHANGES', 'index-order-a')).toBeUndefined();
    await topology.write.create('shards', value);
    expect((await topology.write.get('shards'))?.value).toEqual(value);
  });

  it('sync-worker applies changes, sets them aside, and keeps its keys and leases', async () => {
    const { sync } = clients;
    for (const cluster of ['order-a', 'order-b', 'marketing']) {
      expect(await consumeOnce(sync, `index-${cluster}`)).toEqual(['member.changes.0']);
      await topology.sync.create(`index.${cluster}`, value);
      await topology.sync.create(`index.applied.${cluster}`, value);
      const key = `lease.rebuild.${cluster}`;
      const lease = new Lease({
        ...{ bucket: topology.sync, key, owner: 'a', ttlMs: 5_000, clock: systemClock },
      });
      expect(await lease.acquire()).toBe(true);
      await lease.release();
    }
    await topology.sync.create('index.routes', value);
    await topology.sync.create('lease.routes', value);
    const from = { sequence: 1, subject: 'member.changes.>' };
    expect((await sync.messageFrom('MEMBER_CHANGES', from))?.sequence).toBe(1);
    const stream = { name: 'CHANGES_SET_ASIDE', subjects: ['changes.setaside.>'], ...limits };
    await sync.ensureStream(stream);
    await publish(sync, 'changes.setaside.order-a');
    expect(await sync.countMessages('CHANGES_SET_ASIDE', 'changes.setaside.order-a')).toBe(1);
    const signal = AbortSignal.timeout(10_000);
    const scanning = { stream: 'CHANGES_SET_ASIDE', subject: '>', fromSequence: 1, signal };
    const seen: string[] = [];
    for await (const { subject } of sync.scan(scanning)) seen.push(subject);
    expect(seen).toEqual(['changes.setaside.order-a']);
    expect(await sync.purge('CHANGES_SET_ASIDE', 'changes.setaside.order-a')).toBe(1);
  });

  it('member-query follows indices and changes, and leads by a lease', async () => {
    const { query } = clients;
    expect(await consumeOnce(query, 'cache-fence')).toEqual(['member.changes.0']);
    const progress = await query.consumerProgress('MEMBER_CHANGES', 'index-marketing');
    expect(progress).toMatchObject({ ackFloor: 1 });
    const indices = ['index.marketing', 'index.order-a', 'index.order-b'];
    expect(await watchedKeys(topology.query, 'index.*')).toEqual([...indices, 'index.routes']);
    const bucket = topology.query;
    const lease = { bucket, key: 'lease.cache', owner: 'a', ttlMs: 5_000, clock: systemClock };
    expect(await new Lease(lease).acquire()).toBe(true);
  });

  it('flow-control keeps the policy and its history', async () => {
    const bucket = await (await open('flow_control')).bucket('policy');
    await bucket.create('policy', value);
    await bucket.put('history.0000000000000001.rule', value);
    expect(await bucket.keys('history.>')).toEqual(['history.0000000000000001.rule']);
    await bucket.delete('history.0000000000000001.rule');
    expect(await watchedKeys(bucket, 'policy')).toEqual(['policy']);
  });

  it('each of them was refused nothing on the way', () => {
    expect(complaints).toEqual([]);
  });
});

/** What nobody but the administrator does. */
const nobodys: readonly string[] = [
  '$JS.API.STREAM.DELETE.MEMBER_CHANGES',
  '$JS.API.STREAM.PURGE.MEMBER_CHANGES',
  '$JS.API.STREAM.MSG.DELETE.MEMBER_CHANGES',
  '$JS.API.STREAM.DELETE.KV_topology',
  '$JS.API.STREAM.PURGE.KV_policy',
  '$JS.API.STREAM.UPDATE.KV_topology',
  '$JS.API.STREAM.CREATE.OTHER',
  '$JS.API.CONSUMER.CREATE.MEMBER_CHANGES',
  '$JS.API.CONSUMER.CREATE.MEMBER_CHANGES.another',
  '$JS.API.CONSUMER.DURABLE.CREATE.MEMBER_CHANGES.index-order-a',
  '$JS.API.CONSUMER.DELETE.MEMBER_CHANGES.index-order-a',
  '$JS.API.CONSUMER.DELETE.MEMBER_CHANGES.cache-fence',
  '$KV.topology.other',
  '$KV.topology.lease.other',
  '$SYS.REQ.SERVER.PING',
];

/** What belongs to one account. */
const owned: Readonly<Record<string, readonly string[]>> = {
  member_write: [
    'member.changes.0',
    '$KV.topology.shards',
    '$JS.API.STREAM.CREATE.MEMBER_CHANGES',
    '$JS.API.STREAM.UPDATE.MEMBER_CHANGES',
  ],
  member_query: [
    '$KV.topology.lease.cache',
    '$JS.API.CONSUMER.CREATE.MEMBER_CHANGES.cache-fence',
    '$JS.API.CONSUMER.MSG.NEXT.MEMBER_CHANGES.cache-fence',
    '$JS.ACK.MEMBER_CHANGES.cache-fence.1.1.1.1.0',
  ],
  sync_worker: [
    '$KV.topology.index.order-a',
    '$KV.topology.index.genesis',
    '$KV.topology.index.applied.marketing',
    '$KV.topology.lease.rebuild.order-b',
    '$KV.topology.lease.routes',
    '$KV.topology.index.routes',
    'changes.setaside.order-a',
    '$JS.API.CONSUMER.CREATE.MEMBER_CHANGES.index-order-a',
    '$JS.API.CONSUMER.MSG.NEXT.MEMBER_CHANGES.index-order-b',
    '$JS.ACK.MEMBER_CHANGES.index-marketing.1.1.1.1.0',
    '$JS.API.CONSUMER.CREATE.CHANGES_SET_ASIDE',
    '$JS.API.STREAM.PURGE.CHANGES_SET_ASIDE',
  ],
  flow_control: [
    '$KV.policy.policy',
    '$KV.policy.history.1.rule',
    '$KV.policy.quota.rule',
    '$KV.policy.lease.quota',
    '$JS.API.DIRECT.GET.KV_policy.$KV.policy.policy',
    '$JS.API.CONSUMER.CREATE.KV_policy',
  ],
};

describe.each(Object.keys(owned))('the account %s', (user) => {
  const foreign = Object.entries(owned).flatMap(([owner, subjects]) =>
    owner === user ? [] : subjects,
  );
  const others = Object.keys(owned).filter((owner) => owner !== user);
  const forbidden: Subjects = {
    publish: [...nobodys, ...foreign],
    subscribe: [
      ...['>', 'member.changes.>', '$KV.>', '_INBOX.>', '_INBOX.mesh_admin.>'],
      ...others.map((owner) => `_INBOX.${owner}.>`),
    ],
  };

  it('may do nothing that is nobody’s or another’s', async () => {
    const refused = await refusedSubjects(loginOf(user), forbidden);
    expect(refused.sort()).toEqual([...forbidden.publish, ...forbidden.subscribe].sort());
  });

  it('may do what is its own', async () => {
    const own = { publish: owned[user] ?? [], subscribe: [`_INBOX.${user}.a`] };
    expect(await refusedSubjects(loginOf(user), own)).toEqual([]);
  });
});
