// Flow-control on a real NATS: several processes, one policy.
import { readFileSync } from 'node:fs';

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type NatsConfig, parseAddress } from '@member-mesh/config';
import {
  durationOf,
  loadContracts,
  msOf,
  type Rule,
  type Services,
  type WatchPolicyResponse__Output,
} from '@member-mesh/contracts';
import { connectNats, type Nats } from '@member-mesh/driver-nats';
import { HeldShare } from '@member-mesh/flow-engine';
import { type ComponentHandle, startStores, type Stores, until } from '@member-mesh/harness';
import { systemClock } from '@member-mesh/kernel';
import {
  createRpcClient,
  Health,
  isMeshError,
  type MeshError,
  type RpcClient,
  sha256Hex,
} from '@member-mesh/rpc';
import { createTelemetry } from '@member-mesh/telemetry';

import { NatsPolicyStore } from '../src/adapters/nats/nats-policy-store.ts';
import { NatsQuotaStore } from '../src/adapters/nats/nats-quota-store.ts';
import { compose } from '../src/compose.ts';
import { itKeepsPolicies } from './policy-store-contract.ts';
import { itKeepsQuotas } from './quota-store-contract.ts';

const contracts = loadContracts();
const OPERATOR_KEY = 'mm_the-first-operator';
const GATEWAY_TOKEN = 'token of a gateway';
const peers = {
  gateway: [sha256Hex(GATEWAY_TOKEN)],
  'member-query': [sha256Hex('token of member-query')],
  'sync-worker': [sha256Hex('token of another service')],
};
const open: (() => Promise<void> | void)[] = [];
let stores: Stores;
let server: ComponentHandle;
let nats: Nats;

const secret = (file: string): string => readFileSync(file, 'utf8').trim();
const quiet = { info: (): void => undefined, warn: (): void => undefined };
const telemetry = (name: string) =>
  createTelemetry({ service: 'flow-control', name, center: 'a', logLevel: 'silent' });

type FlowTypes = NonNullable<Services['flowControl']['types']>;
type FlowClient = RpcClient<FlowTypes['definition'], FlowTypes['handlers']>;

beforeAll(async () => {
  stores = await startStores({ nats: true });
  server = stores.component('nats-1');
  nats = await connectNats({
    urls: [server.address],
    user: 'mesh_admin',
    password: secret(stores.secretFile('nats-mesh_admin.password')),
    name: 'test',
    logger: quiet,
  });
  await nats.whenConnected(AbortSignal.timeout(10_000));
});

afterAll(async () => {
  await nats.close();
  await stores.close();
});

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** NATS with the rights of flow-control. */
function ownNats(): NatsConfig {
  const env = stores.env('flow-control');
  const servers = (env['NATS_URLS'] ?? '').split(',').map((url) => parseAddress(url)!);
  const password = secret(env['NATS_PASSWORD_FILE'] ?? '');
  return { servers, user: env['NATS_USER'] ?? '', password };
}

async function startFlowControl(name: string, reconcileIntervalMs = 200) {
  const health = new Health();
  const config = {
    service: {
      name,
      center: 'a' as const,
      grpcListen: { host: '127.0.0.1', port: 0 },
      httpListen: { host: '127.0.0.1', port: 0 },
      logLevel: 'silent',
      token: 'own token',
      peers,
      tls: undefined,
      clientTls: undefined,
      otlpEndpoint: undefined,
      drainTimeoutMs: 3_000,
    },
    nats: ownNats(),
    bootstrapKeyHash: sha256Hex(OPERATOR_KEY),
    reconcileIntervalMs,
  };
  const ground = { contracts, telemetry: await telemetry(name), health };
  const composition = await compose(config, ground);
  const { port } = await composition.server.start();
  await composition.start?.();
  const close = async (): Promise<void> => {
    await composition.server.drain();
    await composition.close();
  };
  open.push(close);
  await until('a policy', () => health.get('') === 'SERVING');
  return { port, health, close };
}

async function connect(
  port: number,
  identity?: { kind: string; token: string },
): Promise<FlowClient> {
  const client = createRpcClient({
    contracts,
    service: contracts.services.flowControl,
    targets: [{ host: '127.0.0.1', port }],
    telemetry: await telemetry('client'),
    clock: systemClock,
    identity,
  });
  open.push(() => client.close());
  return client;
}

