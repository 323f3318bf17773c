// What is found out about one call while its rules are asked. The first enforced rule that stands
// against it names the refusal; all of them together say when the call would pass.
import type { Refusal } from '../call.ts';
import { retryAfterMs } from '../retry-after.ts';
import type { Check } from '../policy/plan.ts';

export interface Finding {
  kind: Refusal['kind'];
  used: number;
  threshold: number;
  /** When this rule would let the call pass; Infinity when no instant can be told. */
  atMs: number;
  /** False for a call that this rule never lets pass. */
  isPossible: boolean;
}

const NOTHING: readonly Refusal[] = [];

export class Verdict {
  refusal: Refusal | undefined;
  isDegraded = false;
  #atMs = 0;
  #askedMs = 0;
  #shadow: Refusal[] | undefined;
  #watching: Check[] | undefined;

  begin(askedMs: number): void {
    this.refusal = undefined;
    this.isDegraded = false;
    this.#atMs = askedMs;
    this.#askedMs = askedMs;
    this.#shadow = undefined;
    this.#watching = undefined;
  }

  /** What rules that only watch would have refused. */
  get shadow(): readonly Refusal[] {
    return this.#shadow ?? NOTHING;
  }

  /** Rules that only watch and would have refused: they take nothing from the call. */
  get watching(): readonly Check[] | undefined {
    return this.#watching;
  }

  against(check: Check, finding: Finding): void {
    if (!check.isEnforced) {
      (this.#shadow ??= []).push(this.#refusalOf(check, finding, finding.atMs));
      (this.#watching ??= []).push(check);
      return;
    }
    this.#atMs = Math.max(this.#atMs, finding.atMs);
    this.refusal ??= this.#refusalOf(check, finding, finding.atMs);
  }

  /** The refusal with the instant at which no enforced rule stands against the call any more. */
  conclude(): Refusal | undefined {
    if (this.refusal) this.refusal.retryAfterMs = retryAfterMs(this.#atMs, this.#askedMs);
    return this.refusal;
  }

  #refusalOf(check: Check, { kind, used, threshold, isPossible }: Finding, atMs: number): Refusal {
    return {
      kind,
      ruleId: check.ruleId,
      reason: isPossible ? 'over-limit' : 'cost-above-limit',
      used,
      threshold,
      retryAfterMs: retryAfterMs(atMs, this.#askedMs),
    };
  }
}
