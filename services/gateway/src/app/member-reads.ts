// The port to whoever answers reads: one call for many.
import type { ReadKey, ReadLane, ReadOutcome } from '../domain/read.ts';

export interface ReadBatch {
  lane: ReadLane;
  /** At most as many as one call may carry. */
  keys: readonly ReadKey[];
  timeoutMs: number;
}

export interface MemberReads {
  /**
   * One outcome for each key, in their order. Rejects with a MeshError when nobody could be asked.
   */
  batchRead(batch: ReadBatch): Promise<readonly ReadOutcome[]>;
}
