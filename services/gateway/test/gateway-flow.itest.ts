// Rules enforced at a gateway, over real sockets. Windows last a day here, so that nothing depends
// on how fast a machine is.
import { afterEach, describe, expect, it } from '@jest/globals';
import type {
  ReadItem__Output,
  ReadResult,
  ReportTrafficRequest__Output,
  Rule,
} from '@member-mesh/contracts';
import { isMeshError, type MeshError } from '@member-mesh/rpc';

import { closeAll, mesh, type Setup } from './gateway-between.ts';
import { failureOf, until, withKey } from './gateway-under-test.ts';
import { answeringReads, changingRules, foundMember, KEYS } from './peers.ts';

afterEach(closeAll);

const DAY = { seconds: 86_400 };
const GET_MEMBER = '/member.v1.MemberQueryService/GetMember';
const QUERIES = '/member.v1.MemberQueryService/*';
const asOrder = withKey(KEYS.orderService);
const asMarketing = withKey(KEYS.marketingService);
const found = (item: ReadItem__Output): ReadResult => foundMember(item.memberId ?? '1');

function flow(rule: Rule['flow'], more: Rule = {}): Rule {
  return { ruleId: 'r', flow: { resource: QUERIES, window: DAY, ...rule }, ...more };
}

/** A mesh whose gateway follows these rules. */
async function ruled(rules: Rule[], setup: Setup = {}) {
  const { batches, handlers } = answeringReads(found);
  const followed = changingRules(rules);
  const around = await mesh({ reads: handlers, flow: followed.handlers, ...setup });
  const { query } = around.caller;
  const get = (memberId: string, options = asOrder) => query.GetMember({ memberId }, options);
  return { ...around, batches, get, put: followed.put };
}

/** How many of the calls passed; every other one failed with `reason`. */
async function passed(calls: Promise<unknown>[], reason: string): Promise<number> {
  const outcomes = await Promise.allSettled(calls);
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ reason });
  }
  return outcomes.filter(({ status }) => status === 'fulfilled').length;
}

function pushbackOf(error: MeshError): string | undefined {
  const { cause } = error;
  if (typeof cause !== 'object' || cause === null || !('metadata' in cause)) return undefined;
  const metadata = cause.metadata as { get(key: string): unknown[] };
  return String(metadata.get('grpc-retry-pushback-ms')[0]);
}

