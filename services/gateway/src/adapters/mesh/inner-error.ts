// What a caller is told of trouble inside the mesh. Answers of the services pass as they are; what
// only says that a service was not reached, or that the mesh is set up wrongly, is put in the
// caller's terms.
import { isMeshError, MeshError } from '@member-mesh/rpc';

const RETRY_AFTER_MS = 500;

/** The transport's own UNAVAILABLE: no service gave a reason. */
function isUnreachable(error: unknown): boolean {
  return isMeshError(error, 'UNAVAILABLE') && error.reason === 'UNAVAILABLE';
}

type Tier = 'member-query' | 'member-write';

export function asCallersError(error: unknown, tier: Tier): unknown {
  if (!isMeshError(error)) return error;
  if (isUnreachable(error)) {
    return new MeshError({
      kind: 'UNAVAILABLE',
      reason: tier === 'member-query' ? 'MEMBER_QUERY_UNREACHABLE' : 'MEMBER_WRITE_UNREACHABLE',
      message: `no ${tier} can be reached; ${repeated(tier)}`,
      retryAfterMs: RETRY_AFTER_MS,
      cause: error,
    });
  }
  if (error.reason === 'PEER_UNKNOWN' || error.reason === 'PEER_NOT_ALLOWED') {
    return new MeshError({
      kind: 'INTERNAL',
      reason: 'MESH_MISCONFIGURED',
      message: `${tier} does not accept this gateway; its operator must check MESH_PEERS_FILE`,
      cause: error,
    });
  }
  if (error.kind === 'DEADLINE_EXCEEDED' && error.reason === 'DEADLINE_EXCEEDED') {
    return new MeshError({
      kind: 'DEADLINE_EXCEEDED',
      reason: 'DEADLINE_EXCEEDED',
      message: `${tier} did not answer in the time that the call had left; ${repeated(tier)}, or allow it more time`,
      cause: error,
    });
  }
  return error;
}

function repeated(tier: Tier): string {
  return tier === 'member-write' ? 'repeat it with the same request_id' : 'repeat the call';
}
