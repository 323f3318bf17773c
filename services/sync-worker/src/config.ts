// What sync-worker is told by its environment.
import {
  type Address,
  type Environment,
  type NatsConfig,
  readNatsConfig,
  readServiceConfig,
  type ServiceConfig,
} from '@member-mesh/config';
import { type FaultPlan, readFaultPlan } from '@member-mesh/faults';

import {
  FAULT_POINTS,
  type Protection,
  PROTECTIONS,
} from './adapters/elastic/cluster-with-faults.ts';
import type { ClusterName } from './domain/cluster.ts';

export interface ClusterConfig {
  name: ClusterName;
  url: string;
}

export interface SyncWorkerConfig {
  service: ServiceConfig;
  nats: NatsConfig;
  /** The clusters that this mesh has; at least one. */
  clusters: ClusterConfig[];
  elasticUser: string;
  elasticPassword: string;
  memberWriteTargets: Address[];
  indexShards: number;
  indexReplicas: number;
  /** Loops that consume for one cluster in this process. */
  loopsPerCluster: number;
  /** Messages that one loop applies together. */
  batchMax: number;
  bulkDocumentsMax: number;
  bulkBytesMax: number;
  rebuildScansAtOnce: number;
  /** Whether a cluster that lost its data is rebuilt without being told. */
  rebuildAutomatically: boolean;
  setAsideBytesMax: number;
  faults: FaultPlan<Protection> | undefined;
}

const MIB = 1024 * 1024;

const URL_VARIABLES: readonly (readonly [ClusterName, string])[] = [
  ['order-a', 'ELASTIC_ORDER_A_URL'],
  ['order-b', 'ELASTIC_ORDER_B_URL'],
  ['marketing', 'ELASTIC_MARKETING_URL'],
];

export function readSyncWorkerConfig(e: Environment): SyncWorkerConfig {
  return {
    service: readServiceConfig(e),
    nats: readNatsConfig(e),
    clusters: readClusters(e),
    elasticUser: e.text('ELASTIC_USER'),
    elasticPassword: e.secretFile('ELASTIC_PASSWORD_FILE'),
    memberWriteTargets: e.addresses('MEMBER_WRITE_TARGETS'),
    indexShards: e.integer('INDEX_SHARDS', { min: 1, max: 1024, default: 1 }),
    indexReplicas: e.integer('INDEX_REPLICAS', { min: 0, max: 10, default: 0 }),
    loopsPerCluster: e.integer('INDEX_LOOPS', { min: 1, max: 16, default: 2 }),
    batchMax: e.integer('INDEX_BATCH_MAX', { min: 1, max: 1_000, default: 250 }),
    bulkDocumentsMax: e.integer('INDEX_BULK_DOCUMENTS_MAX', { min: 1, max: 5_000, default: 500 }),
    bulkBytesMax: e.integer('INDEX_BULK_BYTES_MAX', { min: 1024, max: 64 * MIB, default: 4 * MIB }),
    rebuildScansAtOnce: e.integer('INDEX_REBUILD_SCANS', { min: 1, max: 64, default: 4 }),
    rebuildAutomatically: e.flag('INDEX_REBUILD_AUTOMATICALLY', { default: true }),
    setAsideBytesMax: e.integer('SET_ASIDE_BYTES_MAX', {
      min: MIB,
      max: 1024 * MIB,
      default: 256 * MIB,
    }),
    faults: readFaultPlan(e, { points: FAULT_POINTS, protections: PROTECTIONS }),
  };
}

function readClusters(e: Environment): ClusterConfig[] {
  const clusters = URL_VARIABLES.flatMap(([name, variable]) => {
    const url = e.url(variable, { optional: true });
    return url === undefined || url === '' ? [] : [{ name, url }];
  });
  if (clusters.length === 0) {
    const names = URL_VARIABLES.map(([, variable]) => variable).join(', ');
    e.problems.push(`${names}: at least one must be set`);
  }
  return clusters;
}
