// Both centers' caches on real Redis Clusters, for tests.
import { readFileSync } from 'node:fs';

import { connectRedis, type RedisCluster } from '@member-mesh/driver-redis';
import type { Stores } from '@member-mesh/harness';

import { RedisCacheCenter } from '../src/adapters/redis/redis-cache-center.ts';
import { loadScripts } from '../src/adapters/redis/scripts.ts';
import type { CacheSettings, Center } from '../src/app/cache-center.ts';

export { until } from '@member-mesh/harness';

export const silentLogger = {
  info: (): void => undefined,
  warn: (): void => undefined,
  error: (): void => undefined,
};

/** As the service's own user, or as the administrator, who may look at everything. */
export function connectCenterCluster(
  stores: Stores,
  center: Center,
  user: 'member_query' | 'mesh_admin' = 'member_query',
): RedisCluster {
  const env = stores.env('member-query');
  const nodes = env[`REDIS_${center.toUpperCase()}_NODES`] ?? '';
  return connectRedis({
    nodes: nodes.split(',').map((each) => {
      const [host = '', port] = each.split(':');
      return { host, port: Number(port) };
    }),
    user,
    password: readFileSync(stores.secretFile(`redis-${user}.password`), 'utf8').trim(),
    name: `test-${center}`,
    logger: silentLogger,
    commandTimeoutMs: 500,
  });
}

export function cacheCenterOn(
  cluster: RedisCluster,
  name: Center,
  settings: CacheSettings,
): RedisCacheCenter {
  return new RedisCacheCenter({ name, cluster, scripts: loadScripts(), settings });
}
