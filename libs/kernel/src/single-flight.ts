// One operation per key at a time: whoever asks for a key that is under way gets the same answer.
// The key must say everything that makes two answers interchangeable.

export class SingleFlight<T> {
  readonly #flights = new Map<string, Promise<T>>();

  /** How many operations are under way. */
  get size(): number {
    return this.#flights.size;
  }

  /** Joins the operation under way for `key`, or starts it. A failure is shared and forgotten. */
  run(key: string, operation: () => Promise<T>): Promise<T> {
    const underWay = this.#flights.get(key);
    if (underWay) return underWay;
    const flight = operation().finally(() => this.#flights.delete(key));
    this.#flights.set(key, flight);
    return flight;
  }
}