describe('a limit at a gateway', () => {
  it('lets a caller have what it may and tells it when to come back', async () => {
    const { get } = await ruled([flow({ caller: 'order-service', threshold: 2 })]);
    await Promise.all([get('1'), get('2')]);
    const error = await failureOf(get('3'));
    expect(error).toMatchObject({
      ...{ kind: 'RESOURCE_EXHAUSTED', reason: 'RATE_LIMITED' },
      metadata: { rule: 'r', caller: 'order-service', resource: GET_MEMBER },
      quota: [{ subject: 'caller:order-service', description: 'rule r: at most 2' }],
    });
    expect(error.retryAfterMs).toBeGreaterThan(0);
    expect(error.retryAfterMs).toBeLessThanOrEqual(86_400_000);
    expect(pushbackOf(error)).toBe(String(Math.ceil(error.retryAfterMs ?? 0)));
    await expect(get('3', asMarketing)).resolves.toBeTruthy();
  });

  it('charges a batch its items and refuses what can never pass', async () => {
    const { caller } = await ruled([flow({ caller: '*', threshold: 10 })]);
    const batch = (count: number): Promise<unknown> => {
      const memberIds = Array.from({ length: count }, (_, at) => String(at + 1));
      return caller.query.BatchGetMembers({ memberIds }, asOrder);
    };
    await batch(7);
    expect(await failureOf(batch(4))).toMatchObject({ reason: 'RATE_LIMITED' });
    await batch(3);
    const never = await failureOf(batch(11));
    expect(never).toMatchObject({ kind: 'RESOURCE_EXHAUSTED', reason: 'COST_ABOVE_LIMIT' });
    expect(never.retryAfterMs).toBeUndefined();
    expect(never.message).toContain('send smaller batches');
  });

  it('counts requests that are malformed', async () => {
    const { get } = await ruled([flow({ caller: '*', threshold: 2 })]);
    for (const id of ['no number', '']) {
      expect(await failureOf(get(id))).toMatchObject({ kind: 'INVALID_ARGUMENT' });
    }
    expect(await failureOf(get('1'))).toMatchObject({ reason: 'RATE_LIMITED' });
  });

  it('says nothing of others when they have used up what all share', async () => {
    const { get } = await ruled([flow({ caller: '', threshold: 1 })]);
    await get('1', asMarketing);
    const error = await failureOf(get('2'));
    expect(error.reason).toBe('RATE_LIMITED');
    const told = JSON.stringify([error.message, error.metadata, error.quota]);
    expect(told).not.toContain('marketing');
  });

  it('keeps what was counted when its threshold is changed', async () => {
    const { get, put } = await ruled([flow({ caller: '*', threshold: 2 })]);
    await Promise.all([get('1'), get('2')]);
    put([flow({ caller: '*', threshold: 5 })]);
    await until('more to pass', () =>
      get('3').then(
        () => true,
        () => false,
      ),
    );
    // Three were counted, and every try that was refused was not.
    expect(
      await passed(
        ['4', '5', '6'].map((id) => get(id)),
        'RATE_LIMITED',
      ),
    ).toBe(2);
  });

  it('that only watches refuses nobody', async () => {
    const rule = flow({ caller: '*', threshold: 1 }, { mode: 'MODE_SHADOW' });
    const { get } = await ruled([rule]);
    await Promise.all(['1', '2', '3'].map((id) => get(id)));
  });

  it('over all gateways lets nothing pass before a share of it is granted', async () => {
    const { get } = await ruled([flow({ caller: '', threshold: 1, scope: 'SCOPE_GLOBAL' })]);
    const error = await failureOf(get('1'));
    expect(error).toMatchObject({ kind: 'RESOURCE_EXHAUSTED', reason: 'RATE_LIMITED' });
    expect(error.retryAfterMs).toBeUndefined();
  });

  it('is told about: what passed, whom it stood against, and the hottest values', async () => {
    const reports: ReportTrafficRequest__Output[] = [];
    const followed = changingRules([flow({ caller: '*', threshold: 2 })]);
    const { caller } = await mesh({
      reads: answeringReads(found).handlers,
      flow: {
        ...followed.handlers,
        ReportTraffic: async (requests) => {
          for await (const report of requests) reports.push(report);
          return {};
        },
      },
    });
    const get = (memberId: string) => caller.query.GetMember({ memberId }, asOrder);
    expect(await passed([get('5'), get('5'), get('5'), get('6')], 'RATE_LIMITED')).toBe(2);
    const rows = () => reports.flatMap(({ resources }) => resources);
    await until('all to be told', () => rows().reduce((sum, row) => sum + row.refused, 0) === 2);
    const counts = rows().reduce((sum, row) => sum + row.passed, 0);
    expect(counts).toBe(2);
    expect(rows()[0]).toMatchObject({ resource: GET_MEMBER, caller: 'order-service' });
    const { policyRevision } = reports.at(-1)!;
    expect(reports.at(-1)).toMatchObject({ gatewayId: 'gateway-t', policyRevision: 3 });
    const refusals = reports.flatMap((report) => report.refusals);
    expect(refusals).toHaveLength(2);
    expect(refusals[0]).toMatchObject({
      ...{ caller: 'order-service', resource: GET_MEMBER, ruleId: 'r', used: 2, threshold: 2 },
      ...{ shadow: false, policyRevision },
    });
    const hot = reports.flatMap(({ hotValues }) => hotValues);
    expect(hot[0]).toMatchObject({ resource: GET_MEMBER, value: '5' });
  });

  it('on calls in progress opens again when one of them has ended', async () => {
    const release = Promise.withResolvers<void>();
    const { handlers } = answeringReads(async (item) => {
      if (item.memberId === '1') await release.promise;
      return found(item);
    });
    const rule = flow({ caller: '*', threshold: 1, metric: 'METRIC_CONCURRENCY' });
    const { get } = await ruled([rule], { reads: handlers });
    const first = get('1');
    const refusal = (): Promise<boolean> => {
      return get('2').then(
        () => false,
        (error: unknown) => isMeshError(error) && error.reason === 'CONCURRENCY_LIMITED',
      );
    };
    await until('the first call to hold its place', refusal);
    release.resolve();
    await first;
    await expect(get('2')).resolves.toBeTruthy();
  });

  it('that paces lets calls wait for their turn, and refuses whose turn comes too late', async () => {
    const paced = {
      caller: '*',
      behavior: 'BEHAVIOR_PACE',
      queueTimeout: { seconds: 60 },
    } as const;
    const quick = await ruled([flow({ ...paced, threshold: 1, window: { nanos: 20_000_000 } })]);
    await Promise.all(['1', '2', '3'].map((id) => quick.get(id)));
    const slow = await ruled([flow({ ...paced, threshold: 2_880 })]);
    await slow.get('1');
    const late = await failureOf(slow.get('2', withKey(KEYS.orderService, 5_000)));
    expect(late).toMatchObject({ reason: 'TURN_AFTER_DEADLINE' });
    expect(late.retryAfterMs).toBeGreaterThan(5_000);
    expect(late.retryAfterMs).toBeLessThanOrEqual(30_000);
  });
});

