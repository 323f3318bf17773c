// What passed, was refused and how long it took, by method and caller, until somebody drains it.

/** Upper edges grow by a fifth: what is told of a percentile is at most a fifth too much. */
const EDGE_GROWTH = 1.2;
const EDGE_FIRST_MS = 0.1;
const EDGES = 96;
const PERCENTILE = 0.99;

export interface TrafficCount {
  resource: string;
  caller: string;
  /** Calls, whatever they cost. */
  passed: number;
  refused: number;
  shadowRefused: number;
  failed: number;
  responseTimeMeanMs: number;
  responseTimeP99Ms: number;
}

export class TrafficRow {
  passed = 0;
  refused = 0;
  shadowRefused = 0;
  failed = 0;
  isListed = false;
  readonly resource: string;
  readonly caller: string;
  #ended = 0;
  #totalMs = 0;
  readonly #times = new Uint32Array(EDGES);

  constructor(resource: string, caller: string) {
    this.resource = resource;
    this.caller = caller;
  }

  ended(elapsedMs: number): void {
    this.#ended++;
    this.#totalMs += elapsedMs;
    const edge = Math.ceil(Math.log(elapsedMs / EDGE_FIRST_MS) / Math.log(EDGE_GROWTH));
    const at = Math.min(EDGES - 1, Math.max(0, edge));
    this.#times[at] = (this.#times[at] ?? 0) + 1;
  }

  /** Adds what another row of the same method and caller counted. */
  absorb(other: TrafficRow): void {
    this.passed += other.passed;
    this.refused += other.refused;
    this.shadowRefused += other.shadowRefused;
    this.failed += other.failed;
    this.#ended += other.#ended;
    this.#totalMs += other.#totalMs;
    other.#times.forEach((count, at) => (this.#times[at] = (this.#times[at] ?? 0) + count));
  }

  /** Tells the counts and starts anew. */
  drain(): TrafficCount {
    const { resource, caller, passed, refused, shadowRefused, failed } = this;
    const responseTimeMeanMs = this.#ended === 0 ? 0 : this.#totalMs / this.#ended;
    const responseTimeP99Ms = this.#percentileMs();
    this.passed = this.refused = this.shadowRefused = this.failed = 0;
    this.#ended = this.#totalMs = 0;
    this.#times.fill(0);
    this.isListed = false;
    return {
      resource,
      caller,
      passed,
      refused,
      shadowRefused,
      failed,
      responseTimeMeanMs,
      responseTimeP99Ms,
    };
  }

  #percentileMs(): number {
    if (this.#ended === 0) return 0;
    let left = Math.ceil(this.#ended * PERCENTILE);
    const at = this.#times.findIndex((count) => (left -= count) <= 0);
    return EDGE_FIRST_MS * EDGE_GROWTH ** at;
  }
}

const ROWS_MAX = 10_000;

/**
 * Lists the rows that counted something; past ROWS_MAX they are counted together, without names.
 */
export class Traffic {
  #rows: TrafficRow[] = [];
  readonly #others = new TrafficRow('*', '');

  /** To be called before a row is counted on. */
  list(row: TrafficRow): TrafficRow {
    if (row.isListed) return row;
    if (this.#rows.length >= ROWS_MAX) return this.#others;
    row.isListed = true;
    this.#rows.push(row);
    return row;
  }

  drain(): TrafficCount[] {
    const rows = new Map<string, TrafficRow>();
    for (const row of [...this.#rows, this.#others]) {
      const name = `${row.resource}\n${row.caller}`;
      const known = rows.get(name);
      known?.absorb(row);
      if (known) row.drain();
      else rows.set(name, row);
    }
    this.#rows = [];
    return [...rows.values()].map((row) => row.drain()).filter(isBusy);
  }
}

function isBusy({ passed, refused, shadowRefused, failed, responseTimeMeanMs }: TrafficCount) {
  return passed + refused + shadowRefused + failed + responseTimeMeanMs > 0;
}
