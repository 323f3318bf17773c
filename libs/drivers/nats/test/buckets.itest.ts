// Buckets, watches and leases on a real server, through its faults.
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  jest,
} from '@jest/globals';

import { systemClock, type Clock } from '@member-mesh/kernel';

import {
  BucketConflict,
  connectNats,
  Lease,
  NatsUnavailable,
  type Bucket,
  type BucketChange,
  type Nats,
} from '../src/index.ts';
import { type NatsServer, silentLogger, startNatsServer, until, user } from './nats-server.ts';

jest.setTimeout(60_000);

let server: NatsServer;
let nats: Nats;
let bucket: Bucket;
let serial = 0;
let ending: AbortController;
const running: Promise<void>[] = [];

const bytes = (text: string): Buffer => Buffer.from(text);

beforeAll(async () => {
  server = await startNatsServer();
});
afterAll(async () => {
  await server.close();
});
beforeEach(async () => {
  ending = new AbortController();
  nats = await connectNats({
    urls: [server.url],
    user,
    password: server.password,
    name: 'test',
    logger: silentLogger,
  });
  await nats.whenConnected(AbortSignal.timeout(10_000));
  serial += 1;
  bucket = await nats.bucket(`bucket-${serial}`, { history: 5 });
});
afterEach(async () => {
  ending.abort();
  await Promise.all(running.splice(0));
  await nats.close();
});

async function restart(between: () => Promise<void> = () => Promise.resolve()): Promise<void> {
  await server.handle.kill();
  await between();
  await until('the loss', () => !nats.connected());
  await server.handle.start();
  await until('the return', () => nats.connected());
}

/** JetStream answers a moment later than the server accepts connections. */
async function put(key: string, text: string): Promise<void> {
  await until('a put', () =>
    bucket.put(key, bytes(text)).then(
      () => true,
      () => false,
    ),
  );
}

describe('a bucket', () => {
  it('creates a key once, updates it only at the revision that was read, and deletes it', async () => {
    expect(await bucket.get('key')).toBeUndefined();
    const first = await bucket.create('key', bytes('one'));
    await expect(bucket.create('key', bytes('other'))).rejects.toBeInstanceOf(BucketConflict);
    const second = await bucket.update('key', bytes('two'), first);
    await expect(bucket.update('key', bytes('other'), first)).rejects.toBeInstanceOf(
      BucketConflict,
    );
    const entry = await bucket.get('key');
    expect(entry?.value.toString()).toBe('two');
    expect(entry?.revision).toBe(second);
    await expect(bucket.delete('key', first)).rejects.toBeInstanceOf(BucketConflict);
    await bucket.delete('key', second);
    expect(await bucket.get('key')).toBeUndefined();
    expect(await bucket.create('key', bytes('again'))).toBeGreaterThan(second);
  });

  it('lets one of many concurrent updates of a revision win', async () => {
    const revision = await bucket.create('key', bytes('0'));
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) => bucket.update('key', bytes(String(n)), revision)),
    );
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
  });

  it('keeps the history and lists the keys of a pattern', async () => {
    await bucket.put('a.one', bytes('1'));
    await bucket.put('a.one', bytes('2'));
    await bucket.put('a.two', bytes('1'));
    await bucket.put('b', bytes('1'));
    await bucket.delete('b');
    const history = await bucket.history('a.one');
    expect(history.map((change) => change.value?.toString())).toEqual(['1', '2']);
    expect(await bucket.keys()).toEqual(['a.one', 'a.two']);
    expect(await bucket.keys('a.*')).toEqual(['a.one', 'a.two']);
    expect(await bucket.keys('c.*')).toEqual([]);
  });

  it('is made anew when the server lost it', async () => {
    await bucket.put('key', bytes('1'));
    await restart(() => server.handle.wipe());
    await put('key', '2');
    expect((await bucket.get('key'))?.value.toString()).toBe('2');
  });

  it('fails at once while there is no server', async () => {
    await server.handle.kill();
    await until('the loss', () => !nats.connected());
    const startMs = systemClock.monotonicMs();
    await expect(bucket.get('key')).rejects.toBeInstanceOf(NatsUnavailable);
    expect(systemClock.monotonicMs() - startMs).toBeLessThan(100);
    await server.handle.start();
    await until('the return', () => nats.connected());
  });
});

function follow(pattern: string, onCurrent?: () => void): BucketChange[] {
  const seen: BucketChange[] = [];
  const watch = async (): Promise<void> => {
    const options = { signal: ending.signal, onCurrent };
    for await (const change of bucket.watch(pattern, options)) seen.push(change);
  };
  running.push(watch());
  return seen;
}

const texts = (changes: BucketChange[]): string[] =>
  changes.map(({ key, value }) => `${key}=${value?.toString() ?? '-'}`);

