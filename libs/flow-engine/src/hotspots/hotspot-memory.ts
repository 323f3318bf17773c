// What all hotspot rules of an engine remember together: one table, and where its places do not
// suffice one sketch for each order of magnitude of windows. Both are made when first needed, and
// neither grows after that.
import { ValueTable } from './value-table.ts';
import { WindowSketch } from './window-sketch.ts';

const SLOTS_PER_COLUMN = 4;

export class HotspotMemory {
  readonly table: ValueTable;
  readonly #width: number;
  readonly #sketches = new Map<number, WindowSketch>();

  constructor(valuesMax: number) {
    this.table = new ValueTable(valuesMax);
    this.#width = Math.ceil(valuesMax / SLOTS_PER_COLUMN);
  }

  /** Memory of the table and of the sketches made so far: at most 24, for windows up to a day. */
  get bytes(): number {
    return [...this.#sketches.values()].reduce((sum, { bytes }) => sum + bytes, this.table.bytes);
  }

  /** The sketch for windows of this length, if anything was ever entered in it. */
  sketchOf(windowMs: number): WindowSketch | undefined {
    return this.#sketches.size === 0 ? undefined : this.#sketches.get(orderOf(windowMs));
  }

  openSketch(windowMs: number): WindowSketch {
    const order = orderOf(windowMs);
    let sketch = this.#sketches.get(order);
    if (!sketch) {
      sketch = new WindowSketch(2 ** order, this.#width);
      this.#sketches.set(order, sketch);
    }
    return sketch;
  }
}

/** Windows share the sketch of the next power of two, which counts at least as long as each. */
function orderOf(windowMs: number): number {
  return Math.ceil(Math.log2(windowMs));
}
