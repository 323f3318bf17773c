// The shares of global rules that this gateway holds, and what it tells about them to ask for more.
import type { RuleBook } from '../policy/rule-book.ts';
import type { LeaseGrant } from './lease.ts';

export interface LeaseDemand {
  ruleId: string;
  /**
   * Another one after an edit that makes it another rule: what was lent to the old one is not its.
   */
  identity: string;
  /** Cost asked for since the last look, refused or not, as it would be in one window. */
  wanted: number;
  /** Cost passed in the window that ends now: what stays charged whatever is granted next. */
  used: number;
  /** What is in force here; undefined before the first grant. */
  holds: LeaseGrant | undefined;
}

export class LeaseDesk {
  readonly #book: RuleBook;
  #lookedMs = -Infinity;

  constructor(book: RuleBook) {
    this.#book = book;
  }

  grant(identity: string, grant: LeaseGrant): boolean {
    const limits = this.#book.globalLimits().find((each) => each.identity === identity);
    return limits?.leasing?.lease.adopt(grant) ?? false;
  }

  demands(nowMs: number): LeaseDemand[] {
    // Before the first look nobody knows for how long was asked: too much is taken for a window.
    const elapsedMs = Math.max(1, nowMs - this.#lookedMs);
    this.#lookedMs = nowMs;
    return this.#book.globalLimits().map((limits) => {
      const { leasing, rule } = limits;
      const asked = leasing?.demand.asked ?? 0;
      if (leasing) leasing.demand.asked = 0;
      return {
        ruleId: rule.ruleId,
        identity: limits.identity,
        wanted: elapsedMs === Infinity ? asked : (asked * limits.windowMs) / elapsedMs,
        used: limits.usedAt(nowMs),
        holds: leasing?.lease.grant,
      };
    });
  }
}
