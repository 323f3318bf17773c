import { describe, expect, it } from '@jest/globals';
import type { StoredRule } from '@member-mesh/flow-policy';

import { EMPTY_POLICY, type Policy } from '../../domain/policy.ts';
import { decodePolicy, encodePolicy, UnreadableDocument } from './policy-document.ts';

const rule = (ruleId: string): StoredRule => ({
  ruleId,
  etag: '1-a',
  description: `what ${ruleId} is for, `.repeat(30),
  mode: 'enforce',
  enforcePercent: 0,
  kind: { type: 'access', resource: '*', allow: ['a'], deny: [] },
});
const MESSAGE_BYTES_MAX = 960 * 1024;

describe('the document of the policy', () => {
  it.each([1, 1_000])('with %d rules and their last changes fits into a message', (count) => {
    const rules = Array.from({ length: count }, (_, at) => rule(`rule-${at}`));
    const lastRuleChanges = rules.map((after) => {
      return { revision: 7, changeMs: 1, changedBy: 'ops', before: rule(after.ruleId), after };
    });
    const policy: Policy = { ...EMPTY_POLICY, revision: 7, rules, lastRuleChanges };
    const bytes = encodePolicy(policy);
    expect(bytes.length).toBeLessThan(MESSAGE_BYTES_MAX);
    expect(decodePolicy(bytes)).toEqual(policy);
  });

  it('of the first release, with one last change, is read', () => {
    const lastRuleChange = { revision: 3, changeMs: 1, changedBy: 'ops', after: rule('a') };
    const document = { format: 1, revision: 3, rules: [rule('a')], callers: [], lastRuleChange };
    expect(decodePolicy(Buffer.from(JSON.stringify(document)))).toEqual({
      ...{ ...EMPTY_POLICY, revision: 3, rules: [rule('a')] },
      lastRuleChanges: [lastRuleChange],
    });
  });

  it.each([
    Buffer.from('{'),
    Buffer.from('{"format":2}'),
    Buffer.from('{"format":1}'),
    Buffer.from([0x1f, 0x8b, 1]),
  ])('that is none is refused: %s', (bytes) => {
    expect(() => decodePolicy(bytes)).toThrow(UnreadableDocument);
  });
});
