// What member-query is told by its environment.
import {
  type Address,
  type Environment,
  type NatsConfig,
  readNatsConfig,
  readServiceConfig,
  type ServiceConfig,
} from '@member-mesh/config';
import { type FaultPlan, readFaultPlan } from '@member-mesh/faults';

import { FAULT_POINTS } from './adapters/faults/points.ts';
import { type Protection, PROTECTIONS } from './adapters/faults/unprotected.ts';
import type { Center } from './app/cache-center.ts';
import type { Cluster } from './domain/bucket-state.ts';

export interface MemberQueryConfig {
  service: ServiceConfig;
  nats: NatsConfig;
  redisNodes: Readonly<Record<Center, Address[]>>;
  redisUser: string;
  redisPassword: string;
  /** How long a command of Redis may take, the wait for its turn included. */
  redisTimeoutMs: number;
  /** The index clusters that this mesh has. */
  clusters: { name: Cluster; url: string }[];
  elasticUser: string;
  elasticPassword: string;
  indexTimeoutMs: number;
  indexConcurrencyMax: number;
  searchTimeoutMs: number;
  searchConcurrencyMax: number;
  memberWriteTargets: Address[];
  /** For the rules on tiers; empty where nobody makes any. */
  flowControlTargets: Address[];
  recordTimeoutMs: number;
  recordConcurrencyMax: number;
  /** Of each traffic class. */
  authoritativeReadsPerSecond: number;
  /** How long a center's cache is believed after its beat was seen to move. */
  trustWindowMs: number;
  /** Pins of one bucket above which lagging indices are not waited for. */
  pinsPerBucketMax: number;
  /** Of how many in a thousand changes it is looked what each tier shows of them later. */
  followedPermille: number;
  faults: FaultPlan<Protection> | undefined;
}

const URL_VARIABLES: readonly (readonly [Cluster, string])[] = [
  ['order-a', 'ELASTIC_ORDER_A_URL'],
  ['order-b', 'ELASTIC_ORDER_B_URL'],
  ['marketing', 'ELASTIC_MARKETING_URL'],
];

export function readMemberQueryConfig(e: Environment): MemberQueryConfig {
  const ms = (name: string, fallback: number): number =>
    e.integer(name, { min: 1, max: 60_000, default: fallback });
  const count = (name: string, fallback: number): number =>
    e.integer(name, { min: 1, max: 1_000_000, default: fallback });
  return {
    service: readServiceConfig(e),
    nats: readNatsConfig(e),
    redisNodes: { a: e.addresses('REDIS_A_NODES'), b: e.addresses('REDIS_B_NODES') },
    redisUser: e.text('REDIS_USER'),
    redisPassword: e.secretFile('REDIS_PASSWORD_FILE'),
    redisTimeoutMs: ms('REDIS_TIMEOUT_MS', 250),
    clusters: readClusters(e),
    elasticUser: e.text('ELASTIC_USER'),
    elasticPassword: e.secretFile('ELASTIC_PASSWORD_FILE'),
    indexTimeoutMs: ms('INDEX_TIMEOUT_MS', 500),
    indexConcurrencyMax: count('INDEX_CONCURRENCY_MAX', 16),
    searchTimeoutMs: ms('SEARCH_TIMEOUT_MS', 3_000),
    searchConcurrencyMax: count('SEARCH_CONCURRENCY_MAX', 8),
    memberWriteTargets: e.addresses('MEMBER_WRITE_TARGETS'),
    flowControlTargets: e.addresses('FLOW_CONTROL_TARGETS', { optional: true }),
    recordTimeoutMs: ms('RECORD_TIMEOUT_MS', 800),
    recordConcurrencyMax: count('RECORD_CONCURRENCY_MAX', 32),
    authoritativeReadsPerSecond: count('AUTHORITATIVE_READS_PER_SECOND', 200),
    trustWindowMs: ms('CACHE_TRUST_WINDOW_MS', 3_000),
    pinsPerBucketMax: count('CACHE_PINS_PER_BUCKET_MAX', 10_000),
    followedPermille: e.integer('CHANGES_FOLLOWED_PERMILLE', { min: 0, max: 1_000, default: 10 }),
    faults: readFaultPlan(e, { points: FAULT_POINTS, protections: PROTECTIONS }),
  };
}

function readClusters(e: Environment): { name: Cluster; url: string }[] {
  return URL_VARIABLES.flatMap(([name, variable]) => {
    const url = e.url(variable, { optional: true });
    return url === undefined || url === '' ? [] : [{ name, url }];
  });
}
