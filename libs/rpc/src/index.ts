// Calls between services and from callers: servers, clients, errors, identity, health.
export { createRpcClient, type RpcClient, type RpcClientOptions } from './client.ts';
export { DEADLINE_RESERVE_MS } from './deadline.ts';
export { createErrorCodec, type ErrorCodec } from './error-codec.ts';
export { Health, type HealthState } from './health.ts';
export {
  certificateNames,
  type CertificateSubject,
  identifyPeer,
  type Identity,
  type Peers,
  sha256Hex,
} from './identity.ts';
export type { HandlerOf, Implementation } from './implementation.ts';
export {
  ERROR_DOMAIN,
  type ErrorKind,
  invalidArgument,
  isMeshError,
  MeshError,
  type MeshErrorFields,
  type QuotaViolation,
} from './mesh-error.ts';
export type { RequestOptions, StreamOptions } from './outgoing.ts';
export type { RefuseUnread } from './stream-gate.ts';
export { RpcServer, type RpcServerOptions } from './server.ts';
export { type Access, type Authenticate, type SurfaceCall } from './server-access.ts';
export { type CallPeer, ServerCall } from './server-call.ts';
export { MESSAGE_BYTES_MAX, SERVER_LIMITS, type ServerLimits } from './server-limits.ts';
