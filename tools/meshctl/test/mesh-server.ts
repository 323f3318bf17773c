// The doors of a mesh that meshctl calls, behind one real socket, answering what a test says.
import { loadContracts } from '@member-mesh/contracts';
import { systemClock } from '@member-mesh/kernel';
import { Health, type Implementation, MeshError, RpcServer, sha256Hex } from '@member-mesh/rpc';
import type { Contracts, ServiceContract } from '@member-mesh/contracts';
import { createTelemetry } from '@member-mesh/telemetry';

type Services = Contracts['services'];
type HandlersOf<S> = S extends ServiceContract<infer _D, infer H> ? Implementation<H> : never;

export interface Doors {
  memberQuery?: HandlersOf<Services['memberQuery']>;
  memberRead?: HandlersOf<Services['memberRead']>;
  record?: HandlersOf<Services['record']>;
  index?: HandlersOf<Services['index']>;
  flowControl?: HandlersOf<Services['flowControl']>;
}

export const KEY = 'mm_key_of_a_caller';
export const OPERATOR_KEY = 'mm_key_of_an_operator';
export const MESH_TOKEN = 'token of meshctl';

export interface MeshServer {
  address: string;
  health: Health;
  close: () => Promise<void>;
}

const contracts = loadContracts();

export async function startMeshServer(doors: Doors): Promise<MeshServer> {
  const names = { service: 'mesh', name: 'mesh', center: 'a', logLevel: 'silent' };
  const health = new Health();
  const server = new RpcServer({
    contracts,
    listen: { host: '127.0.0.1', port: 0 },
    peers: { meshctl: [sha256Hex(MESH_TOKEN)] },
    telemetry: await createTelemetry(names),
    health,
    clock: systemClock,
    drainTimeoutMs: 200,
  });
  const inside = { allow: ['meshctl'] };
  const { services } = contracts;
  server.serve(services.memberQuery, doors.memberQuery ?? {}, withKey(KEY));
  server.serve(services.flowControl, doors.flowControl ?? {}, withKey(OPERATOR_KEY));
  server.serve(services.memberRead, doors.memberRead ?? {}, inside);
  server.serve(services.record, doors.record ?? {}, inside);
  server.serve(services.index, doors.index ?? {}, inside);
  health.set('', 'SERVING');
  const { port } = await server.start();
  return { address: `127.0.0.1:${port}`, health, close: () => server.drain() };
}

function withKey(key: string) {
  return {
    authenticate: ({ metadata }: { metadata: { get(name: string): unknown[] } }) => {
      if (metadata.get('authorization')[0] === `Bearer ${key}`) return { caller: 'known' };
      const message = 'the key is unknown';
      throw new MeshError({ kind: 'UNAUTHENTICATED', reason: 'KEY_UNKNOWN', message });
    },
  };
}
