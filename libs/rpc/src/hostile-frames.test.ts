// Peers that speak HTTP/2 wrongly, or too much of it: they are sent away, and the next is served.
import { once } from 'node:events';
import { connect } from 'node:net';

import { status } from '@grpc/grpc-js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '@member-mesh/harness';

import { answerOf, connectRaw, framed, openCall } from '../test/raw-call.ts';
import {
  callHeaders,
  encodeFrame,
  END_HEADERS,
  END_STREAM,
  FRAME,
  type Frame,
  RawPeer,
  resetFrame,
} from '../test/raw-frames.ts';
import { contracts, PROOF, type SmallServer, startSmallServer } from '../test/small-server.ts';
import { SERVER_LIMITS } from './index.ts';

const READ = '/mesh.record.v1.RecordService/ReadMembers';
const HEALTH = '/grpc.health.v1.Health/Check';
const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');

let small: SmallServer;
const peers: RawPeer[] = [];

beforeAll(async () => {
  small = await startSmallServer({
    record: { ReadMembers: async () => ({ members: [] }) },
  });
});

afterEach(async () => {
  for (const peer of peers.splice(0)) peer.close();
  const session = await connectRaw(small.port);
  const call = openCall(session, { path: HEALTH, chunks: [framed(Buffer.alloc(0))] });
  const answer = await answerOf(contracts, call);
  session.close();
  expect([answer.httpStatus, answer.code]).toEqual([200, status.OK]);
});

afterAll(async () => {
  await small.close();
});

async function connected(hello?: Buffer): Promise<RawPeer> {
  const peer = await RawPeer.connect(small.port, hello);
  peers.push(peer);
  return peer;
}

const noise = (length: number): Buffer => {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length; at++) bytes[at] = (at * 7919 + (at >> 3) * 104729 + 31) & 255;
  return bytes;
};

const goawayCodes = (peer: RawPeer): number[] =>
  peer.frames
    .filter(({ type }) => type === FRAME.goaway)
    .map(({ payload }) => payload.readUInt32BE(4));

const ENHANCE_YOUR_CALM = 11;
const REFUSED_STREAM = 7;

describe('a peer that speaks no HTTP/2', () => {
  it.each([
    ['noise', noise(5_000)],
    ['HTTP/1.1', Buffer.from('GET / HTTP/1.1\r\nhost: x\r\n\r\n')],
    ['the start of TLS', Buffer.from('16030100c8010000c40303', 'hex')],
    ['a preface and then noise', Buffer.concat([PREFACE, noise(5_000)])],
    [
      'a frame beyond the size that is allowed',
      Buffer.concat([PREFACE, encodeFrame({ type: FRAME.data, payload: Buffer.alloc(70_000) })]),
    ],
    [
      'headers that are no HPACK',
      Buffer.concat([
        PREFACE,
        encodeFrame({ type: FRAME.settings }),
        encodeFrame({
          ...{ type: FRAME.headers, stream: 1, flags: END_HEADERS, payload: Buffer.alloc(9, 0xff) },
        }),
      ]),
    ],
  ])('but %s is sent away', async (_what, hello) => {
    await (
      await connected(hello)
    ).closed;
    expect(small.server.load.openCalls).toBe(0);
  });
});

