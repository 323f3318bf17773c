// How far each index is, told in the record's own words: a mark is made, then the record is asked
// which sequence of the change stream holds everything committed before; once an index has applied
// that sequence, it has everything that was committed before the mark. That also covers changes
// that were committed and not published yet, which the stream alone knows nothing of.
import { type Cluster, CLUSTERS } from './bucket-state.ts';

/** Taken before the record is asked. */
export interface Mark<T> {
  /** By the monotonic clock. */
  madeMs: number;
  /** Tells one stream from another of the same name. */
  streamCreatedMs: number;
  /** The stream's last sequence when everything committed before the mark was in it. */
  sequence: number;
  /** What the mark stands for, such as the beats that were acknowledged by then. */
  note: T;
}

const MARKS_MAX = 1_200;

export class ProgressLedger<T> {
  #marks: Mark<T>[] = [];
  readonly #reached = new Map<Cluster, Mark<T>>();

  add(mark: Mark<T>): void {
    if (this.#marks[0] && this.#marks[0].streamCreatedMs !== mark.streamCreatedMs) this.#marks = [];
    this.#marks.push(mark);
    if (this.#marks.length > MARKS_MAX) this.#marks.shift();
  }

  /** An index has applied everything up to `sequence` of the stream that was created then. */
  applied(cluster: Cluster, sequence: number, streamCreatedMs: number): void {
    const mark = this.#marks.findLast((each) => each.sequence <= sequence);
    if (!mark || mark.streamCreatedMs !== streamCreatedMs) return;
    const before = this.#reached.get(cluster);
    if (!before || before.madeMs < mark.madeMs) this.#reached.set(cluster, mark);
    this.#forget();
  }

  /** The newest mark that the index is known to have passed. */
  reached(cluster: Cluster): Mark<T> | undefined {
    return this.#reached.get(cluster);
  }

  /** Since when, at most, the index may lack changes; -Infinity when that was never known. */
  currentMs(cluster: Cluster): number {
    return this.#reached.get(cluster)?.madeMs ?? -Infinity;
  }

  #forget(): void {
    const slowest = Math.min(...CLUSTERS.map((cluster) => this.currentMs(cluster)));
    while (this.#marks[0] && this.#marks[0].madeMs < slowest) this.#marks.shift();
  }
}
