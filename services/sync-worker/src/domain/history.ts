// Whether the change stream alone can bring a cluster up to date, and whether it no longer can.

/** What is known of the stream. */
export interface StreamHistory {
  createdMs: number;
  firstSequence: number;
  lastSequence: number;
}

/** Proof that the record was empty while a stream existed: that stream holds the whole history. */
export interface Genesis {
  streamCreatedMs: number;
}

/** True when a fresh index that applies the whole stream will lack nothing. */
export function holdsWholeHistory(stream: StreamHistory, genesis: Genesis | undefined): boolean {
  return genesis?.streamCreatedMs === stream.createdMs && stream.firstSequence <= 1;
}

/** How far a cluster is known to have come, in which stream. */
export interface Applied {
  streamCreatedMs: number;
  sequence: number;
}

/**
 * True when the stream's limits took changes away that the cluster had not applied: they will never
 * come. A stream made anew is no gap by itself, since the outbox publishes into it again whatever
 * was not applied; how far the cluster came in an earlier one says nothing of it, so that all of it
 * has to be there. Where nothing was ever kept nobody can tell.
 */
export function hasGap(stream: StreamHistory, applied: Applied | undefined): boolean {
  if (!applied) return false;
  const sequence = applied.streamCreatedMs === stream.createdMs ? applied.sequence : 0;
  return sequence + 1 < stream.firstSequence;
}
