// Which values are asked for most, with no rule at all: Space-Saving (Metwally, Agrawal and
// El Abbadi, 2005) over pairs of method and value. With k counters, every value with more than a
// k-th of the recent cost, and one more, is among them; how far a count may be above the truth is
// told with it. Counts fade by a tenth each second, so that a count is the cost
// of about the last ten seconds.

const FADE = 0.9;
const FADE_MS = 1_000;
/** Past this many seconds without a look, nothing is left. */
const FADES_MAX = 200;
/** A counter so little above the least is as good as the least, and found much sooner. */
const SLACK = 1;

export interface HotValue {
  method: string;
  kind: string;
  value: string;
  /** At most this much; at least this less `costPerSecondError`. */
  costPerSecond: number;
  costPerSecondError: number;
  /** Whether any call for it was refused within about ten seconds. */
  refused: boolean;
}

interface Counter {
  hash: number;
  method: string;
  kind: string;
  value: string;
  cost: number;
  error: number;
  refused: number;
}

/** What appeared, and the hash that stands for the pair. */
export interface Appearance {
  hash: number;
  method: string;
  kind: string;
  value: string;
  cost: number;
}

export class HottestValues {
  readonly #counters: Counter[] = [];
  readonly #byHash = new Map<number, Counter>();
  readonly #countersMax: number;
  #fadedMs = -Infinity;
  // Counts only grow between fadings, so that the least one is found by going round: each round
  // raises the floor, and a whole round without a counter at the floor finds the next.
  #floor = 0;
  #cursor = 0;

  constructor(countersMax: number) {
    this.#countersMax = countersMax;
  }

  add(seen: Appearance, nowMs: number): void {
    if (nowMs - this.#fadedMs >= FADE_MS) this.#fade(nowMs);
    const known = this.#byHash.get(seen.hash);
    if (known) {
      known.cost += seen.cost;
      return;
    }
    if (this.#counters.length < this.#countersMax) {
      const { hash, method, kind, value, cost } = seen;
      const counter = { hash, method, kind, value, cost, error: 0, refused: 0 };
      this.#counters.push(counter);
      this.#byHash.set(hash, counter);
      return;
    }
    this.#replaceLeast(seen);
  }

  /** A call for this pair was refused. */
  refuse(hash: number): void {
    const known = this.#byHash.get(hash);
    if (known) known.refused = 1;
  }

  /** The hottest first. */
  hottest(count: number, nowMs: number): HotValue[] {
    this.#fade(nowMs);
    const perSecond = (1 - FADE) / (FADE_MS / 1_000);
    return this.#counters
      .filter(({ cost, error }) => cost > error)
      .sort((one, other) => other.cost - one.cost)
      .slice(0, count)
      .map(({ method, kind, value, cost, error, refused }) => ({
        method,
        kind,
        value,
        costPerSecond: cost * perSecond,
        costPerSecondError: error * perSecond,
        refused: refused > 1 / Math.E,
      }));
  }

  #replaceLeast({ hash, method, kind, value, cost }: Appearance): void {
    const least = this.#least();
    this.#byHash.delete(least.hash);
    this.#byHash.set(hash, least);
    least.hash = hash;
    least.method = method;
    least.kind = kind;
    least.value = value;
    least.error = least.cost;
    least.cost += cost;
    least.refused = 0;
  }

  #least(): Counter {
    for (let round = 0; round < 2; round++) {
      let lowest = Infinity;
      for (let each = 0; each < this.#counters.length; each++) {
        this.#cursor = (this.#cursor + 1) % this.#counters.length;
        const counter = this.#counters[this.#cursor];
        if (!counter) continue;
        if (counter.cost <= this.#floor + SLACK) return counter;
        lowest = Math.min(lowest, counter.cost);
      }
      this.#floor = lowest;
    }
    return this.#counters[0] as Counter;
  }

  #fade(nowMs: number): void {
    const fades = Math.floor((nowMs - this.#fadedMs) / FADE_MS);
    if (fades < 1) return;
    this.#fadedMs = fades > FADES_MAX ? nowMs : this.#fadedMs + fades * FADE_MS;
    const factor = FADE ** Math.min(fades, FADES_MAX);
    this.#floor = 0;
    for (const counter of this.#counters) {
      counter.cost *= factor;
      counter.error *= factor;
      counter.refused *= factor;
    }
  }
}
