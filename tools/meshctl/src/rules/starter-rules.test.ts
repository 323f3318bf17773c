import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadContracts, type Rule } from '@member-mesh/contracts';
import { type Call, FlowEngine } from '@member-mesh/flow-engine';
import { readRules } from '@member-mesh/flow-policy';
import { describe, expect, it } from '@jest/globals';
import { readRuleFile } from './read-rule-file.ts';
import { ruleForm } from './rule-form.ts';

const root = resolve(import.meta.dirname, '../../../..');
const QUERY = '/member.v1.MemberQueryService';
const SECOND_MS = 1_000;
const contracts = loadContracts();
const form = ruleForm(contracts);
const { serialize, deserialize } = ruleCodec();

/** The rules as they come over the wire. */
function ruleCodec() {
  const { PutRule } = contracts.services.flowControl.definition as unknown as Record<
    'PutRule',
    { requestSerialize: (message: object) => Buffer; requestDeserialize: (bytes: Buffer) => object }
  >;
  return { serialize: PutRule.requestSerialize, deserialize: PutRule.requestDeserialize };
}

function rulesOf(text: string) {
  const { rules, faults } = readRuleFile(text, form);
  expect(faults).toEqual([]);
  const wire = rules.map((rule) => (deserialize(serialize({ rule })) as { rule: Rule }).rule);
  const read = readRules(wire as Parameters<typeof readRules>[0]);
  expect(read.unknown).toEqual([]);
  return { rules, engine: read.rules };
}

const starter = rulesOf(readFileSync(resolve(root, 'rules/starter.yaml'), 'utf8'));

/** Calls spread over some seconds, each in progress for as long as calls of a busy gateway are. */
function refusedOf(call: Omit<Call, 'keys'>, perSecond: number): Map<string, number> {
  const engine = new FlowEngine();
  engine.replaceRules(starter.engine, 1);
  const refused = new Map<string, number>();
  const running: { endMs: number; end: () => void }[] = [];
  for (let at = 0; at < 3 * perSecond; at++) {
    const nowMs = (at * SECOND_MS) / perSecond;
    while (running[0] && running[0].endMs <= nowMs) running.shift()?.end();
    const admission = engine.admit({ ...call, keys: keysOf(at) }, nowMs);
    if (admission.verdict === 'refused') {
      refused.set(admission.ruleId, (refused.get(admission.ruleId) ?? 0) + 1);
    } else {
      const end = () => engine.complete(admission.ticket, 'ok', nowMs + RESPONSE_MS);
      running.push({ endMs: nowMs + RESPONSE_MS, end });
    }
  }
  return refused;
}

const RESPONSE_MS = 50;
const ONE_MEMBER = [{ kind: 'member-id' as const, value: '42' }];

/** A benchmark may ask for one member ever again. */
function keysOf(at: number): Call['keys'] {
  return at % 2 === 0 ? ONE_MEMBER : [];
}

describe('the starter set', () => {
  it('names its schema and describes every rule', () => {
    const text = readFileSync(resolve(root, 'rules/starter.yaml'), 'utf8');
    const schema = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text)?.[1] ?? '';
    expect(resolve(root, 'rules', schema)).toBe(resolve(root, 'docs/flow-rules.schema.json'));
    for (const { ruleId, mode, description = '' } of starter.rules) {
      expect([ruleId, description.startsWith('SHADOW: ')]).toEqual([
        ruleId,
        mode === 'MODE_SHADOW',
      ]);
      expect(Buffer.byteLength(description)).toBeLessThanOrEqual(1_024);
    }
  });

  it.each([
    ['single reads', 'GetMember', 8_000, 1],
    ['batches', 'BatchGetMembers', 80, 500],
    ['a loop', 'GetMember', 20_000, 5],
  ])('refuses an order service nothing: %s', (_, method, perSecond, cost) => {
    const call = { method: `${QUERY}/${method}`, caller: 'order-service', cost };
    expect(refusedOf({ ...call, trafficClass: 'order' }, perSecond)).toEqual(new Map());
  });

  it('lets marketing read, holds a flood of it, and lets it write nothing', () => {
    const marketing = { caller: 'marketing-service', trafficClass: 'marketing' } as const;
    const read = { ...marketing, method: `${QUERY}/GetMember`, cost: 1 };
    expect(refusedOf(read, 1_000)).toEqual(new Map());
    expect([
      ...refusedOf({ ...read, method: `${QUERY}/BatchGetMembers`, cost: 500 }, 100).keys(),
    ]).toEqual(['marketing-reads']);
    const write = { ...marketing, method: '/member.v1.MemberWriteService/BindAccount', cost: 1 };
    expect(refusedOf(write, 10).get('marketing-writes')).toBe(30);
  });
});

describe('docs/flow-control.md', () => {
  it('shows a rule file that can be used', () => {
    const page = readFileSync(resolve(root, 'docs/flow-control.md'), 'utf8');
    const [, text = ''] = /```yaml\n(.*?)```/s.exec(page) ?? [];
    expect(rulesOf(text).rules.length).toBe(1);
  });
});