describe('a hotspot rule at a gateway', () => {
  const hotspot = (key: 'KEY_MEMBER_ID' | 'KEY_ACCOUNT'): Rule => ({
    ruleId: 'hot',
    hotspot: { resource: '*', key, threshold: 2, window: DAY },
  });

  it('limits one member, alone and within batches, and no other', async () => {
    const { get, caller } = await ruled([hotspot('KEY_MEMBER_ID')]);
    await get('5');
    await caller.query.BatchGetMembers({ memberIds: ['5', '6'] }, asMarketing);
    const error = await failureOf(get('5'));
    expect(error).toMatchObject({ kind: 'RESOURCE_EXHAUSTED', reason: 'HOTSPOT_LIMITED' });
    const batch = caller.query.BatchGetMembers({ memberIds: ['7', '5'] }, asOrder);
    expect(await failureOf(batch)).toMatchObject({ reason: 'HOTSPOT_LIMITED' });
    // The batch that was refused took nothing from the members that it also asked for.
    await Promise.all([get('6'), get('7'), get('7')]);
  });

  it('limits one account, for reads and writes alike', async () => {
    const account = { platform: 'wechat', accountId: 'o6' };
    const write = { RegisterMember: async () => ({}) };
    const { caller } = await ruled([hotspot('KEY_ACCOUNT')], { write });
    await caller.query.LookupAccount({ account }, asOrder);
    await caller.write.RegisterMember({ requestId: 'a', account, profile: {} }, asOrder);
    const error = await failureOf(caller.query.LookupAccount({ account }, asOrder));
    expect(error).toMatchObject({ reason: 'HOTSPOT_LIMITED' });
  });
});

describe('an access rule at a gateway', () => {
  it('keeps a caller out before anything of the request is looked at', async () => {
    const rule: Rule = { ruleId: 'doors', access: { resource: QUERIES, deny: ['order-service'] } };
    const { get, batches } = await ruled([rule]);
    const error = await failureOf(get('no number'));
    expect(error).toMatchObject({ kind: 'PERMISSION_DENIED', reason: 'ACCESS_DENIED' });
    await expect(get('1', asMarketing)).resolves.toBeTruthy();
    expect(batches).toHaveLength(1);
  });
});

describe('a breaker at a gateway', () => {
  const breaker = (more: Rule['degrade'] = {}): Rule => ({
    ruleId: 'fuse',
    degrade: {
      ...{ resource: QUERIES, strategy: 'STRATEGY_ERROR_COUNT', threshold: 2 },
      ...{ minRequests: 1, statWindow: DAY, openFor: DAY, ...more },
    },
  });

  /** Reads that fail while the switch is on. */
  function failingReads() {
    const tier = { fails: true };
    const { handlers, batches } = answeringReads((item): ReadResult => {
      if (item.memberId === '404') return { outcome: 'OUTCOME_NOT_FOUND', source: 'SOURCE_CACHE' };
      return tier.fails ? { outcome: 'OUTCOME_UNAVAILABLE', detail: 'down' } : found(item);
    });
    return { tier, handlers, batches };
  }

  async function open(rule: Rule) {
    const { tier, handlers, batches } = failingReads();
    const ruledMesh = await ruled([rule], { reads: handlers });
    for (const id of ['404', '404', '404', '404']) await failureOf(ruledMesh.get(id));
    for (const id of ['1', '2', '3']) {
      expect(await failureOf(ruledMesh.get(id))).not.toMatchObject({ reason: 'BREAKER_OPEN' });
    }
    return { ...ruledMesh, tier, batches };
  }

  it('opens by failures of the mesh, not by those of callers, and then asks nobody', async () => {
    const { get, batches } = await open(breaker());
    const asked = batches.length;
    const error = await failureOf(get('4'));
    expect(error).toMatchObject({ kind: 'UNAVAILABLE', reason: 'BREAKER_OPEN' });
    expect(error.metadata).toEqual({ rule: 'fuse', caller: 'order-service', resource: GET_MEMBER });
    expect(error.retryAfterMs).toBeGreaterThan(0);
    expect(batches).toHaveLength(asked);
  });

  it('closes again when its probe succeeds', async () => {
    const { get, tier } = await open(breaker({ openFor: { nanos: 50_000_000 } }));
    tier.fails = false;
    await until('the probe', () =>
      get('5').then(
        () => true,
        () => false,
      ),
    );
    await Promise.all(['6', '7', '8'].map((id) => get(id)));
  });

  it('with a fallback serves reads from whatever answers, and nobody who asked for the record', async () => {
    const { caller, get, tier, batches } = await open(
      breaker({ fallback: 'FALLBACK_SERVE_AVAILABLE' }),
    );
    tier.fails = false;
    await get('5');
    expect(batches.at(-1)).toMatchObject({ consistency: 'CONSISTENCY_AVAILABLE' });
    const exact = { memberId: '5', consistency: 'CONSISTENCY_AUTHORITATIVE' } as const;
    const error = await failureOf(caller.query.GetMember(exact, asOrder));
    expect(error).toMatchObject({ reason: 'BREAKER_OPEN' });
  });
});
