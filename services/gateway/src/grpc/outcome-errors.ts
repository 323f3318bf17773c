// Outcomes of reads that are not an answer, as errors for the caller.
import { failureOfRead } from '@member-mesh/contracts';
import { MeshError } from '@member-mesh/rpc';

import type { ReadKey, ReadOutcome } from '../domain/read.ts';

/** The error for a single read. */
export function errorOfOutcome(
  outcome: Exclude<ReadOutcome, { kind: 'found' }>,
  key: ReadKey,
): MeshError {
  return new MeshError(failureOfRead(outcome, key));
}