const withKey = (key: string) => ({
  timeoutMs: 5_000,
  metadata: { authorization: `Bearer ${key}` },
});
const asOperator = withKey(OPERATOR_KEY);
const GATEWAY = { kind: 'gateway', token: GATEWAY_TOKEN };

async function failureOf(call: Promise<unknown>): Promise<MeshError> {
  const outcome = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (isMeshError(outcome)) return outcome;
  throw new Error(`no MeshError but ${String(outcome)}`);
}

function caller(name: string, rest: object = {}) {
  return {
    caller: {
      name,
      trafficClass: 'TRAFFIC_CLASS_ORDER' as const,
      permissions: ['PERMISSION_READ' as const],
      ...rest,
    },
  };
}

function flowRule(ruleId: string, threshold = 10): Rule {
  const resource = '/member.v1.MemberQueryService/GetMember';
  return { ruleId, mode: 'MODE_SHADOW', flow: { resource, threshold, window: { seconds: 2 } } };
}

/** Collects what a gateway would see, until told to end. */
async function watch(port: number, knownRevision = 0) {
  const client = await connect(port, GATEWAY);
  const end = new AbortController();
  const seen: WatchPolicyResponse__Output[] = [];
  const running = (async () => {
    const answers = client.WatchPolicy(
      { gatewayId: 'gateway-t', knownRevision },
      { signal: end.signal },
    );
    for await (const answer of answers) seen.push(answer);
  })().catch(() => undefined);
  open.push(async () => {
    end.abort();
    await running;
  });
  return { seen, running };
}

describe('the policy store on NATS', () => {
  let buckets = 0;
  itKeepsPolicies(async (historyEntriesMax) => {
    const bucket = await nats.bucket(`contract-${++buckets}`);
    const onUnreadable = (): void => undefined;
    return new NatsPolicyStore({ bucket, onUnreadable, historyEntriesMax });
  });
});

describe('the quota store on NATS', () => {
  let buckets = 0;
  itKeepsQuotas(async () => new NatsQuotaStore(await nats.bucket(`quotas-${++buckets}`)));
});

