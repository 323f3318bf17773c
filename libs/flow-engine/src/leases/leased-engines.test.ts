import { describe, expect, it } from '@jest/globals';
import { seededFractions } from '@member-mesh/kernel';

import { mostInAnyWindow } from '../../test/simulated-mesh.ts';
import { FlowEngine } from '../engine/flow-engine.ts';
import type { EngineRule } from '../policy/rule.ts';
import { HeldShare } from './held-share.ts';
import { QuotaGrantor } from './quota-grantor.ts';

const WINDOW_MS = 1_000;
const times = { windowMs: WINDOW_MS, leaseMs: 1_000, marginMs: 20, forgetMs: 60_000 };

const globalRule: EngineRule = {
  ruleId: 'all',
  mode: 'enforce',
  enforcePercent: 0,
  kind: {
    type: 'flow',
    resource: '*',
    caller: '',
    metric: 'cost',
    threshold: 100,
    burst: 0,
    scope: 'global',
    behavior: 'reject',
    coldFactor: 0,
    windowMs: WINDOW_MS,
  },
};
const call = { method: '/m.Q/Get', caller: 'a', trafficClass: 'order', cost: 1, keys: [] } as const;

interface Member {
  engine: FlowEngine;
  share: HeldShare;
  offsetMs: number;
}

function memberOf(gatewayId: string, offsetMs: number): Member {
  const engine = new FlowEngine();
  engine.replaceRules([globalRule], 1);
  return { engine, share: new HeldShare({ gatewayId, incarnation: 1 }), offsetMs };
}

/** One conversation with the grantor, as a gateway holds it for each global rule. */
function renew({ engine, share, offsetMs }: Member, grantor: QuotaGrantor, nowMs: number): void {
  const ownMs = nowMs + offsetMs;
  for (const { identity, wanted, used } of engine.leaseDemands(ownMs)) {
    const ask = share.ask({ wanted, used }, ownMs);
    const grant = share.accept(grantor.answer(ask, nowMs), ownMs);
    if (grant) engine.grantLease(identity, grant);
  }
}

describe('engines under one global rule', () => {
  it('pass together no more than its threshold in any window, and nearly all of it', () => {
    const fraction = seededFractions(8);
    const grantor = new QuotaGrantor({
      threshold: 100,
      times,
      epoch: 1,
      known: [],
      startedAtMs: 0,
    });
    const members = ['g1', 'g2', 'g3'].map((id) => memberOf(id, Math.floor(fraction() * 1e8)));
    const passes: { atMs: number }[] = [];
    for (let nowMs = 10; nowMs < 20_000; nowMs += 10) {
      members.forEach((member, index) => {
        if ((nowMs / 10 + index * 7) % 20 === 0) renew(member, grantor, nowMs);
        // Demand wanders from one gateway to the next, and fills each window as soon as it can.
        const isBusy = Math.floor(nowMs / 3_700) % members.length === index;
        for (let left = isBusy ? 4 : Number(fraction() < 0.1); left > 0; left--) {
          const admission = member.engine.admit(call, nowMs + member.offsetMs);
          if (admission.verdict === 'refused') break;
          passes.push({ atMs: nowMs });
          member.engine.complete(admission.ticket, 'ok', nowMs + member.offsetMs);
        }
      });
    }
    expect(mostInAnyWindow(passes, WINDOW_MS)).toBeLessThanOrEqual(100);
    expect(mostInAnyWindow(passes, WINDOW_MS)).toBeGreaterThanOrEqual(95);
    // Each move of the demand costs about a second.
    expect(passes.length).toBeGreaterThanOrEqual(1_500);
  });
});
