// How the policy is written in the bucket: JSON with a format number, so that a later release can
// tell what it reads. What cannot be read is refused whole; the policy known so far stays.
import type { Policy, RuleChange } from '../../domain/policy.ts';

const FORMAT = 1;

export class UnreadableDocument extends Error {
  override name = 'UnreadableDocument';
}

export function encodePolicy(policy: Policy): Buffer {
  return Buffer.from(JSON.stringify({ format: FORMAT, ...policy }));
}

/** @throws UnreadableDocument */
export function decodePolicy(bytes: Buffer): Policy {
  const document = parse(bytes) as Partial<Policy>;
  const { revision, generationId = '', included = {}, rules, callers, lastRuleChange } = document;
  if (!Number.isSafeInteger(revision) || !Array.isArray(rules) || !Array.isArray(callers)) {
    throw new UnreadableDocument(
      'the policy in the bucket has neither revision, rules nor callers',
    );
  }
  return {
    ...({ revision, generationId, included, rules, callers } as Policy),
    ...(lastRuleChange && { lastRuleChange }),
  };
}

export function encodeChange(change: RuleChange): Buffer {
  return Buffer.from(JSON.stringify({ format: FORMAT, ...change }));
}

/** @throws UnreadableDocument */
export function decodeChange(bytes: Buffer): RuleChange {
  const { revision, changeMs, changedBy, before, after } = parse(bytes) as RuleChange;
  return {
    revision,
    changeMs,
    changedBy,
    ...(before && { before }),
    ...(after && { after }),
  };
}

function parse(bytes: Buffer): object {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString());
  } catch (error) {
    throw new UnreadableDocument('a document in the bucket is not JSON', { cause: error });
  }
  if (typeof value !== 'object' || value === null || !('format' in value)) {
    throw new UnreadableDocument('a document in the bucket has no format');
  }
  if (value.format !== FORMAT) {
    throw new UnreadableDocument(`a document in the bucket has format ${String(value.format)}`);
  }
  return value;
}
