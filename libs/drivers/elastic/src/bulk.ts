// Writing many documents at once, each on condition of its version: the index keeps the greatest,
// so writes may come in any order and any number of times.
import type { CallOptions, Requests } from './requests.ts';

export interface DocumentWrite {
  /** An alias: a write never creates an index by itself. */
  alias: string;
  id: string;
  routing: string;
  version: number;
  /**
   * The document, encoded as JSON. Undefined deletes it: the index forgets that after its
   * gc_deletes, and then takes an older version again.
   */
  source: string | undefined;
}

export type WriteOutcome =
  | { kind: 'applied' }
  /** The index has this version or a newer one: as good as applied. */
  | { kind: 'superseded' }
  /** Overload, a missing shard, a blocked index, rights: nothing is wrong with the document. */
  | { kind: 'retryable'; type: string }
  /** There is no such alias or index: the cluster lost it. */
  | { kind: 'index-missing' }
  /** The document itself cannot be stored, now or later. */
  | {
      kind: 'rejected';
      type: string;
      /** Elasticsearch's words, which may quote the document's values. */
      reason: string;
    };

interface WireOutcome {
  status: number;
  error?: { type?: string; reason?: string; caused_by?: { reason?: string } };
}

const REASON_CHARS_MAX = 300;
const ANSWER_FIELDS =
  'items.*.status,items.*.error.type,items.*.error.reason,items.*.error.caused_by.reason';
// How long the cluster itself waits for a missing shard before it says so.
const SHARD_WAIT = '2s';

/** Everything that is not the document's fault is the cluster's state, which passes. */
function isDocumentAtFault(status: number, type: string): boolean {
  if (type === 'index_closed_exception') return false;
  return status === 400 || status === 413;
}

/** What is wrong and why, each shortened. May quote values of the document. */
function reasonOf(error: NonNullable<WireOutcome['error']>): string {
  const texts = [error.reason, error.caused_by?.reason].filter((text) => text !== undefined);
  return texts.map((text) => text.slice(0, REASON_CHARS_MAX)).join('; ');
}

function toOutcome({ status, error }: WireOutcome): WriteOutcome {
  if (!error) return { kind: 'applied' };
  const type = error.type ?? 'unknown';
  if (status === 409) return { kind: 'superseded' };
  if (type === 'index_not_found_exception') return { kind: 'index-missing' };
  if (isDocumentAtFault(status, type)) {
    return { kind: 'rejected', type, reason: reasonOf(error) };
  }
  return { kind: 'retryable', type };
}

/** How many bytes the write takes in a request, about. */
export function writeSize(write: DocumentWrite): number {
  return Buffer.byteLength(write.source ?? '') + write.id.length * 2 + 150;
}

function linesOf(write: DocumentWrite): string {
  const action = {
    _index: write.alias,
    _id: write.id,
    routing: write.routing,
    version: write.version,
    version_type: 'external_gte',
    require_alias: true,
  };
  if (write.source === undefined) return `${JSON.stringify({ delete: action })}\n`;
  return `${JSON.stringify({ index: action })}\n${write.source}\n`;
}

/** One outcome for each write, in their order. Throws when the request as a whole failed. */
export async function bulk(
  requests: Requests,
  writes: readonly DocumentWrite[],
  options: CallOptions = {},
): Promise<WriteOutcome[]> {
  if (writes.length === 0) return [];
  type Item = { index: WireOutcome } | { delete: WireOutcome };
  const answer = await requests.send<{ items: Item[] }>(
    {
      method: 'POST',
      path: '/_bulk',
      query: { timeout: SHARD_WAIT, filter_path: ANSWER_FIELDS },
      lines: writes.map(linesOf).join(''),
    },
    options,
  );
  return answer.items.map((item) => toOutcome('index' in item ? item.index : item.delete));
}
