// Asks the rules of a plan in their order: access, breakers, hotspots, the caller's limits, those
// of all callers, the system. Nothing is taken. All are asked even after one has refused, because
// only all of them know when the call would pass.
import type { Call } from '../call.ts';
import type { BreakerCheck, HotspotCheck, Plan } from '../policy/plan.ts';
import type { CallKeys } from './call-keys.ts';
import type { Verdict } from './verdict.ts';

const charge = { hash: 0, threshold: 0, cost: 0 };

export class Judge {
  readonly #keys: CallKeys;
  readonly #verdict: Verdict;

  constructor(keys: CallKeys, verdict: Verdict) {
    this.#keys = keys;
    this.#verdict = verdict;
  }

  judge(plan: Plan, call: Call, nowMs: number): void {
    for (const check of plan.denials) {
      const never = { used: 0, threshold: 0, atMs: Infinity, isPossible: true };
      this.#verdict.against(check, { kind: 'access', ...never });
    }
    // What is shut for good need not say when.
    if (this.#verdict.refusal) return;
    if (plan.breakers.length > 0) this.#askBreakers(plan.breakers, call, nowMs);
    for (const check of plan.hotspots) this.#askHotspot(check, nowMs);
    for (const check of plan.flows) {
      const atMs = check.gate.passesAt(call.cost, nowMs);
      if (atMs <= nowMs) continue;
      this.#verdict.against(check, {
        kind: check.kind,
        used: check.gate.usedAt(nowMs),
        threshold: check.gate.threshold,
        atMs,
        isPossible: check.gate.admits(call.cost),
      });
    }
    for (const check of plan.systems) {
      const found = check.guard.findAgainst(call.trafficClass, call.cost, nowMs);
      if (found) this.#verdict.against(check, found);
    }
  }

  /**
   * A call that can be answered degraded passes a breaker that serves so; one that any other
   * breaker stands against does not.
   */
  #askBreakers(checks: readonly BreakerCheck[], call: Call, nowMs: number): void {
    for (const check of checks) {
      const atMs = check.breaker.passesAt(nowMs);
      if (atMs <= nowMs) continue;
      if (check.isEnforced && check.servesAvailable && call.degradable !== false) {
        this.#verdict.isDegraded = true;
        continue;
      }
      this.#verdict.against(check, {
        kind: 'breaker',
        used: check.breaker.usedAt(nowMs),
        threshold: check.breaker.threshold,
        atMs,
        isPossible: true,
      });
    }
  }

  #askHotspot(check: HotspotCheck, nowMs: number): void {
    const keys = this.#keys;
    let latestMs = nowMs;
    let found: { used: number; threshold: number; isPossible: boolean } | undefined;
    for (let at = 0; at < keys.count; at++) {
      if (keys.kinds[at] !== check.keyKind) continue;
      charge.hash = keys.hash(at, check.salt);
      charge.threshold = check.gate.thresholdOf(keys.values[at] ?? '');
      charge.cost = keys.costs[at] ?? 0;
      const atMs = check.gate.passesAt(charge, nowMs);
      if (atMs <= nowMs) continue;
      latestMs = Math.max(latestMs, atMs);
      const used = check.gate.usedAt(charge, nowMs);
      const isPossible = check.gate.admits(charge);
      found ??= { used, threshold: charge.threshold, isPossible };
    }
    if (found) this.#verdict.against(check, { kind: 'hotspot', atMs: latestMs, ...found });
  }
}
