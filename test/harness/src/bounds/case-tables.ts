/** What tests of every door that enforces bounds make of the cases. */
import type { RequestCase } from './request-cases.ts';

/** A row of a table of tests: method, field and value for its name, and the case. */
export type CaseRow = [method: string, path: string, shown: string, each: RequestCase];

/** The cases that should pass, or those that should not. */
export function caseRows(cases: readonly RequestCase[], passes: boolean): CaseRow[] {
  return cases
    .filter((each) => each.passes === passes)
    .map((each) => [each.method, each.path, each.shown, each]);
}

interface Refusal {
  readonly violations: readonly { readonly field: string }[];
}

/** Those of the fields that are bad in the case which the error does not name. */
export function unnamedFields(error: Refusal | undefined, { path }: RequestCase): string[] {
  const named = error?.violations.map(({ field }) => field) ?? [];
  const isNamed = (bad: string): boolean =>
    named.some((field) => field === bad || /^[.[]/.test(field.replace(bad, '')));
  return path.split(' ').filter((bad) => !isNamed(bad));
}
