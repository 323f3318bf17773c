// Who may call a service: kinds of service that prove themselves, or whoever the service itself
// lets in.
import type { ServerUnaryCall } from '@grpc/grpc-js';

import { identifyPeer, type Peers } from './identity.ts';
import { MeshError } from './mesh-error.ts';
import type { CallPeer } from './server-call.ts';

/** Says who calls, or throws UNAUTHENTICATED or PERMISSION_DENIED. `path` is "/service/Method". */
export type Authenticate = (surface: SurfaceCall, path: string) => CallPeer;

export interface Access {
  /** Kinds of service that may call; by method where that differs. */
  allow?: readonly string[] | Readonly<Record<string, readonly string[]>>;
  /** In place of `allow`: the service tells callers apart by itself. */
  authenticate?: Authenticate;
}

export type SurfaceCall = Pick<ServerUnaryCall<unknown, unknown>, 'metadata' | 'getAuthContext'>;

export function authenticator({ allow = [], authenticate }: Access, peers: Peers): Authenticate {
  if (authenticate) return authenticate;
  return (surface, path) => {
    const certificate = surface.getAuthContext().sslPeerCertificate;
    const kind = identifyPeer(surface.metadata, peers, certificate);
    if (kind === undefined) {
      throw new MeshError({
        kind: 'UNAUTHENTICATED',
        reason: 'PEER_UNKNOWN',
        message: `${path} is for services of the mesh: nothing proves that this call comes from one`,
      });
    }
    const method = path.slice(path.lastIndexOf('/') + 1);
    const kinds = isList(allow) ? allow : (allow[method] ?? []);
    if (kinds.includes(kind)) return { caller: kind };
    throw new MeshError({
      kind: 'PERMISSION_DENIED',
      reason: 'PEER_NOT_ALLOWED',
      message: `${kind} may not call ${path}`,
    });
  };
}

function isList(value: unknown): value is readonly string[] {
  return Array.isArray(value);
}
