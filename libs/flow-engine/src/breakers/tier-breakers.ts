// Breakers on the tiers behind a service, "tier:redis/a", for the services that call them. The same
// breakers as a gateway's, without callers, limits and keys.
import type { Outcome, Refusal } from '../call.ts';
import { isEnforcedFor } from '../policy/enforcement.ts';
import type { EngineRule } from '../policy/rule.ts';
import { retryAfterMs } from '../retry-after.ts';
import { StandingClock } from '../standing-clock.ts';
import type { Breaker, BreakerStateName } from './breaker.ts';
import { BreakerShelf, isOnTiers, type ShelvedBreaker } from './breaker-shelf.ts';

/** One use of a tier, to be completed or cancelled once. */
export interface TierTicket {
  readonly startMs: number;
  readonly entered: readonly Breaker[];
  readonly receipts: readonly number[];
  isOver: boolean;
}

export type TierAdmission =
  { verdict: 'admitted'; ticket: TierTicket } | ({ verdict: 'refused' } & Refusal);

export class TierBreakers {
  readonly #shelf = new BreakerShelf();
  readonly #clock = new StandingClock();

  /** Takes the rules on tiers among `rules`; what stays the same rule keeps its state. */
  replaceRules(rules: readonly EngineRule[]): void {
    this.#shelf.replace(rules.filter(isOnTiers));
  }

  /** Whether any rule is on the tier. */
  watches(tier: string): boolean {
    return this.#shelf.on(tier).length > 0;
  }

  /** `tier` as rules write it: "tier:mysql/0". `nowMs` is monotonic. */
  admit(tier: string, nowMs: number): TierAdmission {
    const now = this.#clock.at(nowMs);
    const breakers = this.#shelf.on(tier);
    let refusing: ShelvedBreaker | undefined;
    let atMs = now;
    for (const each of breakers) {
      const passesMs = each.breaker.passesAt(now);
      if (passesMs <= now || !isEnforcedFor(each.rule, tier)) continue;
      refusing ??= each;
      atMs = Math.max(atMs, passesMs);
    }
    if (refusing) {
      return { verdict: 'refused', ...refusalOf(refusing, { atMs, now, askedMs: nowMs }) };
    }
    const receipts: number[] = [];
    const entered: Breaker[] = [];
    for (const { breaker } of breakers) {
      if (breaker.passesAt(now) > now) continue;
      breaker.enter(now, now, receipts);
      entered.push(breaker);
    }
    return { verdict: 'admitted', ticket: { startMs: now, entered, receipts, isOver: false } };
  }

  complete(ticket: TierTicket, outcome: Outcome, nowMs: number): void {
    this.#leave(ticket, outcome, nowMs);
  }

  /** The tier was not called after all. */
  cancel(ticket: TierTicket, nowMs: number): void {
    this.#leave(ticket, undefined, nowMs);
  }

  states(nowMs: number): { ruleId: string; resource: string; state: BreakerStateName }[] {
    return this.#shelf.states(this.#clock.at(nowMs));
  }

  #leave(ticket: TierTicket, outcome: Outcome | undefined, nowMs: number): void {
    if (ticket.isOver) return;
    ticket.isOver = true;
    const now = this.#clock.at(nowMs);
    ticket.entered.forEach((breaker, at) => {
      const generation = ticket.receipts[2 * at] ?? 0;
      const cell = ticket.receipts[2 * at + 1] ?? 0;
      breaker.leave({ generation, cell, startMs: ticket.startMs }, outcome, now);
    });
  }
}

function refusalOf(
  { breaker, rule }: ShelvedBreaker,
  { atMs, now, askedMs }: { atMs: number; now: number; askedMs: number },
): Refusal {
  return {
    kind: 'breaker',
    ruleId: rule.ruleId,
    reason: 'over-limit',
    used: breaker.usedAt(now),
    threshold: breaker.threshold,
    retryAfterMs: retryAfterMs(atMs, askedMs),
  };
}