describe('flow-control', () => {
  it('registers a caller with a key that is shown once and stored as a hash', async () => {
    const { port } = await startFlowControl('a');
    const client = await connect(port);
    const { key } = await client.PutCaller(caller('order-service'), asOperator);
    expect(key).toMatch(/^mm_[A-Za-z0-9_-]{43}$/);
    const again = await client.PutCaller(caller('order-service', { disabled: true }), asOperator);
    expect(again).toMatchObject({ key: '', caller: { disabled: true } });
    const bucket = await nats.bucket('policy');
    const stored = (await bucket.get('policy'))?.value.toString() ?? '';
    expect(stored).toContain(sha256Hex(key));
    expect(stored).not.toContain(key);
    const { callers } = await client.ListCallers({}, asOperator);
    expect(callers.map(({ name }) => name)).toContain('order-service');
    await client.DeleteCaller({ name: 'order-service' }, asOperator);
    const gone = client.DeleteCaller({ name: 'order-service' }, asOperator);
    expect(await failureOf(gone)).toMatchObject({ kind: 'NOT_FOUND', reason: 'CALLER_NOT_FOUND' });
  });

  it('streams a change made in one process from every process', async () => {
    const [a, b] = [await startFlowControl('a'), await startFlowControl('b')];
    const gateways = [await watch(a.port), await watch(b.port)];
    const operator = await connect(a.port);
    const { key } = await operator.PutCaller(caller('stream-service'), asOperator);
    const expected = sha256Hex(key);
    for (const { seen } of gateways) {
      await until('the new caller', () =>
        seen.some(({ callers }) =>
          callers.some(({ keys }) =>
            keys.some(({ sha256 }) => sha256.toString('hex') === expected),
          ),
        ),
      );
    }
    const other = await connect(b.port);
    const overlap = { seconds: 3_600 };
    const rotated = await other.RotateCallerKey({ name: 'stream-service', overlap }, asOperator);
    const hashes = [sha256Hex(rotated.key), expected];
    for (const { seen } of gateways) {
      await until('both keys', () => {
        const found = seen.at(-1)?.callers.find((c) => c.caller?.name === 'stream-service');
        const keys = found?.keys.map(({ sha256 }) => sha256.toString('hex')) ?? [];
        return keys.join() === hashes.join();
      });
    }
    const known = gateways[0]?.seen.at(-1)?.revision ?? 0;
    const late = await watch(b.port, known);
    await operator.DeleteCaller({ name: 'stream-service' }, asOperator);
    await until('the deletion', () => late.seen.length > 0);
    expect(late.seen.map(({ revision }) => revision)).toEqual([known + 1]);
  });

  it('checks rules, keeps their versions, and never lets a bad one replace a good one', async () => {
    const { port } = await startFlowControl('a');
    const client = await connect(port);
    const put = (rule: Rule, validateOnly = false) =>
      client.PutRule({ rule, validateOnly }, asOperator);
    const first = await put(flowRule('limit'));
    expect(first.rule).toMatchObject({
      mode: 'MODE_SHADOW',
      flow: { threshold: 10, window: { seconds: 2, nanos: 0 }, warmUp: null },
    });
    const bad = { ...flowRule('limit', -1), mode: 99 as never };
    const refused = await failureOf(put(bad));
    expect(refused).toMatchObject({ kind: 'INVALID_ARGUMENT', reason: 'INVALID_FIELD' });
    expect(refused.violations.map(({ field }) => field)).toEqual([
      'rule.mode',
      'rule.flow.threshold',
    ]);
    expect((await failureOf(put({ ruleId: 'x' }))).violations).toMatchObject([
      { field: 'rule.kind' },
    ]);
    const stale = put({ ...flowRule('limit', 20), etag: 'old' });
    expect(await failureOf(stale)).toMatchObject({ kind: 'ABORTED', reason: 'ETAG_MISMATCH' });
    await put(flowRule('limit', 30), true);
    const { rules, revision } = await client.ListRules({}, asOperator);
    expect(rules).toEqual([first.rule]);
    expect(revision).toBe(first.revision);
    const second = await put({ ...flowRule('limit', 20), etag: first.rule?.etag ?? '' });
    expect(second.revision).toBe(first.revision + 1);
    const { changes, nextPageToken } = await client.ListRuleHistory(
      { ruleId: 'limit', pageSize: 1 },
      asOperator,
    );
    expect(changes).toMatchObject([
      { changedBy: 'bootstrap-operator', before: first.rule, after: second.rule },
    ]);
    const page = { ruleId: 'limit', pageToken: nextPageToken };
    const rest = await client.ListRuleHistory(page, asOperator);
    expect(rest.changes).toMatchObject([{ before: null, after: first.rule }]);
    await client.DeleteRule({ ruleId: 'limit' }, asOperator);
    expect((await client.ListRules({ resource: '*' }, asOperator)).rules).toEqual([]);
  });

  it('puts whole sets in place, all or nothing, and puts them back', async () => {
    const { port } = await startFlowControl('a');
    const client = await connect(port);
    const stored = () => client.ListRules({}, asOperator);
    const idsOf = ({ rules }: { rules: { ruleId: string }[] }) => rules.map(({ ruleId }) => ruleId);
    const before = await stored();
    const replace = (rules: Rule[], more: object = {}) =>
      client.ReplaceRules({ rules, etag: before.etag, ...more }, asOperator);
    const looked = await replace([flowRule('one'), flowRule('two')], { validateOnly: true });
    expect(looked).toMatchObject({ revision: before.revision, etag: before.etag });
    expect(idsOf(looked)).toEqual(['one', 'two']);
    expect(await stored()).toEqual(before);
    const bad = [flowRule('one', 0.5), { ruleId: 'B' }, flowRule('one')];
    const refused = await failureOf(replace(bad));
    expect(refused.violations.map(({ field }) => field)).toEqual([
      'rules[1].kind',
      'rules[0].flow.threshold',
      'rules[2].rule_id',
    ]);
    const first = await replace([flowRule('one'), flowRule('two')]);
    const set = await stored();
    expect(set).toEqual({ rules: first.rules, revision: first.revision, etag: first.etag });
    expect(first.revision).toBe(before.revision + 1);
    expect(await failureOf(replace([]))).toMatchObject({ reason: 'ETAG_MISMATCH' });
    const second = await replace([flowRule('two', 20), flowRule('three')], { etag: set.etag });
    expect(second.changes).toMatchObject([
      { before: { ruleId: 'one' }, after: null },
      { before: null, after: { ruleId: 'three' } },
      { before: { flow: { threshold: 10 } }, after: { flow: { threshold: 20 } } },
    ]);
    const back = await client.RollBackRules({ revision: first.revision }, asOperator);
    expect(back.rules.map(({ etag: _, ...rule }) => rule)).toEqual(
      first.rules.map(({ etag: _, ...rule }) => rule),
    );
    expect(back.revision).toBe(second.revision + 1);
    const { changes } = await client.ListRuleHistory({ pageSize: 4 }, asOperator);
    expect(changes.slice(0, 3)).toEqual(back.changes);
    expect(changes[3]).toMatchObject({ revision: second.revision, before: { ruleId: 'one' } });
    const later = client.RollBackRules({ revision: back.revision + 1 }, asOperator);
    expect(await failureOf(later)).toMatchObject({
      ...{ kind: 'NOT_FOUND', reason: 'REVISION_NOT_KEPT' },
    });
  });

  it('takes the largest set twice, and back', async () => {
    const { port } = await startFlowControl('a');
    const client = await connect(port);
    const set = (threshold: number) =>
      Array.from({ length: 1_000 }, (_, at) => flowRule(`rule-${at}`, threshold));
    const first = await client.ReplaceRules({ rules: set(10) }, asOperator);
    const second = await client.ReplaceRules({ rules: set(20) }, asOperator);
    expect(second.changes).toHaveLength(1_000);
    const { revision } = first;
    const back = await client.RollBackRules({ revision, etag: second.etag }, asOperator);
    expect(back.rules).toHaveLength(1_000);
    expect(back.rules.every(({ flow }) => flow?.threshold === 10)).toBe(true);
    await client.ReplaceRules({ rules: [] }, asOperator);
  });

  it('lets in whom it should and nobody else', async () => {
    const { port } = await startFlowControl('a');
    const client = await connect(port);
    const permitted = async (
      name: string,
      permission: 'PERMISSION_OPERATE' | 'PERMISSION_GOVERN',
    ) => {
      const { key } = await client.PutCaller(
        caller(name, { permissions: [permission] }),
        asOperator,
      );
      return withKey(key);
    };
    const operator = await permitted('ops-console', 'PERMISSION_OPERATE');
    const governor = await permitted('governor', 'PERMISSION_GOVERN');
    await client.PutRule({ rule: flowRule('by-ops') }, operator);
    await client.ListCallers({}, governor);
    const reasonOf = async (call: Promise<unknown>) => (await failureOf(call)).reason;
    expect(await reasonOf(client.PutRule({}, governor))).toBe('PERMISSION_MISSING');
    expect(await reasonOf(client.PutRule({}, withKey('mm_nobody')))).toBe('KEY_UNKNOWN');
    expect(await reasonOf(client.ListRules({}, { timeoutMs: 2_000 }))).toBe('KEY_MISSING');
    const { changes } = await client.ListRuleHistory({ ruleId: 'by-ops' }, governor);
    expect(changes[0]?.changedBy).toBe('ops-console');
    const other = { kind: 'sync-worker', token: 'token of another service' };
    for (const [identity, reason] of [
      [undefined, 'PEER_UNKNOWN'],
      [other, 'PEER_NOT_ALLOWED'],
    ] as const) {
      const stranger = await connect(port, identity);
      const answers = stranger.WatchPolicy({}, { metadata: asOperator.metadata });
      const first = answers[Symbol.asyncIterator]().next();
      expect(await reasonOf(first)).toBe(reason);
    }
  });

  it('tells services behind gateways the rules and nothing of callers, and lends them nothing', async () => {
    const { port } = await startFlowControl('a');
    const operator = await connect(port);
    await operator.PutRule({ rule: flowRule('for-all') }, asOperator);
    await operator.PutCaller(caller('somebody'), asOperator);
    const service = await connect(port, { kind: 'member-query', token: 'token of member-query' });
    for await (const policy of service.WatchPolicy({ gatewayId: 'member-query-a' }, {})) {
      expect(policy.rules.map(({ ruleId }) => ruleId)).toContain('for-all');
      expect(policy.callers).toEqual([]);
      break;
    }
    await service.ReportTraffic(ReadableStream.from([{ gatewayId: 'member-query-a' }]), {});
    const share = new HeldShare(gateway('member-query-a'));
    const asked = lease(service, share, { ruleId: 'for-all', policyRevision: 1 });
    expect(await failureOf(asked)).toMatchObject({ reason: 'PEER_NOT_ALLOWED' });
    await operator.DeleteRule({ ruleId: 'for-all' }, asOperator);
    await operator.DeleteCaller({ name: 'somebody' }, asOperator);
  });

  it('lends the threshold of a global rule to gateways, one process at a time', async () => {
    const [a, b] = [await startFlowControl('a'), await startFlowControl('b')];
    const doors = [await connect(a.port, GATEWAY), await connect(b.port, GATEWAY)];
    const limit = flowRule('over-all');
    const flow = { ...limit.flow, scope: 'SCOPE_GLOBAL' as const, window: { seconds: 86_400 } };
    const operator = await connect(b.port);
    const rule = { ...limit, flow };
    const { revision: policyRevision } = await operator.PutRule({ rule }, asOperator);
    const [x, y] = [new HeldShare(gateway('x')), new HeldShare(gateway('y'))];
    const ask = (door: FlowClient, share: HeldShare) =>
      lease(door, share, { ruleId: 'over-all', policyRevision });
    const grantor = await untilGranted(doors, (door) => ask(door, x));
    expect(x.shareAt(systemClock.monotonicMs())).toBe(10);
    const other = doors.find((door) => door !== grantor)!;
    expect(await failureOf(ask(other, y))).toMatchObject({
      ...{ kind: 'UNAVAILABLE', reason: 'NOT_GRANTOR' },
    });
    const leader = grantor === doors[0] ? a : b;
    await leader.close();
    open.splice(open.indexOf(leader.close), 1);
    for (const share of [x, y]) share.disconnected();
    await untilGranted([other], (door) => ask(door, x));
    await ask(other, y);
    const shares = [x, y].map((share) => share.shareAt(systemClock.monotonicMs()));
    expect(shares[0]! + shares[1]!).toBeLessThanOrEqual(10);
    await operator.DeleteRule({ ruleId: 'over-all' }, asOperator).catch(() => undefined);
  });

  it('tells the traffic that gateways report, as it comes and as it was', async () => {
    const { port } = await startFlowControl('a');
    const door = await connect(port, GATEWAY);
    const operator = await connect(port);
    const resource = '/member.v1.MemberQueryService/GetMember';
    const second = { seconds: Math.floor(systemClock.nowMs() / 1_000) - 1, nanos: 0 };
    const refusal = { resource, caller: 'order-service', ruleId: 'r', used: 5, threshold: 5 };
    const reports = ['gateway-a', 'gateway-b'].map((gatewayId) => ({
      ...{ gatewayId, second, policyRevision: 7, refusals: [refusal] },
      resources: [{ resource, caller: 'order-service', passed: 4, refused: 1 }],
      hotValues: [{ resource, value: '42', costPerSecond: 2, refused: true }],
    }));
    await door.ReportTraffic(ReadableStream.from(reports), {});
    const watched = operator.WatchTraffic({ from: second }, { metadata: asOperator.metadata });
    for await (const traffic of watched) {
      expect(traffic).toMatchObject({
        second,
        resources: [{ resource, caller: 'order-service', passed: 8, refused: 2 }],
        hotValues: [{ resource, value: '42', costPerSecond: 4, refused: true }],
        followers: [{ gatewayId: 'gateway-a' }, { gatewayId: 'gateway-b', policyRevision: 7 }],
      });
      break;
    }
    const { refusals } = await operator.ListRefusals({ caller: 'order-service' }, asOperator);
    expect(refusals).toMatchObject([
      { ...refusal, gatewayId: 'gateway-b' },
      { ...refusal, gatewayId: 'gateway-a' },
    ]);
    expect((await operator.ListRefusals({ ruleId: 'other' }, asOperator)).refusals).toEqual([]);
  });

  it('ends the streams of gateways when it drains', async () => {
    const a = await startFlowControl('a');
    const { seen, running } = await watch(a.port);
    await until('the policy', () => seen.length > 0);
    await a.close();
    await running;
    open.splice(open.indexOf(a.close), 1);
  });

  it('keeps the policy while NATS is away and puts it back when NATS lost it', async () => {
    const a = await startFlowControl('a');
    const client = await connect(a.port);
    await client.PutCaller(caller('survivor'), asOperator);
    await server.kill();
    await until('the loss', () => a.health.get('tier:nats') === 'NOT_SERVING');
    const late = await watch(a.port);
    await until('the policy', () => late.seen.length > 0);
    const refused = await failureOf(client.PutCaller(caller('other'), asOperator));
    expect(refused).toMatchObject({ kind: 'UNAVAILABLE', reason: 'POLICY_STORE_UNREACHABLE' });
    expect(refused.retryAfterMs).toBeGreaterThan(0);
    await server.wipe();
    await server.start();
    const bucket = await nats.bucket('policy');
    await until('the policy is stored again', async () => {
      const entry = await bucket.get('policy').catch(() => undefined);
      return entry?.value.toString().includes('survivor') ?? false;
    });
    await client.DeleteCaller({ name: 'survivor' }, asOperator);
  });

  it('loses no caller when one process begins anew on a store that lost what another knows', async () => {
    // Never looks by itself: what the other one writes is what tells it.
    const a = await startFlowControl('a', 3_600_000);
    await (await connect(a.port)).PutCaller(caller('known'), asOperator);
    const gateways = [await watch(a.port)];
    await until('the policy', () => newest(gateways[0]!) !== undefined);
    const before = newest(gateways[0]!)?.revision ?? 0;
    await server.kill();
    await server.wipe();
    await server.start();
    const b = await startFlowControl('b');
    gateways.push(await watch(b.port, before));
    const throughB = await connect(b.port);
    await throughB.PutCaller(caller('anew'), asOperator);
    for (const gateway of gateways) {
      await until('both callers', () => known(gateway, ['anew', 'known']).length === 2);
      expect(newest(gateway)?.revision).toBeGreaterThan(before);
    }
    await (await connect(a.port)).PutCaller(caller('later'), asOperator);
    await throughB.DeleteCaller({ name: 'anew' }, asOperator);
    for (const gateway of gateways) {
      await until('the changes after', () => {
        return known(gateway, ['anew', 'known', 'later']).join() === 'known,later';
      });
    }
  });
});

