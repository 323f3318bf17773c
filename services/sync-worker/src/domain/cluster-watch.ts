// What the controller has seen of one cluster. A cluster that hangs is as dead as one that is gone:
// both show only in the time since it last answered.

import type { ClusterName } from './cluster.ts';

/**
 * How long a cluster may leave every probe unanswered before it counts as dead. Moving orders costs
 * nothing but a little speed; marketing may be shed, which is worth a longer look.
 */
export const DEAD_AFTER_MS: Readonly<Record<ClusterName, number>> = {
  ...{ 'order-a': 900, 'order-b': 900, marketing: 5_000 },
};

export interface ClusterSight {
  /** It answered nothing for too long, or cannot serve. */
  isDead: boolean;
  /** It answers and serves; neither dead nor usable while nothing is known yet. */
  isUsable: boolean;
  /** How long it has answered without a break. */
  aliveForMs: number;
  /** Age of the oldest change that it has not applied; Infinity while that is not known. */
  lagMs: number;
  /** Of a sample of the record, compared since it answers. */
  compared: Compared;
  /** For people. */
  text: string;
}

export type Compared = 'unknown' | 'equal' | 'different';

export class ClusterWatch {
  readonly #name: ClusterName;
  #answeredMs: number;
  #aliveSinceMs: number | undefined;
  #serving: boolean | undefined;
  #lagMs = Infinity;
  #compared: { result: Compared; aliveSinceMs: number } | undefined;

  constructor(name: ClusterName, nowMs: number) {
    this.#name = name;
    // Who has just begun to look knows of no silence before.
    this.#answeredMs = nowMs;
  }

  /** A probe that was sent at `sentMs` was answered. */
  answered(sentMs: number, nowMs: number): void {
    if (this.#isSilent(sentMs)) this.#aliveSinceMs = undefined;
    this.#aliveSinceMs ??= nowMs;
    this.#answeredMs = Math.max(this.#answeredMs, nowMs);
  }

  /** What the stream and the cluster's own topology say; undefined before anything is decided. */
  stands({ serving, lagMs }: { serving: boolean | undefined; lagMs: number }): void {
    this.#serving = serving;
    this.#lagMs = lagMs;
    if (serving === false) this.#compared = undefined;
  }

  /** Since when it has answered; a comparison is worth nothing once that has changed. */
  aliveSinceMs(nowMs: number): number | undefined {
    return this.#isSilent(nowMs) ? undefined : this.#aliveSinceMs;
  }

  /** How a comparison ended that began while the cluster was alive since `aliveSinceMs`. */
  compared(result: Compared, aliveSinceMs: number): void {
    this.#compared = { result, aliveSinceMs };
  }

  sight(nowMs: number): ClusterSight {
    const sinceMs = this.aliveSinceMs(nowMs);
    const isSilent = this.#isSilent(nowMs);
    const aliveForMs = sinceMs === undefined ? 0 : nowMs - sinceMs;
    const known = this.#compared;
    const compared = known && known.aliveSinceMs === sinceMs ? known.result : 'unknown';
    return {
      isDead: isSilent || this.#serving === false,
      isUsable: sinceMs !== undefined && this.#serving === true,
      ...{ aliveForMs, compared, lagMs: this.#lagMs },
      text: `${this.#name} ${this.#text(isSilent, nowMs)}`,
    };
  }

  #isSilent(nowMs: number): boolean {
    return nowMs - this.#answeredMs > DEAD_AFTER_MS[this.#name];
  }

  #text(isSilent: boolean, nowMs: number): string {
    if (isSilent) return `has answered nothing for ${Math.round(nowMs - this.#answeredMs)} ms`;
    if (this.#serving === false) return 'answers and has no indices to serve from';
    if (this.#aliveSinceMs === undefined) return 'was not heard of yet';
    const lag = this.#lagMs === Infinity ? 'its lag is not known' : `lag ${this.#lagMs} ms`;
    return `has answered for ${Math.round((nowMs - this.#aliveSinceMs) / 1_000)} s, ${lag}`;
  }
}
