// The suite of the port, on Elasticsearch.
import { readFileSync } from 'node:fs';

import { afterAll, beforeAll, jest } from '@jest/globals';

import { connectElastic, type Elastic } from '@member-mesh/driver-elastic';
import { startStores, type Stores } from '@member-mesh/harness';

import { ElasticCluster } from '../src/adapters/elastic/elastic-cluster.ts';
import { describeIndexCluster } from './index-cluster-suite.ts';

jest.setTimeout(180_000);

let stores: Stores;
let elastic: Elastic;
let cluster: ElasticCluster;
let number = 0;

beforeAll(async () => {
  stores = await startStores({ elastic: ['order-a'] });
  const env = stores.env('sync-worker');
  elastic = connectElastic({
    url: env['ELASTIC_ORDER_A_URL'] ?? '',
    user: env['ELASTIC_USER'] ?? '',
    password: readFileSync(env['ELASTIC_PASSWORD_FILE'] ?? '', 'utf8').trim(),
    name: 'index-cluster-suite',
  });
  cluster = new ElasticCluster('order-a', elastic, { shards: 2, replicas: 0 });
});
afterAll(async () => {
  await elastic.close();
  await stores.close();
});

describeIndexCluster('Elasticsearch', () => [cluster, (number += 1)]);
