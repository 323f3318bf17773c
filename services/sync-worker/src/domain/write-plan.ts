// Lays out what is to be written: into every pair of the write set, each document once with its
// greatest version, in requests bounded by count and by bytes.
import { TABLES, type IndexPair } from './cluster.ts';
import type { IndexDocument } from './document.ts';

export interface IndexWrite extends IndexDocument {
  /** The concrete index. */
  index: string;
}

/** Of several versions of a document only the greatest is worth writing. */
export function newestOf(documents: readonly IndexDocument[]): IndexDocument[] {
  const newest = new Map<string, IndexDocument>();
  for (const document of documents) {
    const key = identity(document);
    const known = newest.get(key);
    if (!known || known.version < document.version) newest.set(key, document);
  }
  return [...newest.values()];
}

/** Tells documents of one table and id from all others. */
export function identity(document: IndexDocument): string {
  return `${document.table}/${document.id}`;
}

export function writesOf(
  documents: readonly IndexDocument[],
  pairs: readonly IndexPair[],
): IndexWrite[] {
  return pairs.flatMap((pair) =>
    documents.map((document) => ({ ...document, index: pair[document.table] })),
  );
}

export interface RequestLimits {
  documentsMax: number;
  bytesMax: number;
}

// What a request says about each document besides its source.
const ENVELOPE_BYTES = 200;

/** Splits the writes into requests; a write beyond the byte bound goes alone. */
export function requestsOf(writes: readonly IndexWrite[], limits: RequestLimits): IndexWrite[][] {
  const requests: IndexWrite[][] = [];
  let bytes = Infinity;
  for (const write of writes) {
    const size = Buffer.byteLength(write.source) + ENVELOPE_BYTES;
    const open = requests.at(-1);
    if (open && open.length < limits.documentsMax && bytes + size <= limits.bytesMax) {
      open.push(write);
      bytes += size;
    } else {
      requests.push([write]);
      bytes = size;
    }
  }
  return requests;
}

/** The names of all indices of the pairs. */
export function indicesOf(pairs: readonly IndexPair[]): string[] {
  return pairs.flatMap((pair) => TABLES.map((table) => pair[table]));
}
