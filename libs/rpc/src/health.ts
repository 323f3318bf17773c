// The true state of a process: one entry for the whole (""), one for each service it serves and one
// for each tier it stands on. Read over gRPC and over HTTP.

export type HealthState = 'SERVING' | 'NOT_SERVING';

type Listener = () => void;

export class Health {
  readonly #states = new Map<string, HealthState>([['', 'NOT_SERVING']]);
  readonly #listeners = new Set<Listener>();
  #draining = false;

  /** `name` is "", a service's full name, or a tier such as "tier:redis/a". */
  set(name: string, state: HealthState): void {
    if (this.#states.get(name) === state) return;
    this.#states.set(name, state);
    this.#tell();
  }

  /**
   * Undefined for what was never set. While draining, the process and its services are NOT_SERVING.
   */
  get(name: string): HealthState | undefined {
    const state = this.#states.get(name);
    if (this.#draining && state !== undefined && !name.startsWith('tier:')) return 'NOT_SERVING';
    return state;
  }

  /** Every entry, by name. */
  all(): Record<string, HealthState> {
    const names = [...this.#states.keys()].sort();
    return Object.fromEntries(names.map((name) => [name, this.get(name) ?? 'NOT_SERVING']));
  }

  /** From now on nothing but tiers is SERVING; watchers are told. */
  drain(): void {
    this.#draining = true;
    this.#tell();
  }

  get draining(): boolean {
    return this.#draining;
  }

  /** Calls `listener` after every change, until the returned function is called. */
  onChange(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
