// The system of record as an import sees it, over the wire.
import { isMeshError, type MeshError } from '@member-mesh/rpc';
import { type MemberRecord, type NumberedMember, RecordUnavailable } from '../import/record.ts';
import type { RecordClient } from './clients.ts';

const IMPORT_TIMEOUT_MS = 60_000;
const READ_TIMEOUT_MS = 5_000;

/** Kinds of failure after which the same call may succeed. */
const PASSING: ReadonlySet<MeshError['kind']> = new Set([
  'UNAVAILABLE',
  'DEADLINE_EXCEEDED',
  'RESOURCE_EXHAUSTED',
  'ABORTED',
]);

export function remoteRecord(client: RecordClient): MemberRecord {
  return {
    async importMembers(importId, rows, signal) {
      const request = { importId, rows: rows.map(wireRow) };
      const options = { timeoutMs: IMPORT_TIMEOUT_MS, signal };
      const { outcomes } = await told(client.ImportMembers(request, options));
      return outcomes;
    },
    async hasMember(memberId, signal) {
      const options = { timeoutMs: READ_TIMEOUT_MS, signal };
      const { members } = await told(client.ReadMembers({ memberIds: [memberId] }, options));
      return members.length > 0;
    },
  };
}

function wireRow({ number, member }: NumberedMember) {
  const { accounts, ...profile } = member;
  return { number, profile, accounts };
}

async function told<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (!isMeshError(error) || !PASSING.has(error.kind)) throw error;
    const message = `member-write: ${error.message} (${error.reason})`;
    const retryAfterMs = error.retryAfterMs ?? 0;
    throw new RecordUnavailable(message, { retryAfterMs, cause: error });
  }
}
