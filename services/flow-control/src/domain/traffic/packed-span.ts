// A span as it is kept: names that all spans share, and numbers without objects around them. A row
// takes 80 bytes, a follower 16: an hour of seconds with 200 rows each takes 58 MB.
import { BREAKER_STATES, type HotValue, type TrafficRow, type TrafficSpan } from './traffic.ts';

const NUMBERS = 7;
const NAMES_MAX = 50_000;

/** One text for each name, however often it is reported. */
export class Names {
  readonly #known = new Map<string, string>();

  get(name: string): string {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    if (this.#known.size >= NAMES_MAX) this.#known.clear();
    this.#known.set(name, name);
    return name;
  }
}

export class PackedSpan {
  readonly #startMs: number;
  readonly #names: readonly string[];
  readonly #numbers: Float64Array;
  readonly #hotValues: readonly HotValue[];
  readonly #followers: readonly (readonly [string, number])[];

  constructor({ startMs, rows, hotValues, followers }: TrafficSpan, names: Names) {
    this.#startMs = startMs;
    this.#names = rows.flatMap(({ resource, caller }) => [names.get(resource), names.get(caller)]);
    this.#numbers = Float64Array.from(rows.flatMap(numbersOf));
    this.#hotValues = hotValues.map((hot) => ({ ...hot, resource: names.get(hot.resource) }));
    this.#followers = [...followers].map(
      ([name, revision]) => [names.get(name), revision] as const,
    );
  }

  get span(): TrafficSpan {
    return {
      startMs: this.#startMs,
      rows: Array.from({ length: this.#names.length / 2 }, (_, at) => this.#row(at)),
      hotValues: this.#hotValues,
      followers: new Map(this.#followers),
    };
  }

  #row(at: number): TrafficRow {
    const numbers = this.#numbers.subarray(at * NUMBERS, (at + 1) * NUMBERS);
    const [passed = 0, refused = 0, shadowRefused = 0, failed = 0] = numbers;
    const [responseTimeMeanMs = 0, responseTimeP99Ms = 0, breaker = 0] = numbers.subarray(4);
    return {
      ...{ resource: this.#names[2 * at] ?? '', caller: this.#names[2 * at + 1] ?? '' },
      ...{ passed, refused, shadowRefused, failed, responseTimeMeanMs, responseTimeP99Ms },
      breaker: BREAKER_STATES[breaker] ?? 'unspecified',
    };
  }
}

function numbersOf(row: TrafficRow): number[] {
  const { passed, refused, shadowRefused, failed, responseTimeMeanMs, responseTimeP99Ms } = row;
  const breaker = BREAKER_STATES.indexOf(row.breaker);
  return [passed, refused, shadowRefused, failed, responseTimeMeanMs, responseTimeP99Ms, breaker];
}
