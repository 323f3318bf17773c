// A gateway between callers and small servers that stand for the services behind it.
import { type Behind, connectCaller, startGateway, until } from './gateway-under-test.ts';
import { type HandlersOf, POLICY, startPeer, streamingPolicy } from './peers.ts';

const open: (() => Promise<void> | void)[] = [];

/** Ends every gateway, caller and peer of a test, the last one first. */
export async function closeAll(): Promise<void> {
  for (const close of open.splice(0).reverse()) await close();
}

export interface Setup {
  reads?: HandlersOf<'memberRead'>;
  query?: HandlersOf<'memberQuery'>;
  write?: HandlersOf<'memberWrite'>;
  flow?: HandlersOf<'flowControl'> | undefined;
  apart?: boolean;
  overrides?: Parameters<typeof startGateway>[1];
}

/** One server stands for all services behind the gateway, unless a test takes some away. */
export async function mesh(setup: Setup = {}) {
  const { reads = {}, query = {}, write = {}, apart = false, overrides } = setup;
  const flow = 'flow' in setup ? setup.flow : streamingPolicy(POLICY);
  const flowControl = flow ? { flowControl: flow } : {};
  const queryPeer = await startPeer({
    ...{ memberRead: reads, memberQuery: query },
    ...(apart ? {} : { memberWrite: write, ...flowControl }),
  });
  const writePeer = apart ? await startPeer({ memberWrite: write }) : queryPeer;
  const flowPeer = apart ? await startPeer(flowControl) : queryPeer;
  const behind: Behind = {
    memberQuery: [queryPeer.port],
    memberWrite: [writePeer.port],
    flowControl: [flowPeer.port],
  };
  const gateway = await startGateway(behind, overrides);
  const caller = await connectCaller([gateway.port]);
  const peers = new Set([queryPeer, writePeer, flowPeer]);
  open.push(...[...peers].map(({ close }) => close), gateway.close, () => caller.close());
  if (flow) await until('a policy', () => gateway.health.get('') === 'SERVING');
  return { gateway, caller, queryPeer, writePeer, flowPeer };
}
