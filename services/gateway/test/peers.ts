// The services behind a gateway as small gRPC servers of a test: real contracts, real sockets,
// answers made by the test.
import {
  type BatchReadRequest__Output,
  type Contracts,
  loadContracts,
  type ReadItem__Output,
  type ReadResult,
  type Rule,
  type Services,
  type WatchPolicyResponse,
} from '@member-mesh/contracts';
import { systemClock } from '@member-mesh/kernel';
import {
  Health,
  type Implementation,
  RpcServer,
  type ServerCall,
  sha256Hex,
} from '@member-mesh/rpc';
import { createTelemetry, type Telemetry } from '@member-mesh/telemetry';

export const contracts: Contracts = loadContracts();
export const GATEWAY_TOKEN = 'the token of the gateways';
export const peers = { gateway: [sha256Hex(GATEWAY_TOKEN)] };

export type HandlersOf<K extends keyof Services> = Implementation<
  NonNullable<Services[K]['types']>['handlers']
>;

export function quietTelemetry(name = 'test'): Promise<Telemetry> {
  return createTelemetry({ service: 'test', name, center: 'a', logLevel: 'silent' });
}

export interface Peer {
  port: number;
  health: Health;
  close(): Promise<void>;
}

/** Serves some services on one port, 0 for a free one, to gateways. */
export async function startPeer(
  implementations: { [K in keyof Services]?: HandlersOf<K> },
  options: { port?: number; drainTimeoutMs?: number } = {},
): Promise<Peer> {
  const health = new Health();
  const server = new RpcServer({
    contracts,
    listen: { host: '127.0.0.1', port: options.port ?? 0 },
    peers,
    telemetry: await quietTelemetry(),
    health,
    clock: systemClock,
    drainTimeoutMs: options.drainTimeoutMs ?? 500,
  });
  for (const [name, implementation] of Object.entries(implementations)) {
    const contract = contracts.services[name as keyof Services];
    server.serve(contract as Services['memberQuery'], implementation as never, {
      allow: ['gateway'],
    });
  }
  health.set('', 'SERVING');
  const { port } = await server.start();
  return { port, health, close: () => server.drain() };
}

/** A member-query that knows the given answers and counts its batches. */
export function answeringReads(
  answer: (item: ReadItem__Output, call: ServerCall) => ReadResult | Promise<ReadResult>,
): { batches: BatchReadRequest__Output[]; handlers: HandlersOf<'memberRead'> } {
  const batches: BatchReadRequest__Output[] = [];
  return {
    batches,
    handlers: {
      BatchRead: async (request, call) => {
        batches.push(request);
        const results = request.items.map(async (item) => answer(item, call));
        return { results: await Promise.all(results) };
      },
    },
  };
}

export function foundMember(memberId: string, version = 7): ReadResult {
  const accounts = [{ account: { platform: 'wechat', accountId: `o6_${memberId}` } }];
  const member = contracts.messages.member.encode({ memberId, version, accounts });
  return { outcome: 'OUTCOME_FOUND', member, source: 'SOURCE_CACHE' };
}

export const KEYS = {
  orderService: 'mm_order',
  marketingService: 'mm_marketing',
  opsConsole: 'mm_ops',
  expired: 'mm_expired',
  disabled: 'mm_disabled',
};

type Credential = NonNullable<WatchPolicyResponse['callers']>[number];

function credential(
  name: string,
  key: string,
  options: Partial<NonNullable<Credential['caller']>> & { expireSeconds?: number } = {},
): Credential {
  const { expireSeconds, ...caller } = options;
  const expireTime = expireSeconds === undefined ? null : { seconds: expireSeconds };
  return {
    caller: {
      name,
      trafficClass: 'TRAFFIC_CLASS_ORDER',
      permissions: ['PERMISSION_READ', 'PERMISSION_WRITE'],
      ...caller,
    },
    keys: [{ sha256: Buffer.from(sha256Hex(key), 'hex'), expireTime }],
  };
}

export const POLICY: WatchPolicyResponse = {
  revision: 3,
  callers: [
    credential('order-service', KEYS.orderService),
    credential('marketing-service', KEYS.marketingService, {
      trafficClass: 'TRAFFIC_CLASS_MARKETING',
      permissions: ['PERMISSION_READ'],
    }),
    credential('ops-console', KEYS.opsConsole, {
      trafficClass: 'TRAFFIC_CLASS_OPS',
      permissions: ['PERMISSION_OPERATE'],
    }),
    credential('late-service', KEYS.expired, { expireSeconds: 1_000 }),
    credential('banned-service', KEYS.disabled, { disabled: true }),
  ],
};

/** A flow-control that streams one policy and keeps the stream open. */
export function streamingPolicy(policy: WatchPolicyResponse): HandlersOf<'flowControl'> {
  return {
    async *WatchPolicy(_request, call) {
      yield policy;
      await new Promise((resolve) => call.signal.addEventListener('abort', resolve));
    },
  };
}

/** A flow-control whose rules a test changes: each revision is streamed to whoever follows. */
export function changingRules(rules: Rule[]) {
  let policy = { ...POLICY, rules };
  const waiting = new Set<() => void>();
  return {
    handlers: {
      async *WatchPolicy(_request, call) {
        let sent = 0;
        while (!call.signal.aborted) {
          const { revision = 0 } = policy;
          if (Number(revision) > sent) yield policy;
          sent = Number(revision);
          if (sent !== Number(policy.revision)) continue;
          await new Promise<void>((resolve) => {
            waiting.add(resolve);
            call.signal.addEventListener('abort', () => resolve());
          });
        }
      },
    } satisfies HandlersOf<'flowControl'>,
    put: (changed: Rule[]) => {
      policy = { ...policy, revision: Number(policy.revision) + 1, rules: changed };
      for (const wake of waiting) wake();
      waiting.clear();
      return Number(policy.revision);
    },
  };
}
