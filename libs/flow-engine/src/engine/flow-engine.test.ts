import { describe, expect, it } from '@jest/globals';

import type { Admission, Call } from '../call.ts';
import type {
  AccessRule,
  DegradeRule,
  EngineRule,
  FlowRule,
  HotspotRule,
  RuleKind,
  SystemRule,
} from '../policy/rule.ts';
import { FlowEngine } from './flow-engine.ts';

const GET = '/member.v1.MemberQueryService/GetMember';
const SAVE = '/member.v1.MemberWriteService/SaveMember';

const flow = (changes: Partial<FlowRule> = {}): FlowRule => ({
  type: 'flow',
  resource: '*',
  caller: '',
  metric: 'cost',
  threshold: 3,
  burst: 0,
  scope: 'per_gateway',
  behavior: 'reject',
  coldFactor: 0,
  ...changes,
});
const hotspot = (changes: Partial<HotspotRule> = {}): HotspotRule => ({
  type: 'hotspot',
  resource: '*',
  caller: '',
  key: 'account',
  threshold: 2,
  burst: 0,
  overrides: {},
  ...changes,
});
const degrade = (changes: Partial<DegradeRule> = {}): DegradeRule => ({
  type: 'degrade',
  resource: '*',
  strategy: 'error_count',
  threshold: 0.5,
  minRequests: 1,
  openForMs: 1_000,
  probes: 1,
  fallback: 'fail_fast',
  ...changes,
});
const access = (changes: Partial<AccessRule>): AccessRule => ({
  type: 'access',
  resource: '*',
  allow: [],
  deny: [],
  ...changes,
});
const system = (changes: Partial<SystemRule>): SystemRule => ({
  type: 'system',
  costPerSecondMax: 0,
  concurrencyMax: 0,
  adaptiveConcurrency: false,
  ...changes,
});

function rules(
  kinds: Record<string, RuleKind>,
  changes: Partial<Omit<EngineRule, 'kind'>> = {},
): EngineRule[] {
  return Object.entries(kinds).map(([ruleId, kind]) => ({
    ruleId,
    mode: 'enforce',
    enforcePercent: 0,
    ...changes,
    kind,
  }));
}

function engineWith(kinds: Record<string, RuleKind>): FlowEngine {
  const engine = new FlowEngine({ hotspotValuesMax: 1_024 });
  engine.replaceRules(rules(kinds), 1);
  return engine;
}

const call = (changes: Partial<Call> = {}): Call => ({
  method: GET,
  caller: 'order-service',
  trafficClass: 'order',
  cost: 1,
  keys: [],
  ...changes,
});

const account = (value: string, cost?: number): Call['keys'][number] =>
  cost === undefined ? { kind: 'account', value } : { kind: 'account', value, cost };

/** How many of twenty calls pass at once. */
function passing(engine: FlowEngine, changes: Partial<Call> = {}, nowMs = 0): number {
  let passed = 0;
  for (let each = 0; each < 20; each++) {
    if (engine.admit(call(changes), nowMs).verdict !== 'refused') passed++;
  }
  return passed;
}

function ticketOf(admission: Admission) {
  if (admission.verdict === 'refused') throw new Error(`refused by ${admission.ruleId}`);
  return admission.ticket;
}

describe('the resource of a rule', () => {
  it.each([
    [GET, [3, 20]],
    ['/member.v1.MemberQueryService/*', [3, 20]],
    ['class:order', [3, 0]],
    ['class:marketing', [20, 20]],
    ['*', [3, 0]],
    ['/member.v1.MemberQueryService/Get', [20, 20]],
  ])('%s names what it says', (resource, passed) => {
    const engine = engineWith({ a: flow({ resource }) });
    expect([passing(engine), passing(engine, { method: SAVE })]).toEqual(passed);
  });
});

