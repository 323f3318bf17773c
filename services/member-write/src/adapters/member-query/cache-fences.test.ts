// When locks and fences are asked of a second member-query as well: soon for a write's few keys,
// and not before the first can have done the many of an import.
import { describe, expect, it } from '@jest/globals';
import { parseMemberId } from '@member-mesh/contracts';
import type { RequestOptions } from '@member-mesh/rpc';

import type { CacheKey } from '../../app/ports.ts';
import { type CacheFenceClient, RpcCacheFences } from './cache-fences.ts';

describe('locks and fences', () => {
  it.each([
    ['of one write', 3, 500],
    ['of an import', 1_000, 2_400],
  ])('%s are not asked for twice too early', async (_name, count, latestMs) => {
    const asked: (RequestOptions | undefined)[] = [];
    const note = (_request: unknown, options?: RequestOptions): Promise<object> => {
      asked.push(options);
      return Promise.resolve({});
    };
    const client = { LockKeys: note, FenceKeys: note } as unknown as CacheFenceClient;
    const keys = Array.from({ length: count }, (_unused, at): CacheKey => ({
      ...{ kind: 'member', memberId: parseMemberId(String(at + 1))! },
    }));
    const fences = new RpcCacheFences(client);
    await fences.lock(Buffer.alloc(8), keys, 5_000);
    const fenced = keys.map((key) => ({ key, minVersion: 1, streamSequence: 0 }));
    await fences.fence(Buffer.alloc(8), fenced, 5_000);
    const hedges = asked.map((options) => options?.hedgeAfterMs ?? Infinity);
    expect(hedges).toHaveLength(2);
    for (const hedgeMs of hedges) {
      expect(hedgeMs).toBeGreaterThanOrEqual(400 + count);
      expect(hedgeMs).toBeLessThanOrEqual(latestMs);
    }
  });
});
