// The traffic of all gateways as they report it, in memory: an hour by the second, a day by the
// minute, and the refusals of late. Every flow-control is told everything, and any of them can
// tell.
import { Names, PackedSpan } from '../domain/traffic/packed-span.ts';
import type { RefusedCall, TrafficReport, TrafficSpan } from '../domain/traffic/traffic.ts';
import { TrafficSum } from '../domain/traffic/traffic-sum.ts';

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
/** What comes later than this counts for when it came. */
const LATE_MS_MAX = 10_000;
const KEPT_MS = { [SECOND_MS]: 3_600_000, [MINUTE_MS]: 86_400_000 };
const REFUSALS_MAX = 10_000;

/** Spans of one length, by when they begin. */
class Kept {
  readonly #open = new Map<number, TrafficSum>();
  readonly #closed = new Map<number, PackedSpan>();
  readonly #names: Names;

  constructor(names: Names) {
    this.#names = names;
  }

  sumAt(startMs: number): TrafficSum {
    const known = this.#open.get(startMs);
    if (known) return known;
    const sum = new TrafficSum();
    const closed = this.#closed.get(startMs);
    if (closed) sum.include(closed.span, 1);
    this.#open.set(startMs, sum);
    return sum;
  }

  get(startMs: number): TrafficSpan | undefined {
    return this.#open.get(startMs)?.told(startMs) ?? this.#closed.get(startMs)?.span;
  }

  /** Packs what began before the one, and forgets what began before the other. */
  turn({ openFromMs, keptFromMs }: { openFromMs: number; keptFromMs: number }): void {
    for (const [startMs, sum] of this.#open) {
      if (startMs >= openFromMs) continue;
      this.#open.delete(startMs);
      this.#closed.set(startMs, new PackedSpan(sum.told(startMs), this.#names));
    }
    for (const startMs of this.#closed.keys()) {
      if (startMs < keptFromMs) this.#closed.delete(startMs);
    }
  }
}

export class TrafficBook {
  readonly #names = new Names();
  readonly #seconds = new Kept(this.#names);
  readonly #minutes = new Kept(this.#names);
  readonly #refusals: RefusedCall[] = [];
  #turnedMs = -Infinity;

  /** `nowMs` is since 1970, by the clock of this process. */
  report(report: TrafficReport, nowMs: number): void {
    const isTimely = Math.abs(nowMs - report.secondMs) <= LATE_MS_MAX;
    const atMs = isTimely ? report.secondMs : nowMs - SECOND_MS;
    this.#seconds.sumAt(beginOf(atMs, SECOND_MS)).report(report);
    const { rows, gatewayId, policyRevision } = report;
    const hotValues = report.hotValues.map((hot) => {
      return { ...hot, costPerSecond: (hot.costPerSecond * SECOND_MS) / MINUTE_MS };
    });
    const minute = this.#minutes.sumAt(beginOf(atMs, MINUTE_MS));
    minute.report({ gatewayId, policyRevision, rows, hotValues, secondMs: atMs });
    this.#refusals.push(...report.refusals);
    if (this.#refusals.length > REFUSALS_MAX) {
      this.#refusals.splice(0, this.#refusals.length - REFUSALS_MAX);
    }
    this.#turn(nowMs);
  }

  /** From when on traffic is kept by spans of that length. */
  keptFromMs(everyMs: number, nowMs: number): number {
    return nowMs - KEPT_MS[everyMs === MINUTE_MS ? MINUTE_MS : SECOND_MS];
  }

  /** The sum from then on; empty where nobody reported. `startMs` is a multiple of `everyMs`. */
  span(startMs: number, everyMs: number): TrafficSpan {
    if (everyMs === MINUTE_MS) return this.#minutes.get(startMs) ?? new TrafficSum().told(startMs);
    const sum = new TrafficSum();
    for (let atMs = startMs; atMs < startMs + everyMs; atMs += SECOND_MS) {
      const second = this.#seconds.get(atMs);
      if (second) sum.include(second, SECOND_MS / everyMs);
    }
    return sum.told(startMs);
  }

  /** The newest first. */
  refusals({ count, caller, ruleId }: RefusalQuery): RefusedCall[] {
    const found: RefusedCall[] = [];
    for (let at = this.#refusals.length - 1; at >= 0 && found.length < count; at--) {
      const each = this.#refusals[at];
      if (!each || (caller !== '' && each.caller !== caller)) continue;
      if (ruleId === '' || each.ruleId === ruleId) found.push(each);
    }
    return found;
  }

  #turn(nowMs: number): void {
    if (nowMs - this.#turnedMs < SECOND_MS && nowMs >= this.#turnedMs) return;
    this.#turnedMs = nowMs;
    this.#seconds.turn({
      openFromMs: nowMs - LATE_MS_MAX - SECOND_MS,
      keptFromMs: this.keptFromMs(SECOND_MS, nowMs),
    });
    this.#minutes.turn({
      openFromMs: nowMs - LATE_MS_MAX - MINUTE_MS,
      keptFromMs: this.keptFromMs(MINUTE_MS, nowMs),
    });
  }
}

export interface RefusalQuery {
  count: number;
  /** Empty for all. */
  caller: string;
  ruleId: string;
}

/** When the span of that length began that holds the instant. */
export function beginOf(atMs: number, everyMs: number): number {
  return Math.floor(atMs / everyMs) * everyMs;
}
