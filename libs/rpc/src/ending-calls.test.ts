// How calls end that a server cannot wait for, as a caller sees it that is a plain gRPC client and
// tries nothing again.
import { once } from 'node:events';
import { createServer, type Http2Server, type ServerHttp2Session } from 'node:http2';
import type { AddressInfo } from 'node:net';

import { afterEach, describe, expect, it } from '@jest/globals';
import { Client, credentials, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { systemClock } from '@member-mesh/kernel';

import { contracts, PROOF, startSmallServer } from '../test/small-server.ts';
import { createErrorCodec } from './error-codec.ts';
import { endCallsFirst } from './ending-calls.ts';
import { SERVER_LIMITS } from './server-limits.ts';
import { StreamGate } from './stream-gate.ts';

const PATH = '/mesh.record.v1.RecordService/ReadMembers';
const errors = createErrorCodec(contracts);
const open: (() => Promise<unknown> | void)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

const asItIs = (bytes: Buffer): Buffer => bytes;

function connect(port: number): Client {
  const options = { 'grpc.enable_retries': 0, 'grpc.use_local_subchannel_pool': 1 };
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), options);
  open.push(() => client.close());
  return client;
}

function failureOf(client: Client, metadata = new Metadata()): Promise<ServiceError | null> {
  return new Promise((resolve) => {
    client.makeUnaryRequest(PATH, asItIs, asItIs, Buffer.alloc(0), metadata, resolve);
  });
}

const ENDED = { code: status.UNAVAILABLE, reason: 'UNAVAILABLE', advises: true };

/** By itself the transport has neither details nor advice. */
function toldOf(error: ServiceError | null) {
  const { reason = '', message = '' } = error ? errors.fromServiceError(error) : {};
  return { code: error?.code, reason, advises: message.endsWith('try again') };
}

/** What is open on a server that never answers, and its connection. */
async function startSilentServer() {
  const gate = new StreamGate({
    ...{ errors, clock: systemClock, limits: SERVER_LIMITS, onRefused: () => undefined },
  });
  gate.offer(PATH, { requestStream: false });
  const server: Http2Server = createServer();
  server.on('session', (session: ServerHttp2Session) => {
    endCallsFirst(session, (each) => gate.endCalls(each));
  });
  const called = new Promise<ServerHttp2Session>((resolve) => {
    const onStream = gate.before((stream) => {
      stream.resume();
      if (stream.session) resolve(stream.session as ServerHttp2Session);
    });
    server.on('stream', onStream);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(() => new Promise((resolve) => server.close(resolve)));
  return { port: (server.address() as AddressInfo).port, called };
}

describe('a call that outlasts the time to drain', () => {
  it('ends with UNAVAILABLE and a reason, and its connection with it', async () => {
    let begin: (() => void) | undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const ReadMembers = (): Promise<never> => {
      begin?.();
      return new Promise(() => undefined);
    };
    const { server, port } = await startSmallServer({ record: { ReadMembers } });
    const proof = new Metadata();
    Object.entries(PROOF).forEach(([key, value]) => proof.set(key, value));
    const failure = failureOf(connect(port), proof);
    await begun;
    await server.drain();
    expect(toldOf(await failure)).toEqual(ENDED);
    expect(server.load).toMatchObject({ openCalls: 0 });
  });
});

describe('a connection that grpc-js destroys with calls open', () => {
  it('ends them with UNAVAILABLE and a reason first', async () => {
    const { port, called } = await startSilentServer();
    const failure = failureOf(connect(port));
    (await called).destroy();
    expect(toldOf(await failure)).toEqual(ENDED);
  });
});
