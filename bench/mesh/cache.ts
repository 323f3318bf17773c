// The cache as its own memory pressure treats it: entries that may be evicted are evicted. What is
// pinned stays, so that nothing is promised that Redis itself would not do.
import { parseMemberId } from '@member-mesh/contracts';
import { chunk } from '@member-mesh/kernel';
import { Cluster } from 'ioredis';

import { memberKey } from '../../services/member-query/src/domain/cache-key.ts';
import type { RedisAccess } from '../opponents/orders.ts';

const AT_ONCE = 500;

export interface Cache {
  /** Takes these members out; the next read of each misses. */
  evict(memberIds: readonly string[]): Promise<void>;
  close(): void;
}

export function openCache({ nodes, username, password }: RedisAccess): Cache {
  const addresses = nodes.map((node) => {
    const [host = '', port] = node.split(':');
    return { host, port: Number(port) };
  });
  const redis = new Cluster(addresses, {
    redisOptions: { username, password },
    enableAutoPipelining: true,
  });
  return {
    evict: async (memberIds) => {
      for (const some of chunk(memberIds, AT_ONCE)) {
        await Promise.all(some.map((id) => redis.pexpire(nameOf(id), 0, 'XX')));
      }
    },
    close: () => redis.disconnect(),
  };
}

function nameOf(id: string): string {
  const memberId = parseMemberId(id);
  if (!memberId) throw new Error(`${id} is no member id`);
  return memberKey(memberId).name;
}
