// Keeps rows of the record in the index, whatever they are: what the index takes is a document;
// what it cannot take is set aside for people, with a marker in the index that sends readers of
// this key to the record. Nothing is dropped: where there is no room to set a row aside it is
// postponed, with its marker, and blocks no other.
import type { ClusterName, IndexPair } from '../domain/cluster.ts';
import { documentOf, markerOf, type IndexDocument } from '../domain/document.ts';
import { displayKey, type RowKey } from '../domain/row.ts';
import type { DocumentOutcome, DocumentWriter, WritePatience } from './document-writer.ts';
import { SetAsideFull } from './ports.ts';
import type { ClusterObserver, RecordRow, SetAsideChange, SetAsideLog } from './ports.ts';

export interface KeptRow {
  row: RecordRow;
  /** Where it comes from: the message of the stream (0: the record itself) and its bytes. */
  origin: { sequence: number; payload: Buffer };
}

/** `kept`: in the index, or set aside with a marker. */
export type KeepOutcome =
  | { kind: 'kept'; setAside: boolean }
  | { kind: 'postponed'; reason: string }
  | { kind: 'index-missing'; index: string };

const NO_ROOM: KeepOutcome = { kind: 'postponed', reason: 'no room to set it aside' };

export interface RowKeeperOptions {
  cluster: ClusterName;
  writer: DocumentWriter;
  setAside: SetAsideLog;
  observer: ClusterObserver;
}

export class RowKeeper {
  readonly #options: RowKeeperOptions;

  constructor(options: RowKeeperOptions) {
    this.#options = options;
  }

  /** One outcome for each row, in their order. Throws TierUnavailable when setting aside fails. */
  async keep(
    rows: readonly KeptRow[],
    pairs: readonly IndexPair[],
    patience: WritePatience,
  ): Promise<KeepOutcome[]> {
    const attempts = rows.map(({ row }) => (row.kind === 'row' ? documentOf(row.row) : undefined));
    const outcomes = await this.#write(attempts, pairs, patience);
    const refused = rows.map((kept, at) => refusalOf(kept.row, outcomes[at]));
    const crowdedOut = new Set<number>();
    for (const [at, refusal] of refused.entries()) {
      const origin = rows[at]?.origin;
      if (!refusal || !origin) continue;
      const isKept = await this.setAside({
        ...origin,
        key: displayKey(refusal.key),
        version: refusal.key.version,
        reason: refusal.reason,
      });
      if (!isKept) crowdedOut.add(at);
    }
    const markers = refused.map((refusal) => (refusal ? markerOf(refusal.key) : undefined));
    const marked = await this.#write(markers, pairs, patience);
    return rows.map((_, at) =>
      crowdedOut.has(at) ? NO_ROOM : settledOf(outcomes[at], marked[at]),
    );
  }

  /** Keeps for people what cannot be applied; false when there is no room for it. */
  async setAside(change: Omit<SetAsideChange, 'cluster'>): Promise<boolean> {
    const { cluster, setAside, observer } = this.#options;
    const told = { ...change, cluster };
    try {
      await setAside.keep(told);
    } catch (error) {
      if (!(error instanceof SetAsideFull)) throw error;
      observer.setAsideRefused(told);
      return false;
    }
    observer.setAside(told);
    return true;
  }

  async #write(
    documents: readonly (IndexDocument | undefined)[],
    pairs: readonly IndexPair[],
    patience: WritePatience,
  ): Promise<(DocumentOutcome | undefined)[]> {
    const present = documents.filter((document) => document !== undefined);
    if (present.length === 0) return documents.map(() => undefined);
    const outcomes = await this.#options.writer.write(present, pairs, patience);
    let next = 0;
    return documents.map((document) => (document ? outcomes[next++] : undefined));
  }
}

function refusalOf(
  row: RecordRow,
  outcome: DocumentOutcome | undefined,
): { key: RowKey; reason: string } | undefined {
  if (row.kind === 'faulty') return { key: row.key, reason: row.reason };
  if (outcome?.kind !== 'rejected') return undefined;
  return { key: row.row, reason: outcome.reason };
}

function settledOf(
  written: DocumentOutcome | undefined,
  marked: DocumentOutcome | undefined,
): KeepOutcome {
  // A marker that is refused as well has a key that no reader can ask for.
  for (const outcome of [written, marked]) {
    if (outcome?.kind === 'postponed' || outcome?.kind === 'index-missing') return outcome;
  }
  return { kind: 'kept', setAside: marked !== undefined };
}
