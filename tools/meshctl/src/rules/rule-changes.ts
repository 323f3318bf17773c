// What a change of rules changed, field by field, as rule files name the fields.
import type { Rule } from '@member-mesh/contracts';
import type { ObjectForm } from './rule-form.ts';
import { leavesOf, plainRule } from './rule-plain.ts';

export interface FieldChange {
  field: string;
  /** Null where the field was, or is, not said. */
  before: string | null;
  after: string | null;
}

export interface ChangedRule {
  rule_id: string;
  change: 'created' | 'changed' | 'deleted';
  fields: FieldChange[];
}

export function changedRule(
  { before, after }: { before?: Rule | null | undefined; after?: Rule | null | undefined },
  form: ObjectForm,
): ChangedRule {
  const was = before ? leavesOf(plainRule(before, form)) : new Map<string, string>();
  const is = after ? leavesOf(plainRule(after, form)) : new Map<string, string>();
  const names = [...new Set([...was.keys(), ...is.keys()])].filter((name) => name !== 'rule_id');
  return {
    rule_id: after?.ruleId ?? before?.ruleId ?? '',
    change: before ? (after ? 'changed' : 'deleted') : 'created',
    fields: names
      .filter((name) => was.get(name) !== is.get(name))
      .map((field) => ({ field, before: was.get(field) ?? null, after: is.get(field) ?? null })),
  };
}

/** For people: a line for each rule, and one below it for each field that is another now. */
export function renderChanges(changes: readonly ChangedRule[]): string {
  return changes.map(renderChange).join('');
}

const SIGNS = { created: '+', changed: '~', deleted: '-' };

function renderChange({ rule_id: ruleId, change, fields }: ChangedRule): string {
  const width = Math.max(0, ...fields.map(({ field }) => field.length));
  const lines = fields.map(({ field, before, after }) => {
    const name = `    ${field.padEnd(width)}  `;
    if (change === 'created') return `${name}${after}`;
    if (change === 'deleted') return `${name}${before}`;
    return `${name}${before ?? '(unset)'} → ${after ?? '(unset)'}`;
  });
  return `${[`${SIGNS[change]} ${ruleId} ${change}`, ...lines].join('\n')}\n`;
}