const gateway = (gatewayId: string) => ({ gatewayId, incarnation: 1 });

/** One ask and what it is answered with, in a conversation of its own; true when it is granted. */
async function lease(
  door: FlowClient,
  share: HeldShare,
  about: { ruleId: string; policyRevision: number },
): Promise<boolean> {
  const { gatewayId, number, held, ...ask } = share.ask(
    { wanted: 10, used: 0 },
    systemClock.monotonicMs(),
  );
  const usableFor = durationOf(held?.usableForMs ?? 0);
  const wire = {
    ...about,
    gatewayId,
    ask: number,
    ...ask,
    held: held ? { ...held, usableFor } : null,
  };
  for await (const answer of door.LeaseQuota(ReadableStream.from([wire]), {})) {
    if (answer.grantId === 0) return false;
    const { grantId, share: granted, fairShare } = answer;
    const times = { usableMs: msOf(answer.usable) ?? 0, fairAfterMs: msOf(answer.fairAfter) ?? 0 };
    const offer = { kind: 'granted' as const, ask: answer.ask, grantId, share: granted, fairShare };
    share.accept({ ...offer, ...times }, systemClock.monotonicMs());
    return true;
  }
  return false;
}

/** The one of these that grants, as soon as one does. */
async function untilGranted(
  doors: readonly FlowClient[],
  ask: (door: FlowClient) => Promise<boolean>,
): Promise<FlowClient> {
  let grantor: FlowClient | undefined;
  await until('somebody to grant', async () => {
    for (const door of doors) {
      const granted = await ask(door).catch((error: unknown) => {
        if (isMeshError(error) && error.reason === 'NOT_GRANTOR') return false;
        throw error;
      });
      if (granted) grantor = door;
    }
    return grantor !== undefined;
  });
  return grantor!;
}

type Watched = Awaited<ReturnType<typeof watch>>;

/** What a gateway goes by: the greatest revision it was told. */
function newest({ seen }: Watched): WatchPolicyResponse__Output | undefined {
  return seen.toSorted((one, other) => one.revision - other.revision).at(-1);
}

/** Which of these callers a gateway knows. */
function known(gateway: Watched, names: string[]): string[] {
  const callers = newest(gateway)?.callers.map((each) => each.caller?.name) ?? [];
  return names.filter((name) => callers.includes(name));
}
