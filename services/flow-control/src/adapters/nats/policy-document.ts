// How the policy is written in the bucket: JSON with a format number, so that a later release can
// tell what it reads; by gzip where it is large, for a message of NATS holds 1 MB. What cannot be
// read is refused whole; the policy known so far stays.
import { gunzipSync, gzipSync } from 'node:zlib';

import type { Policy, RuleChange } from '../../domain/policy.ts';

const FORMAT = 1;
const PLAIN_BYTES_MAX = 128 * 1024;
const UNPACKED_BYTES_MAX = 64 * 1024 * 1024;
/** What gzip begins with, and no JSON. */
const GZIP_MAGIC = 0x1f;

export class UnreadableDocument extends Error {
  override name = 'UnreadableDocument';
}

/** Documents of the first release hold one change at most. */
interface FirstRelease {
  lastRuleChange?: RuleChange;
}

export function encodePolicy(policy: Policy): Buffer {
  const bytes = Buffer.from(JSON.stringify({ format: FORMAT, ...policy }));
  return bytes.length > PLAIN_BYTES_MAX ? gzipSync(bytes) : bytes;
}

/** @throws UnreadableDocument */
export function decodePolicy(bytes: Buffer): Policy {
  const document = parse(bytes) as Partial<Policy> & FirstRelease;
  const { revision, generationId = '', included = {}, rules, callers, lastRuleChange } = document;
  const { lastRuleChanges = lastRuleChange ? [lastRuleChange] : [] } = document;
  if (!Number.isSafeInteger(revision) || !Array.isArray(rules) || !Array.isArray(callers)) {
    throw new UnreadableDocument(
      'the policy in the bucket has neither revision, rules nor callers',
    );
  }
  return { revision, generationId, included, rules, callers, lastRuleChanges } as Policy;
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
    const plain =
      bytes[0] === GZIP_MAGIC ? gunzipSync(bytes, { maxOutputLength: UNPACKED_BYTES_MAX }) : bytes;
    value = JSON.parse(plain.toString());
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
