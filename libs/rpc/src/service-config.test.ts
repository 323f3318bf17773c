// A plain gRPC client with the service configuration that callers are given, while every gateway is
// replaced within a moment: servers of the mesh stand for the gateways.
import { readFileSync } from 'node:fs';

import { afterEach, describe, expect, it } from '@jest/globals';
import { Client, credentials, Metadata } from '@grpc/grpc-js';
import { sleep, systemClock } from '@member-mesh/kernel';

import { PROOF, type SmallServer, startSmallServer } from '../test/small-server.ts';

const published = readFileSync(
  new URL('../../../protos/member/v1/service_config.json', import.meta.url),
  'utf8',
);
const PATH = '/member.v1.MemberQueryService/GetMember';
const CALLERS = 12;
const CALL_MS_MAX = 20_000;
const open: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function startGateway(port = 0): Promise<SmallServer> {
  const GetMember = async (): Promise<object> => {
    await sleep(5);
    return {};
  };
  const gateway = await startSmallServer({ memberQuery: { GetMember } }, { port });
  open.push(() => gateway.close());
  return gateway;
}

const asItIs = (bytes: Buffer): Buffer => bytes;

function connect(ports: readonly number[]): Client {
  const target = `ipv4:${ports.map((port) => `127.0.0.1:${port}`).join(',')}`;
  const client = new Client(target, credentials.createInsecure(), {
    'grpc.service_config': published,
    'grpc.initial_reconnect_backoff_ms': 100,
    'grpc.use_local_subchannel_pool': 1,
  });
  open.push(() => client.close());
  return client;
}

/** Calls all the time, several at once, until told to end; then says what failed. */
function load(client: Client) {
  const state = { done: 0, failures: [] as string[], ending: false };
  const metadata = new Metadata();
  Object.entries(PROOF).forEach(([key, value]) => metadata.set(key, value));
  const call = (): Promise<void> =>
    new Promise((resolve) => {
      const options = { deadline: systemClock.nowMs() + CALL_MS_MAX };
      const request = Buffer.alloc(0);
      client.makeUnaryRequest(PATH, asItIs, asItIs, request, metadata, options, (error) => {
        if (error) state.failures.push(`${error.code} ${error.details}`);
        else state.done++;
        resolve();
      });
    });
  const callers = Array.from({ length: CALLERS }, async () => {
    while (!state.ending) await call();
  });
  return {
    more: async (): Promise<void> => {
      const target = state.done + 100;
      while (state.done < target && state.failures.length === 0) await sleep(5);
    },
    end: async (): Promise<string[]> => {
      state.ending = true;
      await Promise.all(callers);
      return state.failures;
    },
  };
}

describe('a caller with the published service configuration', () => {
  it('sees no call fail while both gateways are replaced at once', async () => {
    let gateways = [await startGateway(), await startGateway()];
    const ports = gateways.map(({ port }) => port);
    const calls = load(connect(ports));
    for (let round = 0; round < 2; round++) {
      await calls.more();
      await Promise.all(gateways.map(({ close }) => close()));
      gateways = await Promise.all(ports.map((port) => startGateway(port)));
    }
    await calls.more();
    expect(await calls.end()).toEqual([]);
  }, 60_000);
});
