// Every field of every request that flow-control takes, on both sides of its bound, over real
// sockets and on a policy in memory.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadContracts } from '@member-mesh/contracts';
import { caseRows, type RequestCase, requestCases, unnamedFields } from '@member-mesh/harness';
import { systemClock, systemRandom } from '@member-mesh/kernel';
import { createRpcClient, Health, isMeshError, type MeshError, RpcServer } from '@member-mesh/rpc';
import { createTelemetry } from '@member-mesh/telemetry';

import { createPolicyChanger } from '../src/app/change-policy.ts';
import { PolicyFeed } from '../src/app/policy-feed.ts';
import { QuotaReign } from '../src/app/quota/quota-reign.ts';
import { TrafficBook } from '../src/app/traffic-book.ts';
import { createFlowControlHandlers } from '../src/grpc/door.ts';
import { MemoryPolicyStore } from './memory-policy-store.ts';
import { MemoryQuotaStore } from './memory-quota-store.ts';

const contracts = loadContracts();
const { flowControl, memberQuery } = contracts.services;
const { cases, together } = requestCases(contracts, flowControl);
const closing = new AbortController();
const listen = { host: '127.0.0.1', port: 0 };

type Answers = Promise<unknown> & AsyncIterable<unknown>;
type Call = (request: object, options: { timeoutMs: number }) => Answers;
let server: RpcServer;
let client: Record<string, Call> & { close(): void };
let following: Promise<void>;

beforeAll(async () => {
  const telemetry = await createTelemetry({
    ...{ service: 'flow-control', name: 'test', center: 'a', logLevel: 'silent' },
  });
  const [clock, random, store] = [systemClock, systemRandom, new MemoryPolicyStore()];
  const none = (): void => undefined;
  // Two minutes between any two looks: what comes in time comes at once.
  let looks = 0;
  const leaping = { ...clock, nowMs: () => clock.nowMs() + 120_000 * looks++ };
  const feed = new PolicyFeed({
    store,
    observer: { storeReached: none, storeLost: none, policyAccepted: none, policyRestored: none },
    ...{ reconcileIntervalMs: 1_000, readTimeoutMs: 1_000, clock, random },
  });
  following = feed.run(closing.signal);
  const reign = new QuotaReign({
    ...{ store: new MemoryQuotaStore(), policy: () => feed.current, leads: () => true, clock },
    lost: new Map(),
  });
  const health = new Health();
  server = new RpcServer({
    ...{ contracts, listen, telemetry, health, clock, peers: {}, drainTimeoutMs: 100 },
  });
  const handlers = createFlowControlHandlers({
    ...{ feed, store, clock: leaping, random, logger: telemetry.logger },
    draining: closing.signal,
    changer: createPolicyChanger({ store, feed, clock, random }),
    quotas: { reign },
    traffic: new TrafficBook(),
    catalogue: new Map([[memberQuery.name, new Set(Object.keys(memberQuery.definition))]]),
  });
  server.serve(flowControl, handlers, { authenticate: () => ({ caller: 'somebody' }) });
  const { port } = await server.start();
  const targets = [{ ...listen, port }];
  client = createRpcClient({
    ...{ contracts, telemetry, clock, targets, service: flowControl },
  }) as never;
});

afterAll(async () => {
  closing.abort();
  client?.close();
  await server?.drain();
  await following;
});

async function failureOf({ method, request }: RequestCase): Promise<MeshError | undefined> {
  const { requestStream, responseStream } = flowControl.definition[method]!;
  const asked = requestStream ? ReadableStream.from([request]) : request;
  const answers = client[method]!(asked, { timeoutMs: 10_000 });
  try {
    if (responseStream) {
      for await (const _first of answers) break;
    } else {
      await answers;
    }
    return undefined;
  } catch (error) {
    if (!isMeshError(error)) throw error;
    return error;
  }
}

describe('at the door of flow-control', () => {
  it.each(caseRows(cases, true))('%s with %s %s passes', async (_method, _path, _shown, each) => {
    const error = await failureOf(each);
    expect(error?.violations ?? []).toEqual([]);
    expect([undefined, 'NOT_FOUND']).toContain(error?.kind);
  });

  it.each(caseRows(cases, false))(
    '%s with %s %s is INVALID_ARGUMENT naming it',
    async (_method, _path, _shown, each) => {
      const error = await failureOf(each);
      expect(error).toMatchObject({ kind: 'INVALID_ARGUMENT', reason: 'INVALID_FIELD' });
      expect(unnamedFields(error, each)).toEqual([]);
    },
  );

  it.each(
    together.map((each): [string, string, RequestCase] => [
      each.method,
      each.path.slice(0, 60),
      each,
    ]),
  )('%s names every bad field at once: %s', async (_method, _shown, each) => {
    expect(unnamedFields(await failureOf(each), each)).toEqual([]);
  });
});
