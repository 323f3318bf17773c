// What the service may be told, and how it complains.
import { writeFileSync } from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from '@jest/globals';

import { ConfigError, readConfig } from '@member-mesh/config';

import { readSyncWorkerConfig } from './config.ts';

const folder = mkdtempSync(join(tmpdir(), 'mesh-config-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

const environment = {
  MESH_NAME: 'sync-worker-a',
  MESH_CENTER: 'a',
  GRPC_LISTEN: '127.0.0.1:1',
  HTTP_LISTEN: '127.0.0.1:2',
  MESH_TOKEN_FILE: file('token', 'secret'),
  MESH_PEERS_FILE: file('peers', '{}'),
  NATS_URLS: '127.0.0.1:4',
  NATS_USER: 'sync_worker',
  NATS_PASSWORD_FILE: file('nats', 'secret'),
  ELASTIC_ORDER_A_URL: 'http://127.0.0.1:5',
  ELASTIC_MARKETING_URL: 'http://127.0.0.1:6',
  ELASTIC_USER: 'sync_worker',
  ELASTIC_PASSWORD_FILE: file('elastic', 'secret'),
  MEMBER_WRITE_TARGETS: '127.0.0.1:7,127.0.0.1:8',
};

describe('the configuration', () => {
  it('names the clusters that this mesh has', () => {
    const { clusters } = readConfig(environment, readSyncWorkerConfig);
    expect(clusters.map(({ name }) => name)).toEqual(['order-a', 'marketing']);
  });

  it('needs a cluster, and tells all that is wrong at once', () => {
    const { ELASTIC_ORDER_A_URL: _a, ELASTIC_MARKETING_URL: _m, ...rest } = environment;
    const read = (): unknown =>
      readConfig({ ...rest, INDEX_LOOPS: '0', NATS_USER: '' }, readSyncWorkerConfig);
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(/at least one must be set/);
    expect(read).toThrow(/INDEX_LOOPS/);
    expect(read).toThrow(/NATS_USER/);
  });
});
