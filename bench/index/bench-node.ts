// One real Elasticsearch node for the benchmark, started by the test harness with the launcher's
// own settings, and the few administrative requests that services have no use for.
import { readFileSync } from 'node:fs';

import { connectElastic, type Elastic } from '@member-mesh/driver-elastic';
import { startStores } from '@member-mesh/harness';

const ADMINISTRATOR = 'mesh_admin';

export interface BenchNode {
  elastic: Elastic;
  /** Bytes of an index once its segments are merged into one for each shard. */
  mergedBytes(index: string): Promise<number>;
  close(): Promise<void>;
}

export async function startBenchNode(): Promise<BenchNode> {
  const stores = await startStores({ elastic: ['order-a'] });
  const url = stores.env('sync-worker')['ELASTIC_ORDER_A_URL'] ?? '';
  const file = stores.secretFile(`elastic-${ADMINISTRATOR}.password`);
  const password = readFileSync(file, 'utf8').trim();
  const credentials = Buffer.from(`${ADMINISTRATOR}:${password}`).toString('base64');
  const elastic = connectElastic({ url, user: ADMINISTRATOR, password, name: 'bench' });
  const request = async (method: string, path: string): Promise<unknown> => {
    const headers = { authorization: `Basic ${credentials}` };
    const response = await fetch(`${url}${path}`, { method, headers });
    if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
    return response.json();
  };
  return {
    elastic,
    mergedBytes: async (index) => {
      await request('POST', `/${index}/_forcemerge?max_num_segments=1`);
      await request('POST', `/${index}/_flush?wait_if_ongoing=true`);
      const stats = (await request('GET', `/${index}/_stats/store`)) as {
        _all: { primaries: { store: { size_in_bytes: number } } };
      };
      return stats._all.primaries.store.size_in_bytes;
    },
    close: async () => {
      await elastic.close();
      await stores.close();
    },
  };
}
