import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadContracts, protoComments } from '@member-mesh/contracts';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { readRuleFile } from './read-rule-file.ts';
import { ruleForm } from './rule-form.ts';
import { ruleFileSchema, schemaText } from './rule-schema.ts';

const root = resolve(import.meta.dirname, '../../../..');
const rule = ruleForm(loadContracts());
const schema = ruleFileSchema({ rule, comments: protoComments('flow/v1') });
const validate = new Ajv2020({ strict: true, strictRequired: false }).compile(schema);

const GOOD = [
  'rules: []',
  'rules: [{rule_id: a, system: {}}]',
  'rules: [{rule_id: a, mode: OFF, enforce_percent: 5, system: {adaptive_concurrency: true}}]',
  'rules: [{rule_id: a, flow: {resource: "*", threshold: 0.5, window: 1.5s, warm_up: 10m}}]',
  'rules: [{rule_id: a, hotspot: {key: ACCOUNT, overrides: {"wechat:x": 0, "5": 2.5}}}]',
  'rules: [{rule_id: a, degrade: {strategy: ERROR_RATIO, open_for: 10s, probes: 3}}]',
  'rules: [{rule_id: a, access: {resource: "*", allow: [], deny: [b, c]}}]',
];

const BAD = [
  '[]',
  '{}',
  'rules: {}',
  'rules: []\nmore: 1',
  'rules: [a]',
  'rules: [{system: {}}]',
  'rules: [{rule_id: a}]',
  'rules: [{rule_id: 5, system: {}}]',
  'rules: [{rule_id: a, etag: x, system: {}}]',
  'rules: [{rule_id: a, system: {}, access: {}}]',
  'rules: [{rule_id: a, mode: SHADOWED, system: {}}]',
  'rules: [{rule_id: a, mode: MODE_SHADOW, system: {}}]',
  'rules: [{rule_id: a, mode: UNSPECIFIED, system: {}}]',
  'rules: [{rule_id: a, enforce_percent: 1.5, system: {}}]',
  'rules: [{rule_id: a, system: {concurrency_max: 3000000000}}]',
  'rules: [{rule_id: a, system: {cost_per_second_max: -1}}]',
  'rules: [{rule_id: a, system: {cost_per_second_max: "5"}}]',
  'rules: [{rule_id: a, system: {adaptive_concurrency: "true"}}]',
  'rules: [{rule_id: a, system: null}]',
  'rules: [{rule_id: a, flow: {tresource: x}}]',
  'rules: [{rule_id: a, flow: {window: 1}}]',
  'rules: [{rule_id: a, flow: {window: -1s}}]',
  'rules: [{rule_id: a, flow: {window: 1 s}}]',
  'rules: [{rule_id: a, flow: {window: {seconds: 1}}}]',
  'rules: [{rule_id: a, flow: {caller: [a]}}]',
  'rules: [{rule_id: a, hotspot: {overrides: [5]}}]',
  'rules: [{rule_id: a, hotspot: {overrides: {x: y}}}]',
  'rules: [{rule_id: a, access: {deny: b}}]',
  'rules: [{rule_id: a, access: {deny: [1]}}]',
];

describe('the schema of rule files', () => {
  it('is kept as the protos say it', () => {
    // Made anew by: ./mesh ctl rules schema > docs/flow-rules.schema.json
    const kept = readFileSync(resolve(root, 'docs/flow-rules.schema.json'), 'utf8');
    expect(kept).toBe(schemaText(schema));
  });

  it.each(GOOD)('and the reader take %s', (text) => {
    expect(readRuleFile(text, rule).faults).toEqual([]);
    expect(validate(parse(text)) || validate.errors).toBe(true);
  });

  it.each(BAD)('and the reader refuse %s', (text) => {
    expect(readRuleFile(text, rule).faults).not.toEqual([]);
    expect(validate(parse(text))).toBe(false);
  });

  it('describes every field of which the protos say something', () => {
    const text = schemaText(schema);
    expect(text).toContain('A value is held back this long after it went over');
    expect(text).toContain('half-open successes needed to close');
    expect(text).toContain('Left out: as ENFORCE. SHADOW: Decides and counts, refuses nobody.');
  });
});
