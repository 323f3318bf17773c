// A hotspot rule for one value after the other: never more than the threshold in any window, a
// reserve on top as in SlidingWindow, and a penalty for who went over.
import { WINDOW_MS_DEFAULT, type HotspotRule } from '../policy/rule.ts';
import { PART, wholeParts, wholePartsUp } from '../windows/parts.ts';
import type { HotspotMemory } from './hotspot-memory.ts';
import { NO_SLOT } from './value-table.ts';

/** One value under one rule. */
export interface ValueCharge {
  hash: number;
  threshold: number;
  cost: number;
}

interface Lending {
  threshold: number;
  nowMs: number;
}

/** How many numbers a `take` leaves: the hash, the cost, when it was taken, what was reserved. */
export const VALUE_RECEIPT_LENGTH = 4;

export class HotspotGate {
  readonly windowMs: number;
  readonly #memory: HotspotMemory;
  readonly #rule: HotspotRule;
  readonly #overrides: ReadonlyMap<string, number>;
  readonly #perMsMax: number;

  constructor(rule: HotspotRule, memory: HotspotMemory) {
    this.windowMs = rule.windowMs || WINDOW_MS_DEFAULT;
    this.#memory = memory;
    this.#rule = rule;
    this.#overrides = new Map(Object.entries(rule.overrides));
    this.#perMsMax = Math.max(rule.threshold, ...this.#overrides.values()) / this.windowMs;
  }