describe('the caller of a rule', () => {
  it('when empty is all callers in one pool', () => {
    const engine = engineWith({ a: flow() });
    expect([passing(engine), passing(engine, { caller: 'b' })]).toEqual([3, 0]);
  });

  it('when named is that one', () => {
    const engine = engineWith({ a: flow({ caller: 'b' }) });
    expect([passing(engine), passing(engine, { caller: 'b' })]).toEqual([20, 3]);
  });

  it('when "*" is each that no other rule on the same resource names', () => {
    const engine = engineWith({
      each: flow({ caller: '*' }),
      named: flow({ caller: 'b', threshold: 7 }),
      elsewhere: flow({ caller: 'c', threshold: 9, resource: GET }),
    });
    const passed = ['a', 'a2', 'b', 'c'].map((caller) => passing(engine, { caller }));
    expect(passed).toEqual([3, 3, 7, 3]);
  });

  it('when named only in the shadow leaves the rule for each caller in force', () => {
    const engine = new FlowEngine();
    const watching = rules({ named: flow({ caller: 'b', threshold: 7 }) }, { mode: 'shadow' });
    engine.replaceRules([...rules({ each: flow({ caller: '*' }) }), ...watching], 1);
    expect(passing(engine, { caller: 'b' })).toBe(3);
  });
});

describe('a refusal', () => {
  it('says which rule, how full it is, and when the same call passes', () => {
    const engine = engineWith({ small: flow(), large: flow({ threshold: 4, windowMs: 5_000 }) });
    passing(engine, {}, 100);
    engine.admit(call(), 1_100);
    expect(engine.admit(call(), 1_200)).toEqual({
      verdict: 'refused',
      kind: 'limit',
      ruleId: 'large',
      reason: 'over-limit',
      used: 4,
      threshold: 4,
      retryAfterMs: 3_900,
      shadow: [],
    });
    expect(engine.admit(call({ cost: 3 }), 1_200)).toMatchObject({
      ruleId: 'small',
      retryAfterMs: 3_900,
    });
    expect(engine.admit(call({ cost: 3 }), 5_100).verdict).toBe('admitted');
  });

  it('tells no time for a cost that can never pass, and says so', () => {
    const engine = engineWith({ a: flow({ burst: 2 }) });
    expect(engine.admit(call({ cost: 6 }), 0)).toMatchObject({
      reason: 'cost-above-limit',
      retryAfterMs: undefined,
    });
    expect(engine.admit(call({ cost: 5 }), 0).verdict).toBe('admitted');
  });

  it('names the first rule in the order access, breaker, hotspot, caller, all callers, system', () => {
    const kinds: [string, RuleKind][] = [
      ['system', system({ costPerSecondMax: 0.5 })],
      ['pool', flow({ threshold: 0.5 })],
      ['caller', flow({ threshold: 0.5, caller: '*' })],
      ['hotspot', hotspot({ threshold: 0 })],
      ['breaker', degrade()],
      ['access', access({ deny: ['order-service'] })],
    ];
    const engine = new FlowEngine();
    engine.replaceRules(rules({ breaker: degrade() }), 1);
    engine.complete(ticketOf(engine.admit(call(), 0)), 'failed', 0);
    const named = kinds.map((_kind, at) => {
      const others = Object.fromEntries(kinds.slice(0, at + 1));
      engine.replaceRules(rules({ breaker: degrade({ resource: SAVE }), ...others }), 2);
      const refusal = engine.admit(call({ keys: [account('a')] }), 1);
      return refusal.verdict === 'refused' ? refusal.ruleId : refusal.verdict;
    });
    // A breaker that was away has forgotten that it was open.
    expect(named).toEqual(['system', 'pool', 'caller', 'hotspot', 'hotspot', 'access']);
  });

  it('takes nothing from any rule, and neither does a call that is cancelled', () => {
    const engine = engineWith({
      pool: flow({ threshold: 10 }),
      running: flow({ metric: 'concurrency', threshold: 1 }),
      values: hotspot({ threshold: 10 }),
      system: system({ costPerSecondMax: 100 }),
    });
    const keys = [account('a'), account('b'), account('a')];
    const held = ticketOf(engine.admit(call({ keys }), 0));
    for (let each = 0; each < 30; each++) {
      expect(engine.admit(call({ keys }), 1)).toMatchObject({
        kind: 'concurrency',
        retryAfterMs: undefined,
      });
    }
    engine.cancel(held, 2);
    for (let each = 0; each < 5; each++) {
      engine.complete(ticketOf(engine.admit(call({ keys }), 3)), 'ok', 3);
    }
    expect(engine.admit(call({ keys }), 4)).toMatchObject({ kind: 'hotspot', used: 10 });
    expect(engine.admit(call({ cost: 5 }), 4).verdict).toBe('admitted');
  });
});

