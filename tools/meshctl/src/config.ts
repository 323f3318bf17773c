// Where the mesh is and what proves who asks: from the environment, which a command's options
// override.
import type { Address, ClientTlsConfig, Environment } from '@member-mesh/config';

export const MESH_PARTS = [
  'gateway',
  'member-query',
  'member-write',
  'sync-worker',
  'flow-control',
] as const;
export type MeshPart = (typeof MESH_PARTS)[number];

export interface MeshctlConfig {
  /** The launcher's description of the mesh it started. */
  stateFile: string | undefined;
  /** Addresses of services; those not given come from the state file. */
  addresses: Readonly<Record<MeshPart, readonly Address[]>>;
  /** A caller's key, for the gateway. */
  keyFile: string | undefined;
  /** The token of meshctl among the services of the mesh. */
  tokenFile: string | undefined;
  /** A key that may operate callers and rules. */
  operatorKeyFile: string | undefined;
  tls: ClientTlsConfig | undefined;
}

export function readMeshctlConfig(e: Environment): MeshctlConfig {
  const optional = { optional: true } as const;
  return {
    stateFile: e.text('MESH_STATE_FILE', optional),
    addresses: {
      gateway: e.addresses('MESHCTL_GATEWAY', optional),
      'member-query': e.addresses('MESHCTL_MEMBER_QUERY', optional),
      'member-write': e.addresses('MESHCTL_MEMBER_WRITE', optional),
      'sync-worker': e.addresses('MESHCTL_SYNC_WORKER', optional),
      'flow-control': e.addresses('MESHCTL_FLOW_CONTROL', optional),
    },
    keyFile: e.text('MESHCTL_KEY_FILE', optional),
    tokenFile: e.text('MESHCTL_TOKEN_FILE', optional),
    operatorKeyFile: e.text('MESHCTL_OPERATOR_KEY_FILE', optional),
    tls: readTls(e),
  };
}

function readTls(e: Environment): ClientTlsConfig | undefined {
  const authority = e.file('MESHCTL_TLS_CA_FILE', { optional: true });
  const certificate = e.file('MESHCTL_TLS_CERT_FILE', { optional: true });
  const privateKey = e.file('MESHCTL_TLS_KEY_FILE', { optional: true });
  if (authority && certificate && privateKey) return { authority, certificate, privateKey };
  if (authority || certificate || privateKey) {
    e.problems.push(
      'MESHCTL_TLS_CA_FILE, MESHCTL_TLS_CERT_FILE and MESHCTL_TLS_KEY_FILE must be given together',
    );
  }
  return undefined;
}
