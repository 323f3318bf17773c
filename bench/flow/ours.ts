// Decisions of our engine, as a gateway makes them: a call is asked for, and completed.
import { type Call, type EngineRule, FlowEngine } from '@member-mesh/flow-engine';
import { systemClock as clock } from '@member-mesh/kernel';

const RESOURCE = '/member.v1.MemberQueryService/GetMember';
/** Never reached: what is measured is passing. */
const NEVER = 1e9;
const CALLS_AT_ONCE = 1_000;
/** Prime, so that every key has its turn, and the next one is far away. */
const STRIDE = 7_919;

export interface Situation {
  /** Rules on the resource, each for a caller of its own. */
  callerRules: number;
  /** Callers that call. */
  callers: number;
  /** Values that are asked for. */
  keys: number;
  hotspot?: boolean;
  breaker?: boolean;
  global?: boolean;
}

/** Nanoseconds a decision, on average over `forMs`. */
export function nanosOf(situation: Situation): (forMs: number) => number {
  const engine = engineFor(situation);
  const { callers, keys } = situation;
  const callsOf = callsFor(callers, keys);
  let made = 0;
  return (forMs) => {
    const startedMs = clock.monotonicMs();
    const first = made;
    let nowMs = startedMs;
    while (nowMs < startedMs + forMs) {
      for (let n = 0; n < CALLS_AT_ONCE; n++) {
        const admission = engine.admit(callsOf(made++), nowMs);
        if (admission.verdict !== 'admitted') throw new Error(`refused: ${admission.verdict}`);
        engine.complete(admission.ticket, 'ok', nowMs);
      }
      nowMs = clock.monotonicMs();
    }
    return ((nowMs - startedMs) * 1e6) / (made - first);
  };
}

function engineFor(situation: Situation): FlowEngine {
  const { callerRules, hotspot = false, breaker = false, global = false } = situation;
  const engine = new FlowEngine({ seed: 1 });
  const limits = Array.from({ length: callerRules }, (_, at) => limit(`caller-${at}`));
  const rules = [
    ...limits,
    ...(hotspot ? [HOTSPOT] : []),
    ...(breaker ? [BREAKER] : []),
    ...(global ? [GLOBAL] : []),
  ];
  engine.replaceRules(rules, 1);
  for (const { identity } of engine.leaseDemands(0)) {
    const grant = { grantId: 1, share: NEVER, fairShare: NEVER };
    engine.grantLease(identity, { ...grant, validUntilMs: Infinity, fairFromMs: Infinity });
  }
  return engine;
}

function callsFor(callers: number, keys: number): (n: number) => Call {
  const names = Array.from({ length: callers }, (_, at) => `caller-${at}`);
  const values = Array.from({ length: keys }, (_, at) => `wechat:${at}`);
  return (n) => ({
    ...{ method: RESOURCE, caller: names[n % callers] ?? '', trafficClass: 'order', cost: 1 },
    keys: [{ kind: 'account', value: values[(n * STRIDE) % keys] ?? '' }],
  });
}

function ruleOf(ruleId: string, kind: EngineRule['kind']): EngineRule {
  return { ruleId, mode: 'enforce', enforcePercent: 0, kind };
}

function limit(caller: string, scope: 'per_gateway' | 'global' = 'per_gateway'): EngineRule {
  return ruleOf(`limit-${caller || 'all'}`, {
    ...{ type: 'flow', resource: RESOURCE, caller, metric: 'cost', threshold: NEVER, burst: 0 },
    ...{ scope, behavior: 'reject', coldFactor: 0, windowMs: 1_000 },
  });
}

const GLOBAL = limit('', 'global');
const HOTSPOT = ruleOf('hotspot', {
  ...{ type: 'hotspot', resource: RESOURCE, caller: '', key: 'account', threshold: NEVER },
  ...{ burst: 0, windowMs: 1_000, overrides: {} },
});
const BREAKER = ruleOf('breaker', {
  ...{ type: 'degrade', resource: RESOURCE, strategy: 'error_ratio', threshold: 0.5 },
  ...{ minRequests: 5, statWindowMs: 1_000, openForMs: 1_000, probes: 1, fallback: 'fail_fast' },
});
