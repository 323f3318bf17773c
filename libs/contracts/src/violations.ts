// Collects what is wrong with a request, so that a caller sees every bad field at once.

import type { FieldViolation } from './fields.ts';

export interface NumberBounds {
  min: number;
  max: number;
  /** The least value is itself refused. */
  aboveMin?: boolean;
  whole?: boolean;
}

export class Violations {
  readonly found: FieldViolation[] = [];
  readonly #path: string;

  constructor(path: string, found: FieldViolation[] = []) {
    this.#path = path;
    this.found = found;
  }

  /** The same collection, seen from a field within. */
  within(field: string): Violations {
    return new Violations(this.#at(field), this.found);
  }

  add(field: string, description: string): void {
    this.found.push({ field: this.#at(field), description });
  }

  require(holds: boolean, field: string, description: string): void {
    if (!holds) this.add(field, description);
  }

  number(value: number, field: string, bounds: NumberBounds): void {
    const { min, max, aboveMin = false, whole = false } = bounds;
    const inside =
      Number.isFinite(value) && value <= max && (aboveMin ? value > min : value >= min);
    const floor = aboveMin ? `above ${min}` : `at least ${min}`;
    const kind = whole ? 'a whole number, ' : '';
    const description = `must be ${kind}${floor} and at most ${max}`;
    this.require(inside && (!whole || Number.isInteger(value)), field, description);
  }

  /** A duration that may be left out; its bounds are said in milliseconds. */
  duration(ms: number | undefined, field: string, bounds: NumberBounds): void {
    if (ms === undefined) return;
    const { min, max, aboveMin = false } = bounds;
    const inside = ms <= max && (aboveMin ? ms > min : ms >= min);
    const floor = aboveMin ? `longer than ${min} ms` : `at least ${min} ms`;
    this.require(inside, field, `must be ${floor} and at most ${max} ms`);
  }

  #at(field: string): string {
    return this.#path === '' ? field : `${this.#path}.${field}`;
  }
}