describe('a watch', () => {
  it('tells what is there, says so, and then tells every change', async () => {
    await bucket.put('k.a', bytes('1'));
    await bucket.put('other', bytes('1'));
    let current = 0;
    const seen = follow('k.*', () => {
      expect(texts(seen)).toEqual(['k.a=1']);
      current += 1;
    });
    await until('the start', () => current === 1);
    await bucket.put('k.b', bytes('2'));
    await bucket.delete('k.a');
    await until('the changes', () => seen.length === 3);
    expect(texts(seen)).toEqual(['k.a=1', 'k.b=2', 'k.a=-']);
  });

  it('says that it is current also when nothing is there', async () => {
    let current = 0;
    follow('nothing.*', () => (current += 1));
    await until('the start', () => current === 1);
  });

  it('goes on after the server was killed, repeating nothing', async () => {
    await bucket.put('a', bytes('1'));
    await bucket.put('b', bytes('1'));
    const seen = follow('>');
    await until('the start', () => seen.length === 2);
    await restart();
    await put('a', '2');
    await until('the change', () => texts(seen).includes('a=2'));
    await put('c', '1');
    await until('the next', () => texts(seen).includes('c=1'));
    expect(new Set(texts(seen))).toEqual(new Set(['a=1', 'b=1', 'a=2', 'c=1']));
    expect(texts(seen).filter((text) => text === 'b=1')).toHaveLength(1);
  });

  it('tells that keys are gone when the server lost the bucket', async () => {
    await bucket.put('a', bytes('1'));
    await bucket.put('b', bytes('1'));
    const seen = follow('>');
    await until('the start', () => seen.length === 2);
    await restart(() => server.handle.wipe());
    await put('a', 'new');
    await until('the news', () => {
      const last = (key: string) => texts(seen).findLast((text) => text.startsWith(`${key}=`));
      return last('a') === 'a=new' && last('b') === 'b=-';
    });
  });
});

class HandClock implements Clock {
  #nowMs = 1_000;
  nowMs(): number {
    return this.#nowMs;
  }
  monotonicMs(): number {
    return this.#nowMs;
  }
  pass(ms: number): void {
    this.#nowMs += ms;
  }
}

describe('a lease', () => {
  const ttlMs = 3_000;
  const leaseOf = (owner: string, clock: Clock): Lease =>
    new Lease({ bucket, key: 'lease', owner, ttlMs, clock });

  it('is held by one, and taken over only after it stood still for a whole term', async () => {
    const clock = new HandClock();
    const a = leaseOf('a', clock);
    const b = leaseOf('b', clock);
    expect(await a.acquire()).toBe(true);
    expect(await b.acquire()).toBe(false);
    expect(b.holder()).toBe('a');
    clock.pass(2_000);
    expect(await a.acquire()).toBe(true);
    clock.pass(2_000);
    expect(await b.acquire()).toBe(false);
    clock.pass(2_999);
    expect(a.held()).toBe(false);
    expect(await b.acquire()).toBe(false);
    clock.pass(1);
    expect(await b.acquire()).toBe(true);
    expect(await a.acquire()).toBe(false);
    expect(a.held()).toBe(false);
  });

  it('is free at once when it is given back', async () => {
    const clock = new HandClock();
    const a = leaseOf('a', clock);
    const b = leaseOf('b', clock);
    expect(await a.acquire()).toBe(true);
    await a.release();
    expect(a.held()).toBe(false);
    expect(await b.acquire()).toBe(true);
  });

  it('never has two holders while many contend', async () => {
    const clocks = Array.from({ length: 5 }, () => new HandClock());
    const leases = clocks.map((clock, n) => leaseOf(`owner-${n}`, clock));
    for (let round = 0; round < 40; round++) {
      await Promise.all(leases.map((lease) => lease.acquire()));
      expect(leases.filter((lease) => lease.held()).length).toBeLessThanOrEqual(1);
      for (const clock of clocks) clock.pass(round % 10 === 9 ? ttlMs : 500);
    }
  });

  it('is kept by renewing, and given back at the end', async () => {
    const stopping = new AbortController();
    const kept = new Lease({ bucket, key: 'lease', owner: 'a', ttlMs: 300, clock: systemClock });
    const keeping = kept.keep(stopping.signal, () => undefined);
    await until('held', () => kept.held());
    const rival = new Lease({ bucket, key: 'lease', owner: 'b', ttlMs: 300, clock: systemClock });
    const untilMs = systemClock.monotonicMs() + 1_000;
    while (systemClock.monotonicMs() < untilMs) expect(await rival.acquire()).toBe(false);
    stopping.abort();
    await keeping;
    expect(await rival.acquire()).toBe(true);
  });
});
