// Rules of flow.v1 as rule files have them: names of fields and short words of the file, without
// what is not said. What is left out of a file and what is 0 in a message are the same.
import type { Rule } from '@member-mesh/contracts';
import { textOfDuration, type WireDuration } from './duration-text.ts';
import type { ObjectForm, ValueForm } from './rule-form.ts';

export type Plain = string | number | boolean | string[] | PlainObject;
export interface PlainObject {
  [name: string]: Plain;
}

export function plainRule(rule: Rule, form: ObjectForm): PlainObject {
  return plainObject(rule as Readonly<Record<string, unknown>>, form);
}

function plainObject(message: Readonly<Record<string, unknown>>, form: ObjectForm): PlainObject {
  const plain: PlainObject = {};
  for (const { name, key, value } of form.fields.values()) {
    const said = plainValue(message[key], value);
    if (said !== undefined) plain[name] = said;
  }
  return plain;
}

function plainValue(value: unknown, form: ValueForm): Plain | undefined {
  if (isUnsaid(value)) return undefined;
  switch (form.kind) {
    case 'object':
      return plainObject(value as Record<string, unknown>, form.object);
    case 'duration':
      return textOfDuration(value as WireDuration);
    case 'word': {
      const word = (value as string).slice(form.prefix.length);
      return form.words.includes(word) ? word : undefined;
    }
    case 'texts':
      return (value as string[]).length === 0 ? undefined : [...(value as string[])];
    case 'amounts':
      return plainAmounts(value as Record<string, number>);
    case 'text':
    case 'truth':
    case 'number':
      return value as string | number | boolean;
  }
}

/** What a field is that nobody gave. */
function isUnsaid(value: unknown): boolean {
  return value === null || value === undefined || value === '' || value === 0 || value === false;
}

function plainAmounts(amounts: Readonly<Record<string, number>>): PlainObject | undefined {
  const entries = Object.entries(amounts);
  if (entries.length === 0) return undefined;
  return Object.assign(Object.create(null) as PlainObject, Object.fromEntries(entries));
}

/** Every value that is said, by its path such as "flow.threshold" or 'overrides["12345"]'. */
export function leavesOf(plain: PlainObject, path = ''): Map<string, string> {
  const leaves = new Map<string, string>();
  for (const [name, value] of Object.entries(plain)) {
    const inner = /^[a-z][a-z0-9_]*$/.test(name)
      ? `${path === '' ? '' : `${path}.`}${name}`
      : `${path}[${JSON.stringify(name)}]`;
    if (typeof value === 'object' && !Array.isArray(value)) {
      for (const [leaf, text] of leavesOf(value, inner)) leaves.set(leaf, text);
      // A system rule without any limit says that there is one, and nothing else.
      if (Object.keys(value).length === 0) leaves.set(inner, '{}');
    } else {
      leaves.set(inner, Array.isArray(value) ? value.join(', ') : String(value));
    }
  }
  return leaves;
}
