// An order of steps that a seed decides, so that an interleaving that fails can be run again.

/** Steps that wait until they are let happen, one at a time. */
export class Turns {
  readonly #waiting: (() => void)[] = [];
  readonly #next: () => number;

  constructor(next: () => number) {
    this.#next = next;
  }

  /** Resolves when it is this step's turn. */
  wait(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Lets one step happen, whichever the seed decides. False when nobody waits. */
  async one(): Promise<boolean> {
    const at = Math.floor(this.#next() * this.#waiting.length);
    const [step] = this.#waiting.splice(at, 1);
    if (!step) return false;
    step();
    // Everything that follows without waiting for a turn happens now.
    for (let ticks = 0; ticks < 30; ticks++) await Promise.resolve();
    return true;
  }
}
