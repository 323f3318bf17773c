// Batches of reads to member-query. Members stay encoded: the answer's bytes are handed on as they
// came.
import {
  type BatchReadResponse__Output,
  msOf,
  type ReadItem,
  type ReadResult__Output,
  type Services,
} from '@member-mesh/contracts';
import type { RequestOptions } from '@member-mesh/rpc';

import type { MemberReads, ReadBatch } from '../../app/member-reads.ts';
import type { TrafficClass } from '../../domain/caller.ts';
import type { Consistency, ReadKey, ReadOrigin, ReadOutcome } from '../../domain/read.ts';
import { asCallersError } from './inner-error.ts';

const READ_CLASSES = {
  order: 'READ_CLASS_ORDER',
  marketing: 'READ_CLASS_MARKETING',
  ops: 'READ_CLASS_OPS',
} as const satisfies Record<TrafficClass, string>;

const CONSISTENCIES = {
  current: 'CONSISTENCY_UNSPECIFIED',
  authoritative: 'CONSISTENCY_AUTHORITATIVE',
  available: 'CONSISTENCY_AVAILABLE',
} as const satisfies Record<Consistency, string>;

/** The part of a client of mesh.read.v1.MemberReadService that is used here. */
export interface BatchReadClient {
  BatchRead(
    request: Parameters<ReadMethods['BatchRead']['requestSerialize']>[0],
    options: RequestOptions,
  ): Promise<BatchReadResponse__Output>;
}

type ReadMethods = NonNullable<Services['memberRead']['types']>['definition'];

export interface BatchReadsOptions {
  client: BatchReadClient;
  /** When another member-query is asked as well. */
  hedgeAfterMs: number;
  /** Reads from the record take longer, and asking it twice costs the writes. */
  authoritativeHedgeAfterMs: number;
}

export function createBatchReads(options: BatchReadsOptions): MemberReads {
  const { client } = options;
  return {
    batchRead: async ({ lane, keys, timeoutMs }: ReadBatch) => {
      const request = {
        readClass: READ_CLASSES[lane.trafficClass],
        consistency: CONSISTENCIES[lane.consistency],
        items: keys.map(itemOf),
      };
      const hedgeAfterMs =
        lane.consistency === 'authoritative'
          ? options.authoritativeHedgeAfterMs
          : options.hedgeAfterMs;
      try {
        const { results } = await client.BatchRead(request, { timeoutMs, hedgeAfterMs });
        return results.map(outcomeOf);
      } catch (error) {
        throw asCallersError(error, 'member-query');
      }
    },
  };
}

function itemOf(key: ReadKey): ReadItem {
  if (key.kind === 'member') return { memberId: key.memberId, minVersion: key.minVersion };
  return { account: { platform: key.platform, accountId: key.accountId } };
}

function outcomeOf(result: ReadResult__Output): ReadOutcome {
  switch (result.outcome) {
    case 'OUTCOME_FOUND':
      return { kind: 'found', member: result.member, origin: originOf(result) };
    case 'OUTCOME_NOT_FOUND':
      return { kind: 'not-found', origin: originOf(result) };
    case 'OUTCOME_QUARANTINED':
      return { kind: 'quarantined', origin: originOf(result) };
    case 'OUTCOME_TOO_OLD':
      return { kind: 'too-old' };
    case 'OUTCOME_EXHAUSTED':
      return { kind: 'exhausted' };
    case 'OUTCOME_UNAVAILABLE':
    case 'OUTCOME_UNSPECIFIED':
      return { kind: 'unavailable', detail: result.detail };
    default:
      // An outcome of a later release proves nothing.
      return { kind: 'unavailable', detail: `unknown outcome ${String(result.outcome)}` };
  }
}

function originOf({ source, stalenessBound }: ReadResult__Output): ReadOrigin {
  const stalenessBoundMs = msOf(stalenessBound);
  return stalenessBoundMs === undefined ? { source } : { source, stalenessBoundMs };
}
