import { loadContracts, type Rule } from '@member-mesh/contracts';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readRuleFile } from './read-rule-file.ts';
import { type FieldForm, type ObjectForm, ruleForm, type ValueForm } from './rule-form.ts';
import { plainRule } from './rule-plain.ts';
import { writeRuleFile } from './write-rule-file.ts';

const form = ruleForm(loadContracts());
const key = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 });

function valueOf(value: ValueForm): fc.Arbitrary<unknown> {
  switch (value.kind) {
    case 'text':
      return fc.string({ unit: 'binary', minLength: 1 }).map(wellFormed);
    case 'truth':
      return fc.constant(true);
    case 'number':
      return value.whole
        ? fc.integer({ min: 1, max: 2 ** 31 - 1 })
        : fc.double({ min: 1e-9, max: 1e12, noNaN: true });
    case 'duration':
      return fc.record({ seconds: fc.nat(86_400), nanos: fc.nat(999_999_999) });
    case 'word':
      return fc.constantFrom(...value.words.map((word) => `${value.prefix}${word}`));
    case 'texts':
      return fc.array(key.map(wellFormed), { minLength: 1, maxLength: 3 });
    case 'amounts':
      return fc
        .array(fc.tuple(fc.oneof(key.map(wellFormed), fc.nat().map(String)), fc.nat()), {
          minLength: 1,
        })
        .map((entries) => Object.fromEntries(entries));
    case 'object':
      return objectOf(value.object, [...value.object.fields.values()]);
  }
}

/** What a proto can hold as a text at all. */
function wellFormed(text: string): string {
  return text.toWellFormed();
}

function objectOf(_form: ObjectForm, fields: readonly FieldForm[]): fc.Arbitrary<object> {
  const arbitraries = fields.map(({ key: name, value }) => [name, valueOf(value)] as const);
  return fc.record(Object.fromEntries(arbitraries), { requiredKeys: [] });
}

const common = [...form.fields.values()].filter(({ name }) => !form.choices.includes(name));
const rule: fc.Arbitrary<Rule> = fc
  .constantFrom(...form.choices)
  .chain((choice) => {
    const kind = form.fields.get(choice);
    const kinds = kind ? [kind] : [];
    return fc.tuple(objectOf(form, common), fc.record({ [choice]: valueOf(kinds[0]!.value) }));
  })
  .map(([said, kind]) => ({ ...said, ...kind }));
const ruleSet = fc
  .array(rule, { maxLength: 4 })
  .map((rules) => rules.map((each, at): Rule => ({ ...each, ruleId: `r${at}` })));

describe('writing a rule file', () => {
  it('writes what is read as exactly the same rules', () => {
    fc.assert(
      fc.property(ruleSet, (rules) => {
        const plain = rules.map((each) => plainRule(each, form));
        const text = writeRuleFile({ rules: plain, remarks: ['one', 'two'] });
        const read = readRuleFile(text, form);
        expect(read.faults).toEqual([]);
        expect(read.rules).toEqual(rules);
      }),
    );
  });

  it('leaves out what is not said', () => {
    const said: Rule = {
      ...{ ruleId: 'a', etag: '5-x', description: '', mode: 'MODE_UNSPECIFIED' },
      ...{ enforcePercent: 0, hotspot: null },
      access: { resource: '*', allow: [], deny: ['b'] },
    };
    expect(writeRuleFile({ rules: [plainRule(said, form)], remarks: [] })).toBe(
      'rules:\n  - rule_id: a\n    access:\n      resource: "*"\n      deny:\n        - b\n',
    );
  });
});