describe('a call', () => {
  it('that is paced waits and gives its turn back when it is given up', () => {
    const engine = engineWith({ a: flow({ behavior: 'pace', queueTimeoutMs: 2_000 }) });
    ticketOf(engine.admit(call(), 0));
    const paced = engine.admit(call(), 0);
    expect(paced).toMatchObject({ verdict: 'paced' });
    expect(paced.verdict === 'paced' && paced.waitMs).toBeCloseTo(1_000 / 3);
    engine.cancel(ticketOf(paced), 10);
    const next = engine.admit(call(), 10);
    expect(next.verdict === 'paced' && next.waitMs).toBeCloseTo(1_000 / 3 - 10);
  });

  it('with one value many times asks for all of them together', () => {
    const engine = engineWith({ a: hotspot({ threshold: 20 }) });
    const keys = Array.from({ length: 21 }, () => account('a'));
    expect(engine.admit(call({ keys }), 0)).toMatchObject({ reason: 'cost-above-limit' });
    expect(engine.admit(call({ keys: keys.slice(1) }), 0).verdict).toBe('admitted');
    expect(engine.admit(call({ keys: [account('a', 0.5)] }), 0).verdict).toBe('refused');
    expect(engine.admit(call({ keys: [{ kind: 'member-id', value: 'a' }] }), 0).verdict).toBe(
      'admitted',
    );
  });

  it('without a cost, or without an end to it, is a mistake', () => {
    const engine = engineWith({});
    for (const cost of [0, -1, NaN, Infinity]) {
      expect(() => engine.admit(call({ cost }), 0)).toThrow('cost');
    }
  });

  it('counts once, however often it is ended', () => {
    const engine = engineWith({ a: flow({ metric: 'concurrency', threshold: 2 }) });
    const ticket = ticketOf(engine.admit(call(), 0));
    engine.admit(call(), 0);
    engine.complete(ticket, 'ok', 1);
    engine.complete(ticket, 'ok', 1);
    engine.cancel(ticket, 1);
    expect(passing(engine, {}, 2)).toBe(1);
  });
});

describe('a breaker', () => {
  const failing = (changes: Partial<DegradeRule>): FlowEngine => {
    const engine = engineWith({ a: degrade(changes) });
    engine.complete(ticketOf(engine.admit(call(), 0)), 'failed', 0);
    return engine;
  };

  it('refuses while it is open and says until when', () => {
    const engine = failing({});
    expect(engine.admit(call(), 400)).toMatchObject({ kind: 'breaker', retryAfterMs: 600 });
    expect(engine.breakerStates(400)).toEqual([{ ruleId: 'a', resource: '*', state: 'open' }]);
    engine.complete(ticketOf(engine.admit(call(), 1_000)), 'ok', 1_001);
    expect(engine.breakerStates(1_001)).toMatchObject([{ state: 'closed' }]);
  });

  it('on a tier is not for a gateway', () => {
    const engine = engineWith({ a: degrade({ resource: 'tier:redis/a' }) });
    expect(engine.breakerStates(0)).toEqual([]);
  });

  it('lets calls through degraded where its rule says so, and they are no probes', () => {
    const engine = failing({ fallback: 'serve_available' });
    const degraded = engine.admit(call(), 1);
    expect(degraded).toMatchObject({ verdict: 'admitted', degraded: true });
    engine.complete(ticketOf(degraded), 'ok', 2);
    expect(engine.breakerStates(2)).toMatchObject([{ state: 'open' }]);
    expect(engine.admit(call({ degradable: false }), 3)).toMatchObject({ kind: 'breaker' });
    expect(engine.admit(call(), 1_000)).toMatchObject({ degraded: false });
  });
});

describe('a breaker in the shadow', () => {
  it('degrades nobody and says what it would have refused', () => {
    const engine = new FlowEngine();
    const kind = degrade({ fallback: 'serve_available' });
    engine.replaceRules(rules({ a: kind }, { mode: 'shadow' }), 1);
    engine.complete(ticketOf(engine.admit(call(), 0)), 'failed', 0);
    const admission = engine.admit(call(), 1);
    expect(admission).toMatchObject({ degraded: false, shadow: [{ ruleId: 'a' }] });
    // A call that the rule would have refused is no probe of it.
    engine.complete(ticketOf(admission), 'ok', 1);
    expect(engine.breakerStates(1)).toMatchObject([{ state: 'open' }]);
  });
});

