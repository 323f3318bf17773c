// The words of a degrade rule as arithmetic: which calls are bad, and how many of them are too
// many. A ratio of 1 cannot be exceeded, so that it is taken to be reached when all calls are bad.
import type { Outcome } from '../call.ts';
import { WINDOW_MS_DEFAULT, type DegradeRule } from '../policy/rule.ts';
import type { CallWindow } from './call-window.ts';
import type { CallsUnderWay } from './calls-under-way.ts';

const MIN_REQUESTS_DEFAULT = 5;

/** `none` for a call that says nothing about what it called. */
export type CallVerdict = 'good' | 'bad' | 'none';

export class Judgement {
  readonly openForMs: number;
  readonly probes: number;
  readonly statWindowMs: number;
  /** A call that runs for longer is slow, and a probe has failed. */
  readonly callMsMax: number;
  /** Whether calls in progress count as slow while they hang. */
  readonly seesHangs: boolean;
  readonly #rule: DegradeRule;
  readonly #minRequests: number;

  constructor(rule: DegradeRule) {
    this.#rule = rule;
    this.#minRequests = rule.minRequests || MIN_REQUESTS_DEFAULT;
    this.openForMs = rule.openForMs ?? 0;
    this.probes = rule.probes || 1;
    this.statWindowMs = rule.statWindowMs || WINDOW_MS_DEFAULT;
    this.seesHangs = rule.strategy === 'average_response_time' || rule.strategy === 'slow_ratio';
    this.callMsMax = (this.seesHangs ? rule.slowAfterMs : undefined) ?? this.openForMs;
  }

  verdictOn(outcome: Outcome, elapsedMs: number): CallVerdict {
    const isSlow = this.seesHangs && elapsedMs > this.callMsMax;
    if (outcome === 'cancelled') return isSlow ? 'bad' : 'none';
    if (this.seesHangs) return isSlow ? 'bad' : 'good';
    return outcome === 'failed' ? 'bad' : 'good';
  }

  /** The limit in the unit of `usedOf`: milliseconds, a ratio or a count. */
  get threshold(): number {
    return this.#rule.strategy === 'average_response_time' ? this.callMsMax : this.#rule.threshold;
  }

  trips(window: CallWindow, underWay: CallsUnderWay, nowMs: number): boolean {
    const calls = window.calls + (this.seesHangs ? underWay.overdue : 0);
    if (calls < this.#minRequests) return false;
    const used = this.usedOf(window, underWay, nowMs);
    const { strategy, threshold } = this.#rule;
    const isRatio = strategy === 'slow_ratio' || strategy === 'error_ratio';
    return used > this.threshold || (isRatio && threshold >= 1 && used >= 1);
  }

  /** What the rule looks at: a mean in milliseconds, a ratio or a count. */
  usedOf(window: CallWindow, underWay: CallsUnderWay, nowMs: number): number {
    const overdue = this.seesHangs ? underWay.overdue : 0;
    const calls = Math.max(1, window.calls + overdue);
    switch (this.#rule.strategy) {
      case 'average_response_time':
        return (window.totalMs + underWay.overdueMs(nowMs)) / calls;
      case 'slow_ratio':
        return (window.bad + overdue) / calls;
      case 'error_count':
        return window.bad;
      case 'error_ratio':
      case 'unspecified':
        return window.bad / calls;
    }
  }
}
