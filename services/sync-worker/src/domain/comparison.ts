// Compares rows of the record with their documents, and decides when a disagreement is certain
// although both sides move.
import { contentOf } from './document.ts';
import type { IndexedRow, RowKey } from './row.ts';

export type DifferenceKind = 'missing' | 'older' | 'different' | 'extra';

/** A document as the index holds it; undefined when it holds none. */
export type FoundDocument = { version: number; source: Record<string, unknown> } | undefined;

/** A row whose content cannot be used should have a marker in the index. */
export type ExpectedRow = IndexedRow | { marker: RowKey };

/** A row, and its document as it was read after the row. */
export interface Sighting {
  row: ExpectedRow;
  found: FoundDocument;
}

function versionOf(row: ExpectedRow): number {
  return 'marker' in row ? row.marker.version : row.version;
}

function sameContent(row: ExpectedRow, found: Record<string, unknown>): boolean {
  if ('marker' in row) return found.set_aside === true;
  const wanted = Object.entries(contentOf(row));
  if (wanted.length !== Object.keys(found).length) return false;
  return wanted.every(([field, value]) => JSON.stringify(found[field]) === JSON.stringify(value));
}

/** How the document differs from what the row says it should be; undefined when it does not. */
export function compare(
  row: ExpectedRow,
  found: FoundDocument,
): Exclude<DifferenceKind, 'extra'> | undefined {
  if (!found) return 'missing';
  if (found.version < versionOf(row)) return 'older';
  // A version beyond the record's is as wrong as another content.
  if (found.version > versionOf(row)) return 'different';
  return sameContent(row, found.source) ? undefined : 'different';
}

/** `open`: both have moved on since; only another look can tell. */
export type Verdict = Exclude<DifferenceKind, 'extra'> | 'agrees' | 'open';

/**
 * Judges a key by two sightings, between which the index applied everything committed before
 * `earlier`'s row was read.
 */
export function judge(earlier: Sighting, now: Sighting): Verdict {
  const difference = compare(now.row, now.found);
  if (!difference) return 'agrees';
  if (!now.found) return 'missing';
  if (now.found.version < versionOf(earlier.row)) return 'older';
  const ahead = earlier.found !== undefined && earlier.found.version > versionOf(now.row);
  // The index had a version that the record, read later, has not got.
  if (ahead) return 'different';
  return now.found.version === versionOf(now.row) ? 'different' : 'open';
}
