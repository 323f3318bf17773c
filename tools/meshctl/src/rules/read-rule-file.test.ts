import { loadContracts } from '@member-mesh/contracts';
import { describe, expect, it } from '@jest/globals';
import { faultLines } from './fault.ts';
import { readRuleFile } from './read-rule-file.ts';
import { ruleForm } from './rule-form.ts';

const form = ruleForm(loadContracts());

function faultsOf(text: string): string[] {
  return faultLines('f', readRuleFile(text, form).faults).split('\n');
}

/** A file of one rule, whose lines below "rules:" are these. */
function ofRule(...lines: string[]): string {
  return ['rules:', ...lines.map((line, at) => `${at === 0 ? '  - ' : '    '}${line}`)].join('\n');
}

describe('reading a rule file', () => {
  it('takes names, words and durations of the file for those of messages', () => {
    const text = ofRule(
      'rule_id: order-reads',
      'mode: SHADOW',
      'enforce_percent: 10',
      'flow: { resource: "*", metric: COST, threshold: 2.5, window: 1.5s, behavior: WARM_UP }',
    );
    const { rules, faults } = readRuleFile(text, form);
    expect(faults).toEqual([]);
    expect(rules).toEqual([
      {
        ...{ ruleId: 'order-reads', mode: 'MODE_SHADOW', enforcePercent: 10 },
        flow: {
          ...{ resource: '*', metric: 'METRIC_COST', threshold: 2.5 },
          ...{ window: { seconds: 1, nanos: 500_000_000 }, behavior: 'BEHAVIOR_WARM_UP' },
        },
      },
    ]);
  });

  it('keeps every digit of a member id that is written as a number', () => {
    const overrides = '{ 9223372036854775807: 1, "wechat:o6_x": 0, __proto__: 2 }';
    const text = ofRule('rule_id: a', `hotspot: { resource: "*", overrides: ${overrides} }`);
    const read = readRuleFile(text, form).rules[0]?.hotspot?.overrides ?? {};
    expect(Object.entries(read)).toEqual([
      ['9223372036854775807', 1],
      ['wechat:o6_x', 0],
      ['__proto__', 2],
    ]);
  });

  it('takes JSON, and a list without a rule', () => {
    const json = JSON.stringify({ rules: [{ rule_id: 'a', system: { concurrency_max: 5 } }] });
    expect(readRuleFile(json, form)).toMatchObject({ rules: [{ ruleId: 'a' }], faults: [] });
    expect(readRuleFile('rules: []', form)).toMatchObject({ rules: [], faults: [] });
  });

  it('tells all faults at once, each with its place and what to write instead', () => {
    const text = ofRule(
      'rule_id: 12',
      'mode: shadow',
      'flow: { resource: "*", treshold: 5, burst: -1, window: 1 second }',
      'access: { allow: order-service }',
    );
    expect(faultsOf(text)).toEqual([
      'f:2:5: rules[0] must have exactly one of flow, hotspot, degrade, system, access, not flow, access',
      'f:2:14: rules[0].rule_id must be a text: write "12", not 12',
      'f:3:11: rules[0].mode must be ENFORCE or SHADOW or OFF, not shadow',
      'f:4:28: rules[0].flow has no field treshold; it has resource, caller, metric, threshold, burst, scope, behavior, warm_up, cold_factor, queue_timeout, window',
      'f:4:48: rules[0].flow.burst must be a number that is 0 or more, such as 1000, not -1',
      'f:4:60: rules[0].flow.window must be a duration such as 500ms, 1.5s, 10m, 24h or 1d, not 1 second',
      'f:5:22: rules[0].access.allow must be a list: lines that begin with "- ", or [a, b]',
    ]);
  });

  it.each([
    ['no rules', '', 'must be an object with a list of rules'],
    ['a bare list', '- rule_id: a', 'must be an object with a list of rules'],
    ['no list', 'rules: 5', 'rules must be a list'],
    ['another field', 'rules: []\nversion: 1', 'f:2:1: the file has no field version'],
    ['several documents', 'rules: []\n---\nrules: []', 'a rule file is one document'],
    ['a key twice', ofRule('rule_id: a', 'rule_id: b', 'system: {}'), 'f:3:5: '],
    ['an alias', 'rules: [&a {rule_id: a, system: {}}, *a]', 'f:1:38: aliases are not taken'],
    ['an anchor', 'rules: &a []', 'anchors are not taken'],
    ['a tag', ofRule('rule_id: !!str a', 'system: {}'), 'f:2:20: tags are not taken'],
    ['a merge', ofRule('rule_id: a', '<<: {system: {}}'), 'has no field <<'],
    ['a rule that is no object', 'rules: [a]', 'rules[0] must be an object'],
    ['no id', 'rules: [{system: {}}]', 'rules[0] must have a rule_id'],
    ['no kind', 'rules: [{rule_id: a}]', 'not none'],
    [
      'an id twice',
      'rules: [{rule_id: a, system: {}}, {rule_id: a, system: {}}]',
      'by a rule above',
    ],
    ['no value', ofRule('rule_id: a', 'system:'), 'f:3:5: rules[0].system has no value'],
    ['an etag', ofRule('rule_id: a', 'etag: x', 'system: {}'), 'rules[0] has no field etag'],
    ['a half', ofRule('rule_id: a', 'system: {concurrency_max: 1.5}'), 'a whole number'],
    ['too much', ofRule('rule_id: a', 'system: {concurrency_max: 3e9}'), 'a whole number'],
    ['no number', ofRule('rule_id: a', 'system: {cost_per_second_max: .nan}'), 'a number'],
    ['no truth', ofRule('rule_id: a', 'system: {adaptive_concurrency: yes}'), 'true or false'],
    ['a full name', ofRule('rule_id: a', 'mode: MODE_OFF', 'system: {}'), 'not MODE_OFF'],
    ['a tab', 'rules:\n\t- rule_id: a', 'f:2:1: Tabs'],
  ])('refuses %s', (_, text, said) => {
    expect(faultsOf(text).join('\n')).toContain(said);
  });

  it('refuses what is nested without end, what is too long and too many rules', () => {
    expect(readRuleFile('['.repeat(50_000), form).faults.length).toBeGreaterThan(0);
    expect(faultsOf(`# ${'x'.repeat(3_000_000)}`)).toEqual([
      expect.stringContaining('longer than'),
    ]);
    const rules = Array.from({ length: 1_001 }, (_, at) => `{rule_id: r${at}, system: {}}`);
    expect(faultsOf(`rules: [${rules.join()}]`)).toEqual([
      expect.stringContaining('rules must be at most 1000, not 1001'),
    ]);
  });

  it('brings what flow-control found back to the nearest line of the file', () => {
    const text = ofRule('rule_id: a', 'access:', '  resource: "/x"', '  deny: [b]');
    const { faultOf } = readRuleFile(text, form);
    const at = (field: string) => faultOf({ field, description: 'is wrong' });
    expect(at('rules[0].access.resource')).toEqual({
      ...{ line: 4, column: 7, message: 'rules[0].access.resource is wrong' },
    });
    expect(at('rules[0].access.deny[0]')).toMatchObject({ line: 5, column: 14 });
    expect(at('rules[0].access.allow')).toMatchObject({ line: 3, column: 5 });
    expect(at('rules')).toMatchObject({ line: 1, column: 1 });
  });
});