describe('an access rule', () => {
  it.each([
    [{ deny: ['a'] }, [false, true]],
    [{ allow: ['a'] }, [true, false]],
    [{ allow: ['a'], deny: ['*'] }, [true, false]],
    [{ allow: ['*'], deny: ['a'] }, [false, true]],
    [{ deny: ['*'] }, [false, false]],
    [{ allow: ['*'] }, [true, true]],
  ])('of %j', (lists, passes) => {
    const engine = engineWith({ a: access(lists) });
    const passed = ['a', 'b'].map((caller) => engine.admit(call({ caller }), 0).verdict);
    expect(passed).toEqual(passes.map((pass) => (pass ? 'admitted' : 'refused')));
  });
});

describe('a system rule', () => {
  it('sheds marketing at four fifths, order at the limit, and ops never', () => {
    const engine = engineWith({ a: system({ concurrencyMax: 10 }) });
    const passed = (['marketing', 'order', 'ops'] as const).map((trafficClass) =>
      passing(engine, { trafficClass }),
    );
    expect(passed).toEqual([8, 2, 20]);
  });

  it('looks at cost, the event loop and the mean response time', () => {
    const cost = engineWith({ a: system({ costPerSecondMax: 5 }) });
    expect(passing(cost)).toBe(5);
    expect(cost.admit(call(), 400)).toMatchObject({ kind: 'system', retryAfterMs: 600 });
    const loop = engineWith({ a: system({ eventLoopDelayMaxMs: 50 }) });
    loop.sample({ eventLoopDelayMs: 45 }, 0);
    expect([passing(loop), passing(loop, { trafficClass: 'marketing' })]).toEqual([20, 0]);
    const mean = engineWith({ a: system({ responseTimeMeanMaxMs: 100 }) });
    mean.complete(ticketOf(mean.admit(call(), 0)), 'ok', 101);
    expect([passing(mean, {}, 110), passing(mean, {}, 1_200)]).toEqual([0, 20]);
  });

  it('adapts how many calls may be in progress', () => {
    const engine = engineWith({ a: system({ adaptiveConcurrency: true }) });
    const refusals = Array.from({ length: 30 }, () => engine.admit(call(), 0)).filter(
      ({ verdict }) => verdict === 'refused',
    );
    expect(refusals).toHaveLength(10);
    expect(refusals[0]).toMatchObject({ kind: 'shed', used: 20, threshold: 20 });
  });
});

describe('a rule that is not enforced', () => {
  it('in the shadow counts as if it were and refuses nobody', () => {
    const engine = new FlowEngine();
    engine.replaceRules(rules({ a: flow() }, { mode: 'shadow' }), 1);
    const admissions = Array.from({ length: 5 }, () => engine.admit(call(), 0));
    expect(admissions.map(({ verdict }) => verdict)).toEqual(Array(5).fill('admitted'));
    expect(admissions[4]?.shadow).toMatchObject([{ ruleId: 'a', kind: 'limit', used: 3 }]);
    // What it would have refused it has not counted, and giving that back takes nothing away.
    engine.cancel(ticketOf(admissions[4]!), 0);
    expect(engine.admit(call(), 0).shadow).toMatchObject([{ used: 3 }]);
    expect(engine.drainTraffic()).toMatchObject([{ passed: 5, refused: 0, shadowRefused: 3 }]);
  });

  it('for a part of the callers is enforced for always the same', () => {
    const engine = new FlowEngine();
    const passed = (percent: number): string[] => {
      engine.replaceRules(
        rules({ a: flow({ caller: '*', threshold: 0.5 }) }, { enforcePercent: percent }),
        percent,
      );
      const callers = Array.from({ length: 1_000 }, (_, at) => `caller-${at}`);
      return callers.filter((caller) => engine.admit(call({ caller }), 0).verdict === 'admitted');
    };
    const most = passed(30);
    expect(most.length).toBeGreaterThan(650);
    expect(most.length).toBeLessThan(750);
    expect(passed(30)).toEqual(most);
    expect(passed(60).every((caller) => most.includes(caller))).toBe(true);
    expect(passed(0)).toEqual([]);
  });

  it('does nothing when it is off', () => {
    const engine = new FlowEngine();
    engine.replaceRules(rules({ a: flow(), b: access({ deny: ['*'] }) }, { mode: 'off' }), 1);
    expect(passing(engine)).toBe(20);
    expect(engine.admit(call(), 0).shadow).toEqual([]);
  });
});

