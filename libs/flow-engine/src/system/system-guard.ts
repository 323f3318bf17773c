// One system rule. Marketing is shed first, at four fifths of each limit; order at the limit; ops
// never, though what it does counts.
import type { RefusalKind, TrafficClass } from '../call.ts';
import type { SystemRule } from '../policy/rule.ts';
import { SlidingWindow } from '../windows/sliding-window.ts';
import { AdaptiveLimit } from './adaptive-limit.ts';
import type { Load } from './load.ts';

const MARKETING_SHARE = 0.8;
const SECOND_MS = 1_000;

export interface SystemFinding {
  kind: Extract<RefusalKind, 'system' | 'shed'>;
  used: number;
  threshold: number;
  /** When the call would pass; Infinity when no instant can be told. */
  atMs: number;
  isPossible: boolean;
}

export class SystemGuard {
  #rule: SystemRule;
  readonly #load: Load;
  readonly #window: SlidingWindow;
  readonly #adaptive = new AdaptiveLimit();

  constructor(rule: SystemRule, load: Load) {
    this.#rule = rule;
    this.#load = load;
    this.#window = new SlidingWindow(SECOND_MS, costLimitOf(rule), 0);
  }

  retune(rule: SystemRule): void {
    this.#rule = rule;
    this.#window.threshold = costLimitOf(rule);
  }

  /** What stands against a call; undefined when nothing does. */
  findAgainst(trafficClass: TrafficClass, cost: number, nowMs: number): SystemFinding | undefined {
    if (trafficClass === 'ops') return undefined;
    const share = trafficClass === 'marketing' ? MARKETING_SHARE : 1;
    return this.#overCost(cost, share, nowMs) ?? this.#overLoad(share, nowMs);
  }

  /** Counts the cost; appends a window's numbers to `receipts`. */
  take(cost: number, nowMs: number, receipts: number[]): void {
    this.#window.usedAt(nowMs);
    this.#window.take(cost, nowMs, receipts);
  }

  giveBack(cost: number, receipts: readonly number[], at: number): void {
    this.#window.giveBack(cost, receipts, at);
  }

  responded(elapsedMs: number, nowMs: number): void {
    if (this.#rule.adaptiveConcurrency) {
      this.#adaptive.responded(elapsedMs, this.#load.running, nowMs);
    }
  }

  #overCost(cost: number, share: number, nowMs: number): SystemFinding | undefined {
    if (this.#rule.costPerSecondMax === 0) return undefined;
    const threshold = this.#rule.costPerSecondMax * share;
    const used = this.#window.usedAt(nowMs);
    if (used + cost <= threshold) return undefined;
    const atMs = this.#window.belowAt(threshold - cost, nowMs);
    return { kind: 'system', used, threshold, atMs, isPossible: cost <= threshold };
  }

  #overLoad(share: number, nowMs: number): SystemFinding | undefined {
    const { concurrencyMax, eventLoopDelayMaxMs, responseTimeMeanMaxMs } = this.#rule;
    const { running, eventLoopDelayMs } = this.#load;
    if (concurrencyMax > 0 && running + 1 > concurrencyMax * share) {
      return finding('system', running, concurrencyMax * share);
    }
    if (eventLoopDelayMaxMs && eventLoopDelayMs > eventLoopDelayMaxMs * share) {
      return finding('system', eventLoopDelayMs, eventLoopDelayMaxMs * share);
    }
    if (responseTimeMeanMaxMs) {
      const meanMs = this.#load.responseTimeMeanMs(nowMs);
      const limitMs = responseTimeMeanMaxMs * share;
      if (meanMs > limitMs) return finding('system', meanMs, limitMs);
    }
    if (!this.#rule.adaptiveConcurrency) return undefined;
    const limit = this.#adaptive.limitAt(nowMs) * share;
    return running + 1 > limit ? finding('shed', running, limit) : undefined;
  }
}

function finding(kind: SystemFinding['kind'], used: number, threshold: number): SystemFinding {
  return { kind, used, threshold, atMs: Infinity, isPossible: true };
}

function costLimitOf(rule: SystemRule): number {
  return rule.costPerSecondMax === 0 ? Infinity : rule.costPerSecondMax;
}
