// Streams and durable consumers on a real server, through its faults.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
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

import { sleep, systemClock } from '@member-mesh/kernel';

import { connectNats, type Message, type Nats, NatsUnavailable, NotStored } from '../src/index.ts';
import { type NatsServer, silentLogger, startNatsServer, until, user } from './nats-server.ts';

jest.setTimeout(60_000);

const HOUR_MS = 3_600_000;
const LONGER_THAN_A_PULL_MS = 8_000;

let server: NatsServer;
let nats: Nats;
let stream = 'S0';
let serial = 0;
let ending: AbortController;
const running: Promise<void>[] = [];

async function open(): Promise<Nats> {
  const opened = await connectNats({
    urls: [server.url],
    user,
    password: server.password,
    name: 'test',
    logger: silentLogger,
  });
  await opened.whenConnected(AbortSignal.timeout(10_000));
  return opened;
}

function publish(id: string, kind = 'a'): ReturnType<Nats['publish']> {
  const payload = Buffer.from(id);
  return nats.publish({
    subject: `${stream}.${kind}`,
    payload,
    id,
    headers: { traceparent: `trace-${id}` },
    timeoutMs: 2_000,
  });
}

function consume(
  handler: (batch: Message[]) => Promise<void>,
  options: { batchMax?: number; ackWaitMs?: number; signal?: AbortSignal; through?: Nats } = {},
): void {
  const signal = options.signal ?? ending.signal;
  const { batchMax = 100, ackWaitMs = 5_000 } = options;
  const settings = { stream, durable: 'd', batchMax, ackWaitMs, maxAckPending: 1_000, signal };
  running.push((options.through ?? nats).consume(settings, handler));
}

async function floorReaches(sequence: number): Promise<void> {
  await until(
    `ack floor ${sequence}`,
    async () => ((await nats.consumerProgress(stream, 'd'))?.ackFloor ?? 0) >= sequence,
  );
}

beforeAll(async () => {
  server = await startNatsServer();
});
afterAll(async () => {
  await server.close();
});
beforeEach(async () => {
  ending = new AbortController();
  nats = await open();
  serial += 1;
  stream = `S${serial}`;
  await nats.ensureStream({
    name: stream,
    subjects: [`${stream}.>`],
    maxAgeMs: 3_600_000,
    maxBytes: 100_000_000,
    duplicateWindowMs: 120_000,
  });
});
afterEach(async () => {
  ending.abort();
  await Promise.all(running.splice(0));
  await nats.close();
});

describe('a stream', () => {
  it('gives sequences, drops a repeated id and says that it did', async () => {
    expect(await publish('one')).toEqual({ sequence: 1, duplicate: false });
    expect(await publish('two')).toEqual({ sequence: 2, duplicate: false });
    expect(await publish('one')).toEqual({ sequence: 1, duplicate: true });
    const state = await nats.streamState(stream);
    expect(state).toMatchObject({ firstSequence: 1, lastSequence: 2, messages: 2 });
    expect(Math.abs(Date.now() - (state?.createdMs ?? 0))).toBeLessThan(60_000);
  });

  it('is adopted with new limits when it is there already', async () => {
    await publish('kept');
    const options = { name: stream, subjects: [`${stream}.>`], maxBytes: 5_000_000 };
    await nats.ensureStream({ ...options, maxAgeMs: 7_200_000, duplicateWindowMs: 60_000 });
    expect(await nats.streamState(stream)).toMatchObject({ messages: 1, maxAgeMs: 7_200_000 });
  });

  it('that is told to refuse when full keeps what it has, and takes more once it is purged', async () => {
    const options = { name: stream, subjects: [`${stream}.>`], maxBytes: 2_000, maxAgeMs: 0 };
    const refusing = { ...options, duplicateWindowMs: 60_000, whenFull: 'refuse' as const };
    await nats.ensureStream(refusing);
    const send = (id: string) =>
      nats.publish({ subject: `${stream}.a`, payload: Buffer.alloc(900), id, timeoutMs: 5_000 });
    await send('1');
    await send('2');
    await expect(send('3')).rejects.toThrow(NotStored);
    const state = await nats.streamState(stream);
    expect(state).toMatchObject({ firstSequence: 1, messages: 2, maxBytes: 2_000, maxAgeMs: 0 });
    expect(await nats.purge(stream, `${stream}.a`)).toBe(2);
    expect((await send('3')).duplicate).toBe(false);
  });

  it('answers nothing for a stream or a consumer that is not there', async () => {
    expect(await nats.streamState('NONE')).toBeUndefined();
    expect(await nats.consumerProgress('NONE', 'd')).toBeUndefined();
    expect(await nats.consumerProgress(stream, 'd')).toBeUndefined();
  });

  it('finds the first message at or after a sequence', async () => {
    await publish('1', 'a');
    await publish('2', 'b');
    await publish('3', 'a');
    const subject = `${stream}.>`;
    expect((await nats.messageFrom(stream, { sequence: 2, subject }))?.sequence).toBe(2);
    const second = await nats.messageFrom(stream, { sequence: 2, subject: `${stream}.a` });
    expect(second).toMatchObject({ sequence: 3, headers: { traceparent: 'trace-3' } });
    expect(second?.payload.toString()).toBe('3');
    expect(await nats.messageFrom(stream, { sequence: 4, subject })).toBeUndefined();
  });

  it('is scanned to its present end', async () => {
    for (let n = 1; n <= 600; n++) await publish(String(n), n % 2 === 0 ? 'even' : 'odd');
    const found: string[] = [];
    const signal = ending.signal;
    const options = { stream, subject: `${stream}.even`, fromSequence: 1, signal };
    for await (const message of nats.scan(options)) found.push(message.payload.toString());
    expect(found).toHaveLength(300);
    expect(found.at(-1)).toBe('600');
  });
});

