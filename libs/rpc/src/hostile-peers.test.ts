// What a server holds for peers that take more than their share: a bound for everything, asserted
// by counting what is open and held, never by the clock.
import type { ClientHttp2Session, ClientHttp2Stream } from 'node:http2';
import { constants } from 'node:http2';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { status } from '@grpc/grpc-js';
import { afterEach, describe, expect, it } from '@jest/globals';
import { until } from '@member-mesh/harness';

import { answerOf, connectRaw, framed, openCall } from '../test/raw-call.ts';
import { contracts, PROOF, type SmallServer, startSmallServer } from '../test/small-server.ts';
import { SERVER_LIMITS, type ServerLimits } from './index.ts';

const READ = '/mesh.record.v1.RecordService/ReadMembers';
const REBUILD = '/mesh.index.v1.IndexService/RebuildIndex';
const HEALTH = '/grpc.health.v1.Health/Check';
const WATCH = '/grpc.health.v1.Health/Watch';
const REFLECTION = '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo';
const EMPTY = framed(Buffer.alloc(0));
const MIB = 1024 * 1024;

const open: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function serve(
  handlers: { record?: object; index?: object },
  limits: Partial<ServerLimits> = {},
): Promise<SmallServer> {
  const small = await startSmallServer(handlers, limits);
  open.push(small.close);
  return small;
}

async function connected(port: number): Promise<ClientHttp2Session> {
  const session = await connectRaw(port);
  open.push(() => session.destroy());
  return session;
}

async function expectHealthy(port: number): Promise<void> {
  const session = await connected(port);
  const answer = await answerOf(contracts, openCall(session, { path: HEALTH, chunks: [EMPTY] }));
  expect([answer.httpStatus, answer.code]).toEqual([200, status.OK]);
  session.close();
}

/** A call whose request does not end. */
const hang = (session: ClientHttp2Session, path = READ): ClientHttp2Stream =>
  openCall(session, { path, headers: PROOF, ends: false });

