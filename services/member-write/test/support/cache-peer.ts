// A peer that serves CacheFenceService over a real socket and keeps what it is told, as the caches
// of both centers would: locks by key, and the least version of each key.
import {
  type CacheKey__Output,
  type Contracts,
  type FenceKeysRequest__Output,
  type LockKeysRequest__Output,
} from '@member-mesh/contracts';
import { systemClock } from '@member-mesh/kernel';
import { Health, MeshError, RpcServer, sha256Hex } from '@member-mesh/rpc';
import { createTelemetry } from '@member-mesh/telemetry';

export class CachePeer {
  readonly address: string;
  readonly #server: RpcServer;
  readonly locks = new Map<string, Set<string>>();
  readonly fences = new Map<string, { minVersion: number; sequence: number }>();
  readonly lockCalls: LockKeysRequest__Output[] = [];
  readonly fenceCalls: FenceKeysRequest__Output[] = [];
  /** Methods that fail as if a center could not be reached. */
  readonly failing = new Set<'LockKeys' | 'FenceKeys'>();

  private constructor(server: RpcServer, address: string) {
    this.#server = server;
    this.address = address;
  }

  static async start(contracts: Contracts, token: string): Promise<CachePeer> {
    const telemetry = await createTelemetry({
      ...{ service: 'member-query', name: 'cache-peer', center: 'a', logLevel: 'silent' },
    });
    const server = new RpcServer({
      ...{ contracts, telemetry, clock: systemClock, health: new Health(), drainTimeoutMs: 100 },
      listen: { host: '127.0.0.1', port: 0 },
      peers: { 'member-write': [sha256Hex(token)] },
    });
    const held: { peer: CachePeer | undefined } = { peer: undefined };
    const peer = (): CachePeer => held.peer!;
    server.serve(
      contracts.services.cacheFence,
      {
        LockKeys: (request) => peer().#lock(request),
        FenceKeys: (request) => peer().#fence(request),
        UnlockKeys: ({ lockId, keys }) => {
          for (const key of keys) peer().#unlock(keyName(key), lockId.toString('hex'));
          return Promise.resolve({});
        },
      },
      { allow: ['member-write'] },
    );
    const { port } = await server.start();
    held.peer = new CachePeer(server, `127.0.0.1:${port}`);
    return held.peer;
  }

  isLocked(name: string): boolean {
    return (this.locks.get(name)?.size ?? 0) > 0;
  }

  close(): Promise<void> {
    return this.#server.drain();
  }

  #lock(request: LockKeysRequest__Output): Promise<object> {
    this.#failIf('LockKeys');
    this.lockCalls.push(request);
    for (const key of request.keys) {
      const name = keyName(key);
      const locks = this.locks.get(name) ?? new Set();
      this.locks.set(name, locks.add(request.lockId.toString('hex')));
    }
    return Promise.resolve({});
  }

  #fence(request: FenceKeysRequest__Output): Promise<object> {
    this.#failIf('FenceKeys');
    this.fenceCalls.push(request);
    for (const { key, minVersion, streamSequence } of request.fences) {
      const name = keyName(key);
      this.#unlock(name, request.lockId.toString('hex'));
      const before = this.fences.get(name);
      if (before && before.minVersion > minVersion) continue;
      this.fences.set(name, { minVersion, sequence: streamSequence });
    }
    return Promise.resolve({});
  }

  #unlock(name: string, lockId: string): void {
    this.locks.get(name)?.delete(lockId);
  }

  #failIf(method: 'LockKeys' | 'FenceKeys'): void {
    if (!this.failing.has(method)) return;
    throw new MeshError({
      kind: 'UNAVAILABLE',
      reason: 'CACHE_CENTER_UNREACHABLE',
      message: 'center b does not answer',
      metadata: { centers: 'b' },
    });
  }
}

function keyName(key: CacheKey__Output | null): string {
  if (key?.memberId) return `m:${key.memberId}`;
  return `a:${key?.account?.platform}:${key?.account?.accountId}`;
}
