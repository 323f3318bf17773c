// Batches of reads to member-query. Members stay encoded: the answer's bytes are handed on as they
// came.
import type { RequestOptions } from '@member-mesh/rpc';

import type { MemberReads, ReadBatch } from '../../app/member-reads.ts';
import type { TrafficClass } from '../../domain/caller.ts';
import { decodeBatchResponse, encodeBatchRequest } from './batch-wire.ts';
import { asCallersError } from './inner-error.ts';

/** The part of a client of mesh.read.v1.MemberReadService that is used here. */
export interface BatchReadClient {
  callRaw(method: 'BatchRead', request: Buffer, options: RequestOptions): Promise<Buffer>;
}

export interface BatchReadsOptions {
  clients: Readonly<Record<TrafficClass, BatchReadClient>>;
  /** When another member-query is asked as well. */
  hedgeAfterMs: number;
  /** Reads from the record take longer, and asking it twice costs the writes. */
  authoritativeHedgeAfterMs: number;
}

export function createBatchReads(options: BatchReadsOptions): MemberReads {
  const { clients } = options;
  return {
    batchRead: async ({ lane, keys, timeoutMs }: ReadBatch) => {
      const request = encodeBatchRequest(lane, keys);
      const hedgeAfterMs =
        lane.consistency === 'authoritative'
          ? options.authoritativeHedgeAfterMs
          : options.hedgeAfterMs;
      try {
        const client = clients[lane.trafficClass];
        const answer = await client.callRaw('BatchRead', request, { timeoutMs, hedgeAfterMs });
        return decodeBatchResponse(answer);
      } catch (error) {
        throw asCallersError(error, 'member-query');
      }
    },
  };
}
