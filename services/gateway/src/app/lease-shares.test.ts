import { describe, expect, it } from '@jest/globals';
import { type EngineRule, FlowEngine, HeldShare, QuotaGrantor } from '@member-mesh/flow-engine';
import { type Clock, systemClock } from '@member-mesh/kernel';

import { type Grantor, LeaseShares, type RuleAsk } from './lease-shares.ts';

const DAY_MS = 86_400_000;
/** After so many asks of both, shares no longer move. */
const ROUNDS = 5;
const METHOD = '/member.v1.MemberQueryService/GetMember';
const random = { bytes: () => Buffer.alloc(0), fraction: () => 0 };

function globalRule(threshold: number): EngineRule {
  return {
    ...{ ruleId: 'g', mode: 'enforce', enforcePercent: 0 },
    kind: {
      ...{ type: 'flow', resource: '*', caller: '', metric: 'cost', threshold, burst: 0 },
      ...{ scope: 'global', behavior: 'reject', coldFactor: 0, windowMs: DAY_MS },
    },
  };
}

/** An engine, its leases, and a clock that a test moves. */
function leasing(grantor: Grantor, rules = [globalRule(10)]) {
  let nowMs = 1_000;
  const clock: Clock = { ...systemClock, nowMs: () => 5_000, monotonicMs: () => nowMs };
  const engine = new FlowEngine();
  engine.replaceRules(rules, 7);
  const stop = new AbortController();
  const leases = new LeaseShares({
    ...{ engine, grantor, gatewayId: 'gateway-a', clock, random, askIntervalMs: 1 },
    onEnded: () => undefined,
    observer: { share: () => undefined },
  });
  const running = leases.run(stop.signal);
  const call = { method: METHOD, caller: 'x', trafficClass: 'order' as const, cost: 1, keys: [] };
  return {
    granted: leases.granted,
    passes: () => engine.admit(call, nowMs).verdict === 'admitted',
    laterBy: (ms: number) => (nowMs += ms),
    end: async () => {
      stop.abort();
      await running;
    },
  };
}

function quota(threshold: number): QuotaGrantor {
  const times = { windowMs: DAY_MS, leaseMs: 2_000, marginMs: 200, forgetMs: 60_000 };
  return new QuotaGrantor({ threshold, times, epoch: 1, known: [], startedAtMs: 0 });
}

/** A grantor that answers at once, and keeps what it was asked. */
function answering(grantor: QuotaGrantor) {
  const asked: RuleAsk[] = [];
  const granted = Promise.withResolvers<void>();
  const port: Grantor = {
    async *converse(asks) {
      for await (const each of asks) {
        asked.push(each);
        yield { ruleId: each.ruleId, answer: grantor.answer(each.ask, 0) };
        granted.resolve();
      }
    },
  };
  return { port, asked, granted: granted.promise };
}

describe('the shares of global rules', () => {
  it('are nothing before they are granted, and then what was granted', async () => {
    const { port, granted, asked } = answering(quota(10));
    const leased = leasing(port);
    expect(leased.passes()).toBe(false);
    await Promise.all([granted, leased.granted]);
    expect(Array.from({ length: 11 }, () => leased.passes()).filter(Boolean)).toHaveLength(10);
    await leased.end();
    expect(asked[0]).toMatchObject({ ruleId: 'g', policyRevision: 7, ask: { number: 1 } });
  });

  it('are asked for at the next one when a grantor ends the conversation', async () => {
    const { port, granted } = answering(quota(10));
    let turns = 0;
    const second: Grantor = {
      converse: (asks, signal) => {
        turns += 1;
        if (turns === 1) throw new Error('not the grantor');
        return port.converse(asks, signal);
      },
    };
    const leased = leasing(second);
    await granted;
    expect(leased.passes()).toBe(true);
    await leased.end();
  });

  it('stay in use while nobody grants, and shrink to no more than the fair share after', async () => {
    const grantor = quota(10);
    const other = new HeldShare({ gatewayId: 'gateway-b', incarnation: 1 });
    const settled = Promise.withResolvers<void>();
    let rounds = 0;
    const leased = leasing({
      async *converse(asks) {
        for await (const { ruleId, ask } of asks) {
          if (rounds++ > ROUNDS) return settled.resolve();
          other.accept(grantor.answer(other.ask({ wanted: 0, used: 0 }, 0), 0), 0);
          yield { ruleId, answer: grantor.answer({ ...ask, wanted: 10 }, 0) };
        }
      },
    });
    await settled.promise;
    const passing = (): number => Array.from({ length: 10 }, leased.passes).filter(Boolean).length;
    expect(passing()).toBeGreaterThan(5);
    leased.laterBy(2 * DAY_MS);
    expect(passing()).toBe(5);
    await leased.end();
  });

  it('of rules that are global no more are not asked for', async () => {
    const asked: RuleAsk[] = [];
    const leased = leasing(
      {
        async *converse(asks) {
          for await (const each of asks) asked.push(each);
          yield* [];
        },
      },
      [],
    );
    await leased.end();
    expect(asked).toEqual([]);
  });
});