function heapAfterGc(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

const reading = { record: { ReadMembers: async () => ({ members: [] }) } };

describe('ten thousand open streams', () => {
  it('on one connection are as many as it may have; others are answered', async () => {
    const { port, server } = await serve(reading);
    const session = await connected(port);
    for (let at = 0; at < 10_000; at++) hang(session);
    const { connectionStreamsMax } = SERVER_LIMITS;
    await until('open streams', () => server.load.openCalls === connectionStreamsMax);
    await expectHealthy(port);
    expect(server.load).toMatchObject({ openCalls: connectionStreamsMax, running: 0 });
    session.destroy();
    await until('the end of all', () => server.load.openCalls === 0);
  });

  it('on a hundred connections are bounded, refused with a reason, and leave nothing', async () => {
    const { port, server, refused } = await serve(reading);
    const before = heapAfterGc();
    const sessions = await Promise.all(Array.from({ length: 100 }, () => connectRaw(port)));
    const streams = sessions.flatMap((each) => Array.from({ length: 100 }, () => hang(each)));
    const { openCallsMax } = SERVER_LIMITS;
    const isOpen = (stream: ClientHttp2Stream): boolean => !stream.closed;
    streams.forEach((stream) => stream.resume());
    await until('refusals', () => streams.filter(isOpen).length === openCallsMax);
    expect(server.load.openCalls).toBe(openCallsMax);
    expect(await refused()).toEqual({ TOO_MANY_CALLS: 10_000 - openCallsMax });
    await expectHealthy(port);
    const late = await answerOf(contracts, openCall(sessions[0]!, { path: READ, headers: PROOF }));
    expect(late).toMatchObject({ code: status.RESOURCE_EXHAUSTED, reason: 'TOO_MANY_CALLS' });
    // Both ends of every call are in this process.
    expect((heapAfterGc() - before) / openCallsMax).toBeLessThan(100 * 1024);
    sessions.forEach((each) => each.destroy());
    await until('the end of all', () => server.load.openCalls === 0);
    streams.length = sessions.length = 0;
    expect(heapAfterGc() - before).toBeLessThan(64 * MIB);
  });
});

describe('a request that does not come', () => {
  it.each([
    ['that never ends', false],
    ['that comes byte by byte', true],
  ])('%s is ended with a reason', async (_what, trickles) => {
    const limits = { requestTimeMaxMs: 100, sweepIntervalMs: 10 };
    const { port, server } = await serve(reading, limits);
    const stream = hang(await connected(port));
    const bytes = framed(Buffer.alloc(100_000));
    const trickle = (at: number): void => {
      if (stream.closed || stream.destroyed) return;
      stream.write(bytes.subarray(at, at + 1));
      setImmediate(() => trickle(at + 1));
    };
    if (trickles) trickle(0);
    const answer = await answerOf(contracts, stream);
    expect(answer).toMatchObject({ code: status.DEADLINE_EXCEEDED, reason: 'REQUEST_TOO_SLOW' });
    await until('nothing held', () => server.load.openCalls === 0);
    expect(server.load).toMatchObject({ unfinished: 0, bytesWaiting: 0, running: 0 });
  });

  it('does not outlive its deadline', async () => {
    const { port, server } = await serve(reading);
    const session = await connected(port);
    const headers = { ...PROOF, 'grpc-timeout': '20m' };
    const stream = openCall(session, { path: READ, headers, ends: false });
    expect(await answerOf(contracts, stream)).toMatchObject({
      ...{ code: status.DEADLINE_EXCEEDED, reason: 'DEADLINE_EXCEEDED', domain: 'member-mesh' },
    });
    expect(server.load.running).toBe(0);
  });

  it('holds bytes only up to a bound, and small ones go on', async () => {
    const { port, server, refused } = await serve(reading, { requestBytesWaitingMax: MIB });
    const sessions = await Promise.all(Array.from({ length: 8 }, () => connected(port)));
    const part = framed(Buffer.alloc(MIB - 10)).subarray(0, MIB / 2);
    const streams = sessions.map((session) => {
      const stream = openCall(session, { path: READ, headers: PROOF, chunks: [part], ends: false });
      stream.resume();
      return stream;
    });
    await until('refusals', () => streams.filter((stream) => stream.closed).length >= 6);
    expect(server.load.bytesWaiting).toBeLessThanOrEqual(MIB + part.length);
    expect(Object.keys(await refused())).toEqual(['TOO_MANY_BYTES_WAITING']);
    const small = openCall(await connected(port), { path: READ, headers: PROOF, chunks: [EMPTY] });
    expect((await answerOf(contracts, small)).code).toBe(status.OK);
  });
});

describe('a caller that has gone', () => {
  it('leaves handlers that run, and those are bounded as well', async () => {
    const release = Promise.withResolvers<void>();
    const { port, server } = await serve(
      { record: { ReadMembers: () => release.promise.then(() => ({ members: [] })) } },
      { openCallsMax: 50 },
    );
    const session = await connected(port);
    for (let at = 0; at < 200; at++) {
      const stream = openCall(session, { path: READ, headers: PROOF, chunks: [EMPTY] });
      const ran = server.load.running;
      await until('a start', () => server.load.running > ran || server.load.running >= 50);
      stream.close(constants.NGHTTP2_CANCEL);
      await until('its end', () => server.load.openCalls === 0);
    }
    expect(server.load.running).toBeLessThanOrEqual(51);
    release.resolve();
    await until('all ended', () => server.load.running === 0);
  });
});

describe('a reader that does not read', () => {
  it('makes a stream wait, costs one message, and is told when it reads again', async () => {
    let yielded = 0;
    const ended = Promise.withResolvers<void>();
    const phase = 'x'.repeat(10_000);
    async function* rebuild(): AsyncGenerator<object> {
      try {
        for (;;) {
          yielded += 1;
          yield { phase };
        }
      } finally {
        ended.resolve();
      }
    }
    const { port } = await serve({ index: { RebuildIndex: rebuild } }, { readerTimeMaxMs: 100 });
    const stream = openCall(await connected(port), {
      ...{ path: REBUILD, headers: PROOF, chunks: [EMPTY] },
    });
    await ended.promise;
    // The window of HTTP/2 is 64 KiB, and one message waits for it.
    expect(yielded).toBeLessThanOrEqual(10);
    expect(await answerOf(contracts, stream)).toMatchObject({
      ...{ code: status.RESOURCE_EXHAUSTED, reason: 'READER_TOO_SLOW' },
    });
  });

  it('of states sees the latest, not each', async () => {
    const { port, health, close } = await serve({});
    const stream = openCall(await connected(port), { path: WATCH, chunks: [EMPTY] });
    const read: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => read.push(chunk));
    await until('the first state', () => read.length > 0);
    for (let at = 0; at < 10_001; at++) health.set('', at % 2 === 0 ? 'SERVING' : 'NOT_SERVING');
    await until('the last state', () => Buffer.concat(read).length >= 14);
    void close();
    await until('the end', () => stream.closed);
    expect(Buffer.concat(read).length).toBeLessThanOrEqual(7 * 4);
  });

  it('of unary answers is refused further calls on its connection', async () => {
    let handled = 0;
    const answer = Buffer.alloc(300_000);
    const { port, server } = await serve(
      { record: { ReadMembers: async () => ((handled += 1), answer) } },
      { connectionMemoryMbMax: 1 },
    );
    const session = await connected(port);
    let refused = 0;
    for (let at = 0; at < 30; at++) {
      const before = handled;
      const stream = openCall(session, { path: READ, headers: PROOF, chunks: [EMPTY] });
      await until('an answer or a reset', () => handled > before || stream.closed);
      if (stream.rstCode === constants.NGHTTP2_ENHANCE_YOUR_CALM) refused += 1;
    }
    expect(handled).toBeLessThan(10);
    expect(refused).toBe(30 - handled);
    expect(server.load.openCalls).toBe(handled);
    await expectHealthy(port);
  });

  it('of reflection is not read from either', async () => {
    const { port } = await serve({});
    const session = await connected(port);
    const symbol = Buffer.from('\x22\x10member.v1.Member', 'latin1');
    const stream = openCall(session, { path: REFLECTION, ends: false });
    stream.pause();
    for (let at = 0; at < 20_000; at++) stream.write(framed(symbol));
    await expectHealthy(port);
    await expectHealthy(port);
    expect(stream.writableLength).toBeGreaterThan(100_000);
    for (let at = 1; at < 16; at++) hang(session, REFLECTION);
    const late = await answerOf(contracts, openCall(session, { path: REFLECTION }));
    expect(late).toMatchObject({ code: status.RESOURCE_EXHAUSTED, reason: 'TOO_MANY_CALLS' });
  });
});
