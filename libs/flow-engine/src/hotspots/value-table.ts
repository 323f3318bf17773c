// Recent costs of single values in memory that is fixed once and for all. A cache of values that
// forgets the least recent one hands a fresh bucket to whoever cycles through enough keys; here
// only a value that counts for nothing any more makes place for another, and when there is none the
// caller has to remember the value elsewhere.
//
// A value stands in one of 16 slots after the place its hash names. A slot holds the costs of one
// window in entries like those of a CostLog, of a 16th of the window: values that come less often
// than that are judged exactly, others count for at most windowMs / 16 too long.

const GRAINS = 16;
const ENTRIES_MAX = GRAINS + 1;
const PROBES = 16;

// The numbers of a slot.
const HELD_MS = 0;
const MISSING = 1;
const REFILLED_MS = 2;
const COUNT = 3;
const ENTRIES = 4;
const STRIDE = ENTRIES + 2 * ENTRIES_MAX;
// Beside them, so that looking through the places of a value touches little memory: its hash, and
// the instant from which it counts for nothing.
const NUMBERS_APART = 2;

export const NO_SLOT = -1;

interface Charge {
  windowMs: number;
  cost: number;
}

interface Fit {
  windowMs: number;
  limit: number;
}

export class ValueTable {
  readonly #slots: number;
  #hashes: Float64Array | undefined;
  #emptyMs = new Float64Array(0);
  #cells = new Float64Array(0);

  constructor(slots: number) {
    this.#slots = slots;
  }

  /** Memory that the table holds once it was used. */
  get bytes(): number {
    return this.#slots * (STRIDE + NUMBERS_APART) * Float64Array.BYTES_PER_ELEMENT;
  }

  /** The slot of a value, or NO_SLOT. */
  find(hash: number): number {
    if (!this.#hashes) return NO_SLOT;
    const home = this.#homeOf(hash);
    for (let probe = 0; probe < PROBES; probe++) {
      const place = this.#placeAt(home, probe);
      const stored = this.#hashes[place];
      if (stored === hash) return place * STRIDE;
      // Slots are taken in this order and never emptied: nothing lies behind an unused one.
      if (stored === 0) return NO_SLOT;
    }
    return NO_SLOT;
  }

  /** The slot of a value, taking a free one; NO_SLOT when all its places count for something. */
  claim(hash: number, nowMs: number): number {
    const hashes = (this.#hashes ??= this.#open());
    const known = this.find(hash);
    if (known !== NO_SLOT) return known;
    const home = this.#homeOf(hash);
    for (let probe = 0; probe < PROBES; probe++) {
      const place = this.#placeAt(home, probe);
      if (hashes[place] !== 0 && (this.#emptyMs[place] ?? 0) > nowMs) continue;
      const slot = place * STRIDE;
      this.#cells.fill(0, slot, slot + ENTRIES);
      this.#emptyMs[place] = nowMs;
      hashes[place] = hash;
      return slot;
    }
    return NO_SLOT;
  }

  used(slot: number, windowMs: number, nowMs: number): number {
    let used = 0;
    const end = this.#endOf(slot);
    for (let at = slot + ENTRIES; at < end; at += 2) {
      if (this.#get(at) + windowMs > nowMs) used += this.#get(at + 1);
    }
    return used;
  }

  /** The first instant, not before `fromMs`, from which at most `limit` is in use. */
  fitsAt(slot: number, { windowMs, limit }: Fit, fromMs: number): number {
    if (limit < 0) return Infinity;
    let left = this.used(slot, windowMs, fromMs);
    let atMs = fromMs;
    const end = this.#endOf(slot);
    for (let at = slot + ENTRIES; at < end && left > limit; at += 2) {
      const expiryMs = this.#get(at) + windowMs;
      if (expiryMs <= fromMs) continue;
      left -= this.#get(at + 1);
      atMs = expiryMs;
    }
    return atMs;
  }

  add(slot: number, { windowMs, cost }: Charge, nowMs: number): void {
    this.#forget(slot, windowMs, nowMs);
    const count = this.#get(slot + COUNT);
    const last = this.#endOf(slot) - 2;
    const isSame = count > 0 && cellOf(this.#get(last), windowMs) === cellOf(nowMs, windowMs);
    if (isSame || count === ENTRIES_MAX) {
      this.#set(last, nowMs);
      this.#set(last + 1, this.#get(last + 1) + cost);
    } else {
      this.#set(last + 2, nowMs);
      this.#set(last + 3, cost);
      this.#set(slot + COUNT, count + 1);
    }
    this.keepUntil(slot, nowMs + windowMs);
  }

  /** Takes back a cost added at `atMs`; nothing when it counts no more. */
  remove(slot: number, { windowMs, cost }: Charge, atMs: number): void {
    const cell = cellOf(atMs, windowMs);
    const end = this.#endOf(slot);
    for (let at = slot + ENTRIES; at < end; at += 2) {
      if (cellOf(this.#get(at), windowMs) !== cell) continue;
      const left = this.#get(at + 1) - cost;
      this.#set(at + 1, left);
      if (left > 0) return;
      this.#cells.copyWithin(at, at + 2, end);
      this.#set(slot + COUNT, this.#get(slot + COUNT) - 1);
      return;
    }
  }

  /** Keeps the slot for its value until then at least. */
  keepUntil(slot: number, untilMs: number): void {
    const place = slot / STRIDE;
    if (untilMs > (this.#emptyMs[place] ?? 0)) this.#emptyMs[place] = untilMs;
  }

  heldUntil(slot: number): number {
    return this.#get(slot + HELD_MS);
  }

  hold(slot: number, untilMs: number): void {
    this.#set(slot + HELD_MS, untilMs);
    this.keepUntil(slot, untilMs);
  }

  /** What is missing from the value's reserve, as of `refilledMs`. */
  missing(slot: number): number {
    return this.#get(slot + MISSING);
  }

  refilledMs(slot: number): number {
    return this.#get(slot + REFILLED_MS);
  }

  setMissing(slot: number, missing: number, nowMs: number): void {
    this.#set(slot + MISSING, missing);
    this.#set(slot + REFILLED_MS, nowMs);
  }

  /** Remainders of whole 32-bit numbers are many times faster than those of larger ones. */
  #homeOf(hash: number): number {
    return (hash >>> 0) % this.#slots;
  }

  #placeAt(home: number, probe: number): number {
    const place = home + probe;
    return place < this.#slots ? place : place % this.#slots;
  }

  #open(): Float64Array {
    this.#cells = new Float64Array(this.#slots * STRIDE);
    this.#emptyMs = new Float64Array(this.#slots);
    return new Float64Array(this.#slots);
  }

  #endOf(slot: number): number {
    return slot + ENTRIES + 2 * this.#get(slot + COUNT);
  }

  #forget(slot: number, windowMs: number, nowMs: number): void {
    const end = this.#endOf(slot);
    let first = slot + ENTRIES;
    while (first < end && this.#get(first) + windowMs <= nowMs) first += 2;
    if (first === slot + ENTRIES) return;
    this.#cells.copyWithin(slot + ENTRIES, first, end);
    this.#set(slot + COUNT, (end - first) / 2);
  }

  #get(at: number): number {
    return this.#cells[at] ?? 0;
  }

  #set(at: number, value: number): void {
    this.#cells[at] = value;
  }
}

function cellOf(atMs: number, windowMs: number): number {
  return Math.floor((atMs * GRAINS) / windowMs);
}
