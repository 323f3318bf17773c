// What a flow rule remembers of one caller, or of all of them together. Edits change its numbers
// and even its behavior, never what has passed.
import { WINDOW_MS_DEFAULT, type FlowRule } from '../policy/rule.ts';
import type { Leasing } from '../leases/leasing.ts';
import { SlidingWindow } from '../windows/sliding-window.ts';
import { ConcurrencyGate } from './concurrency-gate.ts';
import type { Gate } from './gate.ts';
import { LeasedGate } from './leased-gate.ts';
import { PaceGate } from './pace-gate.ts';
import { WarmUpGate, type WarmUp } from './warm-up-gate.ts';
import { WindowGate } from './window-gate.ts';

const COLD_FACTOR_DEFAULT = 3;

export class FlowState {
  gate: Gate;
  readonly #window: SlidingWindow;
  readonly #leasing: Leasing | undefined;
  #rule: FlowRule;
  #own: WindowGate | WarmUpGate | PaceGate | ConcurrencyGate;

  /** `leasing` is that of a GLOBAL rule. */
  constructor(rule: FlowRule, leasing: Leasing | undefined) {
    this.#rule = rule;
    this.#leasing = leasing;
    this.#window = new SlidingWindow(windowMsOf(rule), rule.threshold, rule.burst);
    this.#own = this.#build();
    this.gate = this.#dress();
  }

  retune(rule: FlowRule): void {
    const isSame = rule.behavior === this.#rule.behavior;
    this.#rule = rule;
    if (!isSame && rule.metric !== 'concurrency') this.#own = this.#build();
    this.#setThreshold(rule.threshold);
    if (this.#own instanceof PaceGate) this.#own.queueTimeoutMs = rule.queueTimeoutMs ?? 0;
    this.gate = this.#dress();
  }

  usedAt(nowMs: number): number {
    return this.#own.usedAt(nowMs);
  }

  #build(): WindowGate | WarmUpGate | PaceGate | ConcurrencyGate {
    const { metric, behavior, threshold, burst, queueTimeoutMs } = this.#rule;
    if (metric === 'concurrency') return new ConcurrencyGate(threshold, burst);
    if (behavior === 'warm_up') return new WarmUpGate(this.#window, this.#warmUp(threshold));
    if (behavior === 'pace') return new PaceGate(this.#window, queueTimeoutMs ?? 0);
    return new WindowGate(this.#window);
  }

  #dress(): Gate {
    if (!this.#leasing) return this.#own;
    const { threshold, burst } = this.#rule;
    return new LeasedGate({
      gate: this.#own,
      leasing: this.#leasing,
      costMax: threshold + burst,
      setThreshold: (share) => this.#setThreshold(share),
    });
  }

  /** The burst is shared as the threshold is. */
  #setThreshold(threshold: number): void {
    const burst = this.#rule.burst * (threshold / this.#rule.threshold);
    this.#window.burst = burst;
    this.#window.threshold = threshold;
    if (this.#own instanceof WarmUpGate) this.#own.retune(this.#warmUp(threshold));
    if (!(this.#own instanceof ConcurrencyGate)) return;
    this.#own.threshold = threshold;
    this.#own.burst = burst;
  }

  #warmUp(threshold: number): WarmUp {
    const { warmUpMs, coldFactor } = this.#rule;
    return { threshold, warmUpMs: warmUpMs ?? 0, coldFactor: coldFactor || COLD_FACTOR_DEFAULT };
  }
}

export function windowMsOf(rule: FlowRule): number {
  return rule.windowMs || WINDOW_MS_DEFAULT;
}
