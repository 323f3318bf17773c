// What a gateway does when a service of its own center hangs, falls behind or goes away: the other
// center answers.
import { afterEach, describe, expect, it } from '@jest/globals';

import { connectCaller, startGateway, until, withKey } from './gateway-under-test.ts';
import {
  answeringReads,
  foundMember,
  type HandlersOf,
  KEYS,
  POLICY,
  startPeer,
  streamingPolicy,
} from './peers.ts';

const open: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

const forEver = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error));
  });
const asOrder = withKey(KEYS.orderService);

describe('a gateway with two centers behind it', () => {
  it('has a read answered by the other center when its own hangs', async () => {
    const hanging = answeringReads((_item, call) => forEver(call.signal));
    const answering = answeringReads(() => foundMember('1'));
    const own = await startPeer({ memberRead: hanging.handlers });
    const other = await startPeer({ memberRead: answering.handlers });
    const flow = await startPeer({ flowControl: streamingPolicy(POLICY) });
    const gateway = await startGateway({
      memberQuery: [own.port, other.port],
      memberWrite: [own.port],
      flowControl: [flow.port],
    });
    const caller = await connectCaller([gateway.port]);
    open.push(own.close, other.close, flow.close, gateway.close, () => caller.close());
    await until('a policy', () => gateway.health.get('') === 'SERVING');
    const before = performance.now();
    await caller.query.GetMember({ memberId: '1' }, asOrder);
    expect(performance.now() - before).toBeLessThan(1_000);
    await caller.query.GetMember({ memberId: '1' }, asOrder);
    expect(hanging.batches).toHaveLength(1);
    expect(answering.batches).toHaveLength(2);
  });

  it('repeats a write elsewhere only when no answer came', async () => {
    let asked = 0;
    const write: HandlersOf<'memberWrite'> = {
      CloseMember: async ({ memberId }) => {
        asked++;
        return { member: { memberId } };
      },
    };
    const own = await startPeer({ memberWrite: write });
    const other = await startPeer({ memberWrite: write });
    const flow = await startPeer({ flowControl: streamingPolicy(POLICY) });
    const gateway = await startGateway({
      memberQuery: [other.port],
      memberWrite: [own.port, other.port],
      flowControl: [flow.port],
    });
    const caller = await connectCaller([gateway.port]);
    open.push(other.close, flow.close, gateway.close, () => caller.close());
    await until('a policy', () => gateway.health.get('') === 'SERVING');
    await caller.write.CloseMember({ requestId: 'r1', memberId: '1' }, asOrder);
    await own.close();
    await caller.write.CloseMember({ requestId: 'r2', memberId: '1' }, asOrder);
    expect(asked).toBe(2);
  });

  it('follows the policy of the other center when the stream of one ends', async () => {
    const first = await startPeer({ flowControl: streamingPolicy(POLICY) });
    const renewed = { ...POLICY, revision: 4, callers: (POLICY.callers ?? []).slice(1) };
    const second = await startPeer({ flowControl: streamingPolicy(renewed) });
    const reads = await startPeer({ memberRead: answeringReads(() => foundMember('1')).handlers });
    const gateway = await startGateway({
      memberQuery: [reads.port],
      memberWrite: [reads.port],
      flowControl: [first.port, second.port],
    });
    const caller = await connectCaller([gateway.port]);
    open.push(second.close, reads.close, gateway.close, () => caller.close());
    await until('a policy', () => gateway.health.get('') === 'SERVING');
    await expect(caller.query.GetMember({ memberId: '1' }, asOrder)).resolves.toBeTruthy();
    await first.close();
    await until('the new policy', () =>
      caller.query.GetMember({ memberId: '1' }, asOrder).then(
        () => false,
        (error: unknown) => (error as { reason: string }).reason === 'KEY_UNKNOWN',
      ),
    );
  });
});
