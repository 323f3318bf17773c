// How member-query tells whether it can answer, and which of its tiers it reaches.
import type { Health } from '@member-mesh/rpc';

/** The tiers as this process sees them, and whether that is enough to serve. */
export class Tiers {
  readonly #health: Health;
  readonly #services: readonly string[];
  readonly #reached = new Map<string, boolean>();
  readonly #own: string;

  /** `own` is the tier of the own center's cache, whose state must be known before serving. */
  constructor(options: {
    health: Health;
    services: readonly string[];
    tiers: readonly string[];
    own: string;
  }) {
    this.#health = options.health;
    this.#services = options.services;
    this.#own = options.own;
    for (const tier of options.tiers) options.health.set(`tier:${tier}`, 'NOT_SERVING');
    this.#decide();
  }

  set(tier: string, reached: boolean): void {
    this.#reached.set(tier, reached);
    this.#health.set(`tier:${tier}`, reached ? 'SERVING' : 'NOT_SERVING');
    this.#decide();
  }

  #decide(): void {
    const answering = [...this.#reached].some(
      ([tier, reached]) => reached && (tier === 'record' || tier.startsWith('elastic/')),
    );
    const state = answering && this.#reached.has(this.#own) ? 'SERVING' : 'NOT_SERVING';
    for (const name of ['', ...this.#services]) this.#health.set(name, state);
  }
}