describe('a peer that floods', () => {
  const ping: Frame = { type: FRAME.ping, payload: Buffer.alloc(8) };
  const settings: Frame = { type: FRAME.settings };

  it.each([
    ['PING', ping],
    ['SETTINGS', settings],
  ])('%s frames all at once is sent away', async (_what, frame) => {
    const peer = await connected();
    expect(await peer.flood(Array<Frame>(100).fill(frame), 10_000)).toBeLessThan(10_000);
    await peer.closed;
  });

  it.each([
    ['PING', ping],
    ['SETTINGS', settings],
  ])('%s frames, reading every answer, is told to calm down', async (_what, frame) => {
    const peer = await connected();
    const acknowledged = (): number =>
      peer.frames.filter(({ type, flags }) => type === frame.type && flags === 1).length;
    const { controlFramesBurst } = SERVER_LIMITS;
    for (let sent = 0; sent < 3 * controlFramesBurst && !peer.socket.closed; sent += 50) {
      peer.send(...Array<Frame>(50).fill(frame));
      await until('answers', () => acknowledged() >= sent || peer.socket.closed);
    }
    await peer.closed;
    expect(goawayCodes(peer)[0]).toBe(ENHANCE_YOUR_CALM);
    expect(acknowledged()).toBeLessThan(2 * controlFramesBurst);
  });

  it('CONTINUATION frames is sent away', async () => {
    const peer = await connected();
    const payload = callHeaders(READ, PROOF);
    peer.send({ type: FRAME.headers, stream: 1, payload });
    const more: Frame = { type: FRAME.continuation, stream: 1, payload: callHeaders(READ) };
    expect(await peer.flood([more], 100_000)).toBeLessThan(100_000);
    await peer.closed;
  });

  it('streams that it resets at once is sent away, and nothing of it goes on', async () => {
    let begun = 0;
    const handlers = { record: { ReadMembers: async () => ((begun += 1), { members: [] }) } };
    const limits = { streamResetsBurst: 100, streamResetsPerSecond: 1 };
    const strict = await startSmallServer(handlers, limits);
    const peer = await RawPeer.connect(strict.port);
    peers.push(peer);
    const payload = callHeaders(READ, PROOF);
    const message = framed(Buffer.alloc(0));
    for (let id = 1; id < 10_000 && !peer.socket.closed; id += 2) {
      peer.send(
        { type: FRAME.headers, stream: id, flags: END_HEADERS, payload },
        { type: FRAME.data, stream: id, flags: END_STREAM, payload: message },
        resetFrame(id),
      );
      if (!peer.socket.writableNeedDrain) continue;
      await Promise.race([once(peer.socket, 'drain').catch(() => undefined), peer.closed]);
    }
    await peer.closed;
    expect(goawayCodes(peer)).not.toEqual([]);
    expect(begun).toBeLessThan(1_000);
    await until('nothing running', () => strict.server.load.running === 0);
    expect(strict.server.load).toMatchObject({ openCalls: 0, unfinished: 0, bytesWaiting: 0 });
    await strict.close();
  });
});

describe('a peer that goes over what it was told', () => {
  it('has its further streams refused', async () => {
    const peer = await connected();
    await until('settings', () => peer.frames.some(({ type }) => type === FRAME.settings));
    peer.send({ type: FRAME.settings, flags: 1 });
    const { connectionStreamsMax } = SERVER_LIMITS;
    const payload = callHeaders(READ, PROOF);
    for (let at = 0; at < connectionStreamsMax * 2; at++) {
      peer.send({ type: FRAME.headers, stream: 2 * at + 1, flags: END_HEADERS, payload });
    }
    const resets = (): Frame[] => peer.frames.filter(({ type }) => type === FRAME.rstStream);
    await until('refusals', () => resets().length >= connectionStreamsMax || peer.socket.closed);
    expect(small.server.load.openCalls).toBeLessThanOrEqual(connectionStreamsMax);
    expect(resets().every(({ payload: code }) => code?.readUInt32BE() === REFUSED_STREAM)).toBe(
      true,
    );
  });

  it('with headers that do not end holds no call', async () => {
    const peer = await connected();
    peer.send({ type: FRAME.headers, stream: 1, payload: callHeaders(READ, PROOF) });
    const session = await connectRaw(small.port);
    const call = openCall(session, { path: HEALTH, chunks: [framed(Buffer.alloc(0))] });
    expect((await answerOf(contracts, call)).code).toBe(status.OK);
    session.close();
    expect(small.server.load.unfinished).toBe(0);
  });
});

describe('more connections than a server takes', () => {
  it('are closed, and those it has go on', async () => {
    const few = await startSmallServer({}, { connectionsMax: 10 });
    const session = await connectRaw(few.port);
    const sockets = Array.from({ length: 60 }, () => connect(few.port, '127.0.0.1'));
    sockets.forEach((socket) => socket.on('error', () => undefined).resume());
    await until('closed ones', () => sockets.filter((socket) => socket.closed).length >= 51);
    expect(sockets.filter((socket) => !socket.closed)).toHaveLength(9);
    const call = openCall(session, { path: HEALTH, chunks: [framed(Buffer.alloc(0))] });
    expect((await answerOf(contracts, call)).code).toBe(status.OK);
    sockets.forEach((socket) => socket.destroy());
    session.close();
    await few.close();
  });
});