describe('an edit', () => {
  it('changes a threshold and forgets nothing that passed', () => {
    const engine = engineWith({ a: flow(), b: hotspot({ threshold: 2 }), c: degrade() });
    engine.complete(ticketOf(engine.admit(call({ keys: [account('x')] }), 0)), 'failed', 0);
    const loose = { b: hotspot({ threshold: 3 }), c: degrade({ threshold: 9 }) };
    engine.replaceRules(rules({ a: flow({ threshold: 5 }), ...loose }), 2);
    expect(engine.revision).toBe(2);
    expect(engine.admit(call(), 1)).toMatchObject({ kind: 'breaker' });
    engine.replaceRules(rules({ a: flow({ threshold: 5 }), b: loose.b }), 3);
    expect(passing(engine, { keys: [account('x')] }, 1)).toBe(2);
    expect(passing(engine, {}, 1)).toBe(2);
    engine.replaceRules(rules({ a: flow({ threshold: 4 }) }), 4);
    expect(passing(engine, {}, 1)).toBe(0);
    engine.replaceRules(rules({ a: flow({ threshold: 6, behavior: 'warm_up', warmUpMs: 9 }) }), 5);
    expect(passing(engine, {}, 1)).toBe(0);
    engine.replaceRules(rules({ a: flow({ threshold: 6 }) }), 6);
    expect(passing(engine, {}, 1)).toBe(1);
  });

  it('leaves calls in progress with the rule that let them in', () => {
    const engine = engineWith({ a: flow({ metric: 'concurrency', threshold: 1 }) });
    const ticket = ticketOf(engine.admit(call(), 0));
    engine.replaceRules(rules({ a: flow({ metric: 'concurrency', threshold: 2 }) }), 2);
    expect(passing(engine)).toBe(1);
    engine.complete(ticket, 'ok', 1);
    expect(passing(engine)).toBe(1);
  });
});

describe('a clock that steps back', () => {
  it('loses nothing, widens nothing, and the time to wait is still true', () => {
    const engine = engineWith({ a: flow(), b: hotspot() });
    passing(engine, {}, 5_000);
    expect(passing(engine, {}, 1_000)).toBe(0);
    const refusal = engine.admit(call(), 1_000);
    expect(refusal).toMatchObject({ retryAfterMs: 5_000 });
    expect(passing(engine, {}, 5_999)).toBe(0);
    expect(passing(engine, {}, 6_000)).toBe(3);
  });
});

function identityOf(engine: FlowEngine): string {
  return engine.leaseDemands(0)[0]?.identity ?? '';
}

