// Enum values on the wire ("MODE_SHADOW") to the domain's words ("shadow") and back, by name.
import type { Violations } from '@member-mesh/contracts';

export type Choices = readonly ['unspecified', ...string[]];

/** The word for a wire value. A value of a later release becomes a violation at `field`. */
export function wordOf<C extends Choices>(
  choices: C,
  { prefix, value }: { prefix: string; value: string | number },
  { violations, field }: { violations: Violations; field: string },
): C[number] {
  const text = String(value);
  const name = text.startsWith(prefix) ? text.slice(prefix.length).toLowerCase() : '';
  const word = choices.find((choice) => choice === name);
  if (word === undefined) violations.add(field, `has the value ${text}, which is not known here`);
  return word ?? choices[0];
}

/** The wire value for a word. */
export function wireOf<P extends string, W extends string>(
  prefix: P,
  word: W,
): `${P}${Uppercase<W>}` {
  return `${prefix}${word.toUpperCase() as Uppercase<W>}`;
}
