// Adds reports up: counts are summed, means weighed by what passed, of percentiles the worst is
// told.
import {
  BREAKER_STATES,
  type HotValue,
  type TrafficRow,
  type TrafficReport,
  type TrafficSpan,
} from './traffic.ts';

const ROWS_MAX = 200;
const HOT_VALUES_MAX = 20;
/** What many callers bring beyond this is told together. */
const DISTINCT_ROWS_MAX = 10_000;
const DISTINCT_VALUES_MAX = 2_000;
const OTHERS = { resource: '*', caller: '' };

interface Sum extends TrafficRow {
  weight: number;
}

type Added = Pick<TrafficReport, 'rows' | 'hotValues'>;

export class TrafficSum {
  readonly #rows = new Map<string, Sum>();
  readonly #hot = new Map<string, HotValue>();
  readonly #followers = new Map<string, number>();

  /** What somebody reported of a second that belongs to this span. */
  report({ gatewayId, policyRevision, rows, hotValues }: Omit<TrafficReport, 'refusals'>): void {
    this.#followers.set(gatewayId, policyRevision);
    this.#add({ rows, hotValues }, 1);
  }

  /** A part of this span; its hot values count for a share of the time. */
  include({ rows, hotValues, followers }: TrafficSpan, share: number): void {
    for (const [gatewayId, revision] of followers) this.#followers.set(gatewayId, revision);
    this.#add({ rows, hotValues }, share);
  }

  /** The sum so far, of which the least busy rows are told together. */
  told(startMs: number): TrafficSpan {
    const rows = [...this.#rows.values()].sort(byWeight);
    return {
      startMs,
      rows: (rows.length > ROWS_MAX ? shortened(rows) : rows).map(({ weight: _, ...row }) => row),
      hotValues: [...this.#hot.values()]
        .sort((one, other) => other.costPerSecond - one.costPerSecond)
        .slice(0, HOT_VALUES_MAX),
      followers: new Map(this.#followers),
    };
  }

  #dropColdest(): void {
    const coldestFirst = [...this.#hot].sort(([, one], [, other]) => {
      return one.costPerSecond - other.costPerSecond;
    });
    for (const [name] of coldestFirst.slice(0, DISTINCT_VALUES_MAX / 2)) this.#hot.delete(name);
  }

  #add({ rows, hotValues }: Added, share: number): void {
    for (const row of rows) {
      const isNew = !this.#rows.has(nameOf(row));
      const isOver = isNew && this.#rows.size >= DISTINCT_ROWS_MAX;
      addRow(this.#rows, isOver ? { ...row, ...OTHERS } : row);
    }
    if (this.#hot.size > DISTINCT_VALUES_MAX) this.#dropColdest();
    for (const { resource, value, costPerSecond, refused } of hotValues) {
      const name = `${resource}\n${value}`;
      const known = this.#hot.get(name);
      this.#hot.set(name, {
        ...{ resource, value },
        costPerSecond: (known?.costPerSecond ?? 0) + costPerSecond * share,
        refused: refused || (known?.refused ?? false),
      });
    }
  }
}

/** The first of them, and the sum of the others. */
function shortened(rows: readonly Sum[]): Sum[] {
  const others = nameOf(OTHERS);
  const named = rows.filter((row) => nameOf(row) !== others);
  const rest = new Map<string, Sum>();
  const unnamed = rows.filter((row) => nameOf(row) === others);
  for (const row of [...unnamed, ...named.slice(ROWS_MAX - 1)]) {
    addRow(rest, { ...row, ...OTHERS });
  }
  return [...named.slice(0, ROWS_MAX - 1), ...rest.values()];
}

function addRow(rows: Map<string, Sum>, row: TrafficRow): void {
  const name = nameOf(row);
  const known = rows.get(name);
  const weight = row.passed + row.failed;
  if (!known) {
    rows.set(name, { ...row, weight });
    return;
  }
  const total = known.weight + weight;
  known.responseTimeMeanMs =
    total === 0
      ? Math.max(known.responseTimeMeanMs, row.responseTimeMeanMs)
      : (known.responseTimeMeanMs * known.weight + row.responseTimeMeanMs * weight) / total;
  known.weight = total;
  known.passed += row.passed;
  known.refused += row.refused;
  known.shadowRefused += row.shadowRefused;
  known.failed += row.failed;
  known.responseTimeP99Ms = Math.max(known.responseTimeP99Ms, row.responseTimeP99Ms);
  const states = [known.breaker, row.breaker].map((state) => BREAKER_STATES.indexOf(state));
  known.breaker = BREAKER_STATES[Math.max(...states)] ?? 'unspecified';
}

function nameOf({ resource, caller }: Pick<TrafficRow, 'resource' | 'caller'>): string {
  return `${resource}\n${caller}`;
}

/** Rows with a breaker are few, and say what no count does. */
function byWeight(one: TrafficRow, other: TrafficRow): number {
  const callsOf = ({ breaker, passed, refused }: TrafficRow): number =>
    breaker === 'unspecified' ? passed + refused : Infinity;
  const [first, second] = [callsOf(one), callsOf(other)];
  return first === second ? 0 : second - first;
}