describe('a global rule', () => {
  const grant = { grantId: 1, share: 5, fairShare: 2, validUntilMs: 10_000, fairFromMs: 12_000 };

  it('passes the share that was granted, then what is safe, then the fair share', () => {
    const engine = engineWith({ a: flow({ scope: 'global', threshold: 10 }) });
    expect(engine.admit(call(), 0)).toMatchObject({ kind: 'limit', retryAfterMs: undefined });
    const a = identityOf(engine);
    expect(engine.grantLease(a, grant)).toBe(true);
    expect(engine.grantLease('b', grant)).toBe(false);
    const passed = [0, 1_000, 10_000, 12_000].map((nowMs) => passing(engine, {}, nowMs));
    expect(passed).toEqual([5, 5, 2, 2]);
    const next = { ...grant, grantId: 2, share: 1, validUntilMs: 20_000 };
    expect(engine.grantLease(a, next)).toBe(true);
    expect(engine.grantLease(a, { ...grant, grantId: 1 })).toBe(false);
    expect(passing(engine, {}, 13_000)).toBe(1);
  });

  it('tells what was asked of it, what is in use, and what is held', () => {
    const engine = engineWith({ a: flow({ scope: 'global', threshold: 10, windowMs: 2_000 }) });
    const identity = identityOf(engine);
    engine.grantLease(identity, grant);
    passing(engine, {}, 500);
    const told = { ruleId: 'a', identity, wanted: 80, used: 5, holds: grant };
    expect(engine.leaseDemands(500)).toEqual([told]);
    expect(engine.leaseDemands(1_000)).toMatchObject([{ wanted: 0, used: 5 }]);
  });

  it('that is made while calls come refuses nobody until its first share, for a second', () => {
    const engine = engineWith({});
    engine.replaceRules(rules({ a: flow({ scope: 'global', threshold: 10 }) }), 2);
    const passed = [0, 999, 1_000, 5_000].map((nowMs) => passing(engine, {}, nowMs));
    expect(passed[0]).toBeGreaterThan(10);
    expect(passed[1]).toBeGreaterThan(10);
    expect(passed.slice(2)).toEqual([0, 0]);
    engine.grantLease(identityOf(engine), { ...grant, validUntilMs: 20_000, fairFromMs: 20_000 });
    expect(passing(engine, {}, 10_000)).toBe(5);
  });

  it('that is made while others hold all of it refuses nobody for a second either', () => {
    const engine = engineWith({});
    engine.replaceRules(rules({ a: flow({ scope: 'global', threshold: 10 }) }), 2);
    engine.grantLease(identityOf(engine), { ...grant, share: 0 });
    expect(passing(engine, {}, 0)).toBeGreaterThan(10);
    engine.grantLease(identityOf(engine), { ...grant, grantId: 2, share: 5 });
    expect(passing(engine, {}, 2_000)).toBe(5);
    engine.grantLease(identityOf(engine), { ...grant, grantId: 3, share: 0 });
    expect(passing(engine, {}, 3_000)).toBe(0);
  });

  it('counts what passed before its first share', () => {
    const engine = engineWith({});
    engine.replaceRules(rules({ a: flow({ scope: 'global', threshold: 10 }) }), 2);
    expect(passing(engine, {}, 0)).toBeGreaterThan(10);
    engine.grantLease(identityOf(engine), grant);
    expect(passing(engine, {}, 500)).toBe(0);
    expect(passing(engine, {}, 1_000)).toBe(5);
  });

  it('takes nothing that was lent to it when it was another rule', () => {
    const engine = engineWith({ a: flow({ scope: 'global', threshold: 10 }) });
    const before = identityOf(engine);
    const more = { a: flow({ scope: 'global', threshold: 20 }) };
    engine.replaceRules(rules(more), 2);
    expect(identityOf(engine)).toBe(before);
    engine.replaceRules(rules({ a: flow({ scope: 'global', windowMs: 9_000 }) }), 3);
    expect(engine.grantLease(before, grant)).toBe(false);
    expect(engine.grantLease(identityOf(engine), grant)).toBe(true);
  });
});

describe('what is told about traffic', () => {
  it('counts by method and caller, and starts anew when it was told', () => {
    const engine = engineWith({ a: flow({ resource: GET }) });
    for (let each = 0; each < 5; each++) engine.admit(call(), 0);
    const ticket = ticketOf(engine.admit(call({ method: SAVE }), 0));
    engine.complete(ticket, 'failed', 50);
    engine.replaceRules(rules({ a: flow({ resource: GET, threshold: 4 }) }), 2);
    engine.admit(call(), 0);
    const [get, save] = engine.drainTraffic();
    expect(get).toMatchObject({ resource: GET, caller: 'order-service', passed: 4, refused: 2 });
    expect(save).toMatchObject({ resource: SAVE, passed: 1, failed: 1, responseTimeMeanMs: 50 });
    expect(save?.responseTimeP99Ms).toBeGreaterThanOrEqual(50);
    expect(save?.responseTimeP99Ms).toBeLessThanOrEqual(60);
    expect(engine.drainTraffic()).toEqual([]);
  });

  it('names the hottest values, with no rule for them', () => {
    const engine = engineWith({ a: flow() });
    passing(engine, { keys: [account('hot')] });
    expect(engine.hottestValues(1, 0)).toMatchObject([
      { method: GET, kind: 'account', value: 'hot', refused: true },
    ]);
  });
});
