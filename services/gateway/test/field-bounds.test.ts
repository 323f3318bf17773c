// Every field of every request that a gateway takes, on both sides of its bound, over real sockets.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caseRows, type RequestCase, requestCases, unnamedFields } from '@member-mesh/harness';
import { isMeshError, type MeshError } from '@member-mesh/rpc';

import { connectCaller, startGateway, until, withKey } from './gateway-under-test.ts';
import {
  answeringReads,
  contracts,
  foundMember,
  KEYS,
  type Peer,
  POLICY,
  startPeer,
  streamingPolicy,
} from './peers.ts';

const { memberQuery, memberWrite } = contracts.services;
const query = requestCases(contracts, memberQuery);
const write = requestCases(contracts, memberWrite);

type Call = (request: object, options: ReturnType<typeof withKey>) => Promise<unknown>;
let inner: Peer;
let gateway: Awaited<ReturnType<typeof startGateway>>;
let caller: Awaited<ReturnType<typeof connectCaller>>;

const emptyAnswers = (methods: object): object =>
  Object.fromEntries(Object.keys(methods).map((name) => [name, async () => Buffer.alloc(0)]));

beforeAll(async () => {
  inner = await startPeer({
    memberRead: answeringReads((item) => foundMember(item.memberId ?? '1')).handlers,
    memberQuery: emptyAnswers(memberQuery.definition),
    memberWrite: emptyAnswers(memberWrite.definition),
    flowControl: streamingPolicy(POLICY),
  });
  const ports = [inner.port];
  gateway = await startGateway({ memberQuery: ports, memberWrite: ports, flowControl: ports });
  caller = await connectCaller([gateway.port]);
  await until('a policy', () => gateway.health.get('') === 'SERVING');
});

afterAll(async () => {
  caller?.close();
  await gateway?.close();
  await inner?.close();
});

async function failureOf({ method, request }: RequestCase): Promise<MeshError | undefined> {
  const clients = { ...caller.write, ...caller.query } as unknown as Record<string, Call>;
  try {
    await clients[method]!(request, withKey(KEYS.orderService));
    return undefined;
  } catch (error) {
    if (isMeshError(error)) return error;
    throw error;
  }
}

describe('at the door of a gateway', () => {
  const all = [...query.cases, ...write.cases];

  it.each(caseRows(all, true))('%s with %s %s passes', async (_method, _path, _shown, each) => {
    expect(await failureOf(each)).toBeUndefined();
  });

  it.each(caseRows(all, false))(
    '%s with %s %s is INVALID_ARGUMENT naming it',
    async (_method, _path, _shown, each) => {
      const error = await failureOf(each);
      expect(error).toMatchObject({ kind: 'INVALID_ARGUMENT', reason: 'INVALID_FIELD' });
      expect(unnamedFields(error, each)).toEqual([]);
    },
  );

  it.each(
    [...query.together, ...write.together].map((each): [string, RequestCase] => [
      each.method,
      each,
    ]),
  )('%s names every bad field at once', async (_method, each) => {
    expect(unnamedFields(await failureOf(each), each)).toEqual([]);
  });
});
