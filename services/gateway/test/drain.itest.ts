// Processes are replaced under load, and no call fails for it.
import { afterEach, describe, expect, it } from '@jest/globals';

import { connectCaller, until, withKey } from './gateway-under-test.ts';
import { GatewayProcess } from './gateway-process.ts';
import {
  answeringReads,
  foundMember,
  type HandlersOf,
  KEYS,
  type Peer,
  POLICY,
  startPeer,
  streamingPolicy,
} from './peers.ts';

const open: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

const reads = (): HandlersOf<'memberRead'> =>
  answeringReads(async (item) => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return foundMember(item.memberId ?? '1');
  }).handlers;

const address = (peer: Peer): string => `127.0.0.1:${peer.port}`;

/** Reads all the time, several at once, until it is told to end; then says what failed. */
function load(ports: number[]) {
  const state = { done: 0, failures: [] as unknown[], ending: false };
  const run = async (): Promise<void> => {
    const caller = await connectCaller(ports);
    const reader = async (): Promise<void> => {
      while (!state.ending) {
        try {
          await caller.query.GetMember({ memberId: '42' }, withKey(KEYS.orderService));
          state.done++;
        } catch (error) {
          state.failures.push(error);
        }
      }
    };
    await Promise.all(Array.from({ length: 16 }, reader));
    caller.close();
  };
  const running = run();
  return {
    state,
    more: async (): Promise<void> => {
      const target = state.done + 200;
      await until('200 more calls', () => state.done >= target);
    },
    end: async (): Promise<unknown[]> => {
      state.ending = true;
      await running;
      return state.failures;
    },
  };
}

describe('replacing a process under load', () => {
  it('fails no call when each of two gateways is replaced', async () => {
    const peer = await startPeer({ memberRead: reads(), flowControl: streamingPolicy(POLICY) });
    open.push(peer.close);
    const targets = { memberQuery: address(peer), memberWrite: address(peer) };
    const first = await GatewayProcess.create({ ...targets, flowControl: address(peer) });
    const second = await GatewayProcess.create({ ...targets, flowControl: address(peer) });
    for (const gateway of [first, second]) open.push(() => gateway.close());
    await Promise.all([first.start(), second.start()]);
    const calls = load([first.port, second.port]);
    await calls.more();
    expect(await first.end('SIGTERM')).toBe(0);
    await calls.more();
    await first.start();
    // The second one is replaced once callers have found their way back to the first.
    await until('calls at the first again', async () => (await first.callsHandled()) > 0);
    expect(await second.end('SIGTERM')).toBe(0);
    await calls.more();
    await second.start();
    await calls.more();
    expect(await calls.end()).toEqual([]);
  });

  it('fails no call when both gateways are replaced at once', async () => {
    const peer = await startPeer({ memberRead: reads(), flowControl: streamingPolicy(POLICY) });
    open.push(peer.close);
    const targets = { memberQuery: address(peer), memberWrite: address(peer) };
    const create = () => GatewayProcess.create({ ...targets, flowControl: address(peer) });
    const gateways = [await create(), await create()];
    for (const gateway of gateways) open.push(() => gateway.close());
    await Promise.all(gateways.map((gateway) => gateway.start()));
    const calls = load(gateways.map(({ port }) => port));
    await calls.more();
    const codes = await Promise.all(gateways.map((gateway) => gateway.end('SIGTERM')));
    expect(codes).toEqual([0, 0]);
    await Promise.all(gateways.map((gateway) => gateway.start()));
    await calls.more();
    expect(await calls.end()).toEqual([]);
  });

  it('fails no call when the member-query behind the gateway is replaced', async () => {
    const flow = await startPeer({ flowControl: streamingPolicy(POLICY) });
    const other = await startPeer({ memberRead: reads() });
    let own = await startPeer({ memberRead: reads() }, { drainTimeoutMs: 5_000 });
    open.push(flow.close, other.close, () => own.close());
    const gateway = await GatewayProcess.create({
      memberQuery: `${address(own)},${address(other)}`,
      memberWrite: address(other),
      flowControl: address(flow),
    });
    open.push(() => gateway.close());
    await gateway.start();
    const calls = load([gateway.port]);
    await calls.more();
    for (let round = 0; round < 3; round++) {
      await own.close();
      await calls.more();
      own = await startPeer({ memberRead: reads() }, { port: own.port, drainTimeoutMs: 5_000 });
      await calls.more();
    }
    expect(await calls.end()).toEqual([]);
  });

  it('fails no call when every member-query behind the gateway is replaced at once', async () => {
    const flow = await startPeer({ flowControl: streamingPolicy(POLICY) });
    let queries = [
      await startPeer({ memberRead: reads() }),
      await startPeer({ memberRead: reads() }),
    ];
    open.push(flow.close, () => Promise.all(queries.map(({ close }) => close())).then(() => {}));
    const gateway = await GatewayProcess.create({
      memberQuery: queries.map(address).join(),
      memberWrite: address(flow),
      flowControl: address(flow),
    });
    open.push(() => gateway.close());
    await gateway.start();
    const calls = load([gateway.port]);
    for (let round = 0; round < 3; round++) {
      await calls.more();
      await Promise.all(queries.map(({ close }) => close()));
      queries = await Promise.all(
        queries.map(({ port }) => startPeer({ memberRead: reads() }, { port })),
      );
    }
    await calls.more();
    expect(await calls.end()).toEqual([]);
  });
});