  thresholdOf(value: string): number {
    if (this.#overrides.size === 0) return this.#rule.threshold;
    return this.#overrides.get(value) ?? this.#rule.threshold;
  }

  admits({ threshold, cost }: ValueCharge): boolean {
    return cost <= threshold + this.#burstOver(threshold);
  }

  usedAt({ hash }: ValueCharge, nowMs: number): number {
    const slot = this.#memory.table.find(hash);
    const listed = slot === NO_SLOT ? 0 : this.#memory.table.used(slot, this.windowMs, nowMs);
    return listed + (this.#memory.sketchOf(this.windowMs)?.estimate(hash, nowMs) ?? 0);
  }

  /** As Gate.passesAt. A value that goes over is held from now on, if the rule says so. */
  passesAt(charge: ValueCharge, nowMs: number): number {
    if (!this.admits(charge)) return Infinity;
    const slot = this.#memory.table.find(charge.hash);
    const heldMs = slot === NO_SLOT ? 0 : this.#memory.table.heldUntil(slot);
    const fitsMs = this.#fitsAt(charge, slot, nowMs);
    if (heldMs > nowMs || fitsMs <= nowMs) return Math.max(nowMs, heldMs, fitsMs);
    const penaltyMs = this.#rule.penaltyMs ?? 0;
    if (penaltyMs === 0) return fitsMs;
    const held = this.#memory.table.claim(charge.hash, nowMs);
    if (held === NO_SLOT) return fitsMs;
    this.#memory.table.hold(held, nowMs + penaltyMs);
    return Math.max(fitsMs, nowMs + penaltyMs);
  }

  take(charge: ValueCharge, nowMs: number, receipts: number[]): void {
    const { hash, threshold, cost } = charge;
    const { table } = this.#memory;
    const slot = table.claim(hash, nowMs);
    if (slot === NO_SLOT) {
      this.#memory.openSketch(this.windowMs).add(hash, cost, nowMs);
      // What the sketch holds is told by a negative hash.
      receipts.push(-hash, cost, nowMs, 0);
      return;
    }
    let reserved = 0;
    if (this.#burstOver(threshold) > 0) {
      const room = Math.max(0, threshold - this.usedAt(charge, nowMs));
      reserved = wholePartsUp(Math.max(0, cost - room));
    }
    table.add(slot, { windowMs: this.windowMs, cost: Math.max(0, cost - reserved) }, nowMs);
    if (reserved > 0) this.#lend(slot, table.missing(slot) + reserved, { threshold, nowMs });
    receipts.push(hash, cost, nowMs, reserved);
  }

  /**
   * Takes back what `take` charged. Of the reserve only what cannot have come back by itself since
   * then: it would come back twice.
   */
  giveBack(receipts: readonly number[], at: number, nowMs: number): void {
    const hash = receipts[at] ?? 0;
    const cost = receipts[at + 1] ?? 0;
    const takenMs = receipts[at + 2] ?? 0;
    const reserved = receipts[at + 3] ?? 0;
    if (hash < 0) {
      this.#memory.sketchOf(this.windowMs)?.remove(-hash, cost, takenMs);
      return;
    }
    const { table } = this.#memory;
    const slot = table.find(hash);
    if (slot === NO_SLOT) return;
    const charged = Math.max(0, cost - reserved);
    table.remove(slot, { windowMs: this.windowMs, cost: charged }, takenMs);
    const returnedMax = 2 * this.#perMsMax * (nowMs - takenMs);
    const missing = Math.max(0, table.missing(slot) - Math.max(0, reserved - returnedMax));
    table.setMissing(slot, missing, table.refilledMs(slot));
  }

  /** A value that is refused altogether has no burst either. */
  #burstOver(threshold: number): number {
    return threshold > 0 ? this.#rule.burst : 0;
  }

  #fitsAt(charge: ValueCharge, slot: number, nowMs: number): number {
    const { hash, threshold, cost } = charge;
    const missing = slot === NO_SLOT ? 0 : this.#refill(slot, threshold, nowMs);
    const reserve = Math.max(0, this.#burstOver(threshold) - missing);
    const room = threshold + reserve - cost;
    if (room < 0) {
      const refilledMs = this.#memory.table.refilledMs(slot);
      const refillMs = ((PART - room) / threshold) * this.windowMs;
      return refilledMs + 2 * this.windowMs + refillMs;
    }
    const sketch = this.#memory.sketchOf(this.windowMs);
    if (!sketch || sketch.isEmptyAt(nowMs)) return this.#listedFitsAt(slot, room, nowMs);
    let firstMs = Infinity;
    for (let age = 0; age <= sketch.ages; age++) {
      const agedMs = sketch.ageMs(nowMs, age);
      if (agedMs >= firstMs) break;
      const left = room - sketch.estimate(hash, nowMs, age);
      firstMs = Math.min(firstMs, this.#listedFitsAt(slot, left, agedMs));
    }
    return firstMs;
  }

  #listedFitsAt(slot: number, limit: number, fromMs: number): number {
    if (slot === NO_SLOT) return limit < 0 ? Infinity : fromMs;
    return this.#memory.table.fitsAt(slot, { windowMs: this.windowMs, limit }, fromMs);
  }

  /** As in SlidingWindow; returns what is still missing. */
  #refill(slot: number, threshold: number, nowMs: number): number {
    const { table } = this.#memory;
    const missing = table.missing(slot);
    if (missing === 0) return 0;
    const elapsedMs = nowMs - table.refilledMs(slot);
    const perMs = threshold / this.windowMs;
    const freeMs = Math.max(0, elapsedMs - 2 * this.windowMs);
    const free = wholeParts(Math.min(missing, perMs * freeMs));
    const room = Math.max(0, threshold - table.used(slot, this.windowMs, nowMs));
    const charged = wholeParts(Math.min(missing - free, perMs * elapsedMs, room));
    if (charged > 0) table.add(slot, { windowMs: this.windowMs, cost: charged }, nowMs);
    const left = missing - free - charged;
    this.#lend(slot, left, { threshold, nowMs });
    return left;
  }

  /** A value with a reserve to refill keeps its slot until it is full again. */
  #lend(slot: number, missing: number, { threshold, nowMs }: Lending): void {
    const { table } = this.#memory;
    table.setMissing(slot, missing, nowMs);
    if (missing > 0) table.keepUntil(slot, nowMs + (2 + missing / threshold) * this.windowMs);
  }
}
