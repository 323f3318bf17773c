// Spans of time that members are known for, and the question whether one of them covers a moment.
import type { Call } from './history.ts';
import { lastBefore } from './search.ts';

export interface Span {
  memberId: string;
  /** It has been so since then at the latest. */
  fromMs: number;
  /** It was so until then at least. */
  toMs: number;
  /** The calls that show it. */
  calls: readonly Call[];
}

/** Spans in the order of their beginnings, each with the longest of those that began before it. */
export class Spans {
  readonly #spans: readonly Span[];
  /** Of the spans up to a place, the one that lasts longest, and the longest of another member. */
  readonly #longest: { first: Span; other: Span | undefined }[] = [];

  constructor(spans: readonly Span[]) {
    this.#spans = [...spans].sort((one, another) => one.fromMs - another.fromMs);
    for (const span of this.#spans) {
      const known = this.#longest.at(-1);
      this.#longest.push(known ? longerOf(known, span) : { first: span, other: undefined });
    }
  }

  /** A span that began before the call and lasts beyond it; not of the member `except`. */
  around(call: Call, except?: string): Span | undefined {
    const { length } = this.#spans;
    const at = lastBefore(length, (place) => (this.#spans[place]?.fromMs ?? 0) < call.startMs);
    const longest = this.#longest[at];
    const span = longest?.first.memberId === except ? longest?.other : longest?.first;
    return span && span.toMs > call.endMs ? span : undefined;
  }
}

function longerOf(known: { first: Span; other: Span | undefined }, span: Span): typeof known {
  const { first, other } = known;
  if (span.toMs > first.toMs) {
    return { first: span, other: span.memberId === first.memberId ? other : first };
  }
  if (span.memberId === first.memberId) return known;
  return span.toMs > (other?.toMs ?? -Infinity) ? { first, other: span } : known;
}