describe('a durable consumer', () => {
  it('hands over what is there at once, in batches, and moves its ack floor', async () => {
    for (let n = 1; n <= 250; n++) await publish(String(n));
    const sizes: number[] = [];
    consume((batch) => {
      sizes.push(batch.length);
      for (const message of batch) message.ack();
      return Promise.resolve();
    });
    await floorReaches(250);
    expect(sizes).toEqual([100, 100, 50]);
    const sentMs = systemClock.monotonicMs();
    await publish('late');
    await floorReaches(251);
    // A pull that waited for a whole batch would have taken its five seconds.
    expect(systemClock.monotonicMs() - sentMs).toBeLessThan(5_000);
    expect(await nats.consumerProgress(stream, 'd')).toEqual({
      ackFloor: 251,
      pending: 0,
      ackPending: 0,
    });
  });

  it('hands over fewer messages at once when they are large, and the largest alone', async () => {
    // With its subjects and headers the last one has more bytes than a batch of several may have.
    const sizes = [400_000, 400_000, 400_000, 1_048_400];
    for (const [n, size] of sizes.entries()) {
      const subject = `${stream}.large`;
      await nats.publish({ subject, payload: Buffer.alloc(size), id: `${n}`, timeoutMs: 5_000 });
    }
    const batches: number[][] = [];
    consume((batch) => {
      batches.push(batch.map(({ payload }) => payload.length));
      for (const message of batch) message.ack();
      return Promise.resolve();
    });
    await floorReaches(4);
    expect(batches).toEqual([[400_000, 400_000], [400_000], [1_048_400]]);
  });

  it('is shared by several loops without a message going to two', async () => {
    const seen: string[][] = [[], [], []];
    for (const mine of seen) {
      consume(
        (batch) => {
          for (const message of batch) {
            mine.push(message.payload.toString());
            message.ack();
          }
          return Promise.resolve();
        },
        { batchMax: 10 },
      );
    }
    for (let n = 1; n <= 300; n++) await publish(String(n));
    await floorReaches(300);
    const all = seen.flat();
    expect(all).toHaveLength(300);
    expect(new Set(all).size).toBe(300);
  });

  it('keeps the ack floor below a message that nobody acknowledged', async () => {
    for (let n = 1; n <= 3; n++) await publish(String(n));
    let held: Message | undefined;
    consume((batch) => {
      for (const message of batch) {
        if (message.sequence === 2) held = message;
        else message.ack();
      }
      return Promise.resolve();
    });
    await until(
      'the first',
      async () => (await nats.consumerProgress(stream, 'd'))?.ackFloor === 1,
    );
    expect(await nats.consumerProgress(stream, 'd')).toMatchObject({ ackPending: 1 });
    held?.ack();
    await floorReaches(3);
  });

  it('delivers again after a nak, after a failed handler and after the ack wait', async () => {
    await publish('stubborn');
    const deliveries: number[] = [];
    consume(
      (batch) => {
        for (const message of batch) {
          deliveries.push(message.deliveries);
          if (message.deliveries === 1) message.nak(10);
          if (message.deliveries === 2) throw new Error('a handler that fails');
          if (message.deliveries === 4) message.ack();
        }
        return Promise.resolve();
      },
      { ackWaitMs: 700 },
    );
    await floorReaches(1);
    expect(deliveries).toEqual([1, 2, 3, 4]);
  });

  it('leaves a message with the handler that works on it for longer than the ack wait', async () => {
    await publish('slow');
    const deliveries: number[] = [];
    const { promise: worked, resolve: work } = Promise.withResolvers<undefined>();
    for (let loop = 1; loop <= 3; loop++) {
      consume(
        async (batch) => {
          for (const message of batch) deliveries.push(message.deliveries);
          await worked;
          for (const message of batch) message.ack();
        },
        { ackWaitMs: 2_000 },
      );
    }
    await until('a delivery', () => deliveries.length > 0);
    // Left to itself, the message would now come to each of the other loops.
    await sleep(7_000);
    work(undefined);
    await floorReaches(1);
    expect(deliveries.length).toBeLessThan(3);
  });

  it('gives the messages of a consumer that died to another', async () => {
    for (let n = 1; n <= 20; n++) await publish(String(n));
    const doomed = await open();
    let taken = 0;
    consume(
      (batch) => {
        taken += batch.length;
        return Promise.resolve();
      },
      { ackWaitMs: 1_000, through: doomed },
    );
    await until('taken', () => taken === 20);
    await doomed.close();
    const deliveries: number[] = [];
    consume(
      (batch) => {
        for (const message of batch) {
          deliveries.push(message.deliveries);
          message.ack();
        }
        return Promise.resolve();
      },
      { ackWaitMs: 1_000 },
    );
    await floorReaches(20);
    expect(deliveries.length).toBeGreaterThanOrEqual(20);
    expect(Math.min(...deliveries)).toBeGreaterThanOrEqual(2);
  });

  it('loses no message to pulls that end by their signal', async () => {
    const rounds = 40;
    const seen = new Set<number>();
    const take = (batch: Message[]): Promise<void> => {
      for (const message of batch) {
        seen.add(message.sequence);
        message.ack();
      }
      return Promise.resolve();
    };
    for (let round = 1; round <= rounds; round++) {
      const end = new AbortController();
      consume(take, { ackWaitMs: HOUR_MS, signal: end.signal });
      const published = publish(String(round));
      // At another moment of the message's way each time.
      for (let turn = 0; turn < round % 20; turn++) await new Promise(setImmediate);
      end.abort();
      await Promise.all(running.splice(0));
      await published;
    }
    consume(take, { ackWaitMs: HOUR_MS });
    await until('all', () => seen.size === rounds);
  });

  it('loses no message to a process that stood still for longer than its pull', async () => {
    await publish('first');
    let seen = 0;
    consume(
      (batch) => {
        for (const message of batch) message.ack();
        seen += batch.length;
        return Promise.resolve();
      },
      { ackWaitMs: HOUR_MS },
    );
    await floorReaches(1);
    await server.handle.stop();
    const published = publish('second').catch(() => undefined);
    // The server goes on, and delivers, while this process does nothing.
    const command = `sleep 1; kill -CONT ${server.handle.pid}`;
    const continuing = promisify(execFile)('sh', ['-c', command]);
    await new Promise(setImmediate);
    const untilMs = performance.now() + LONGER_THAN_A_PULL_MS;
    while (performance.now() < untilMs);
    await Promise.all([published, continuing]);
    await until('the second', () => seen === 2);
  });

  it('goes on after the server was killed and came back', async () => {
    const seen = new Set<string>();
    consume((batch) => {
      for (const message of batch) {
        seen.add(message.payload.toString());
        message.ack();
      }
      return Promise.resolve();
    });
    await publish('before');
    await until('the first', () => seen.has('before'));
    await server.handle.kill();
    await until('the loss', () => !nats.connected());
    await expect(publish('away')).rejects.toBeInstanceOf(NatsUnavailable);
    await server.handle.start();
    await until('the return', () => nats.connected());
    await until('after', async () => {
      await publish('after').catch(() => undefined);
      return seen.has('after');
    });
  });

  it('starts over when the server lost everything', async () => {
    const seen: string[] = [];
    consume((batch) => {
      for (const message of batch) {
        seen.push(message.payload.toString());
        message.ack();
      }
      return Promise.resolve();
    });
    await publish('old');
    await until('the first', () => seen.includes('old'));
    await server.handle.kill();
    await server.handle.wipe();
    await server.handle.start();
    await until('the return', () => nats.connected());
    const options = { name: stream, subjects: [`${stream}.>`], maxBytes: 5_000_000 };
    await until('the stream', async () =>
      nats.ensureStream({ ...options, maxAgeMs: 7_200_000, duplicateWindowMs: 60_000 }).then(
        () => true,
        () => false,
      ),
    );
    await publish('new');
    await until('the new one', () => seen.includes('new'));
  });

  it('notices a server that hangs within seconds', async () => {
    await server.handle.stop();
    try {
      await until('the silence noticed', () => !nats.connected(), 10_000);
    } finally {
      await server.handle.cont();
    }
    await until('the return', () => nats.connected());
  });
});

describe('a connection', () => {
  it('resolves at once when no server is there, and connects when one comes', async () => {
    await server.handle.kill();
    const early = await connectNats({
      urls: [server.url],
      user,
      password: server.password,
      name: 'early',
      logger: silentLogger,
    });
    expect(early.connected()).toBe(false);
    await expect(early.streamState(stream)).rejects.toBeInstanceOf(NatsUnavailable);
    await server.handle.start();
    await early.whenConnected(AbortSignal.timeout(10_000));
    await until('the stream', async () => (await early.streamState(stream)) !== undefined);
    await early.close();
  });

  it('can be closed while it is still looking for a server', async () => {
    const never = await connectNats({
      urls: ['127.0.0.1:1'],
      user,
      password: server.password,
      name: 'never',
      logger: silentLogger,
    });
    await never.close();
    expect(never.connected()).toBe(false);
  });
});
