// What a gateway is told by its environment.
import {
  type Address,
  type Environment,
  readServiceConfig,
  type ServiceConfig,
} from '@member-mesh/config';

export interface GatewayConfig {
  service: ServiceConfig;
  /** Addresses of the services, own center first. */
  memberQueryTargets: Address[];
  memberWriteTargets: Address[];
  flowControlTargets: Address[];
  /** How long a call may take whose caller sets no deadline. */
  defaultTimeoutMs: number;
  /** How long any call may take. */
  timeoutMaxMs: number;
  /** When another member-query is asked as well; later for reads that go to the record. */
  readHedgeAfterMs: number;
  authoritativeHedgeAfterMs: number;
  /** Batches under way at once, for each traffic class and consistency. */
  readBatchesMax: number;
  /** Reads that wait for a batch, for each traffic class and consistency. */
  readsWaitingMax: number;
  probeIntervalMs: number;
}

const ONE_MINUTE = { min: 1, max: 60_000 };

export function readGatewayConfig(e: Environment): GatewayConfig {
  return {
    service: readServiceConfig(e),
    memberQueryTargets: e.addresses('MEMBER_QUERY_TARGETS'),
    memberWriteTargets: e.addresses('MEMBER_WRITE_TARGETS'),
    flowControlTargets: e.addresses('FLOW_CONTROL_TARGETS'),
    defaultTimeoutMs: e.integer('CALL_TIMEOUT_DEFAULT_MS', { ...ONE_MINUTE, default: 5_000 }),
    timeoutMaxMs: e.integer('CALL_TIMEOUT_MAX_MS', { ...ONE_MINUTE, default: 30_000 }),
    readHedgeAfterMs: e.integer('READ_HEDGE_AFTER_MS', { ...ONE_MINUTE, default: 300 }),
    authoritativeHedgeAfterMs: e.integer('AUTHORITATIVE_HEDGE_AFTER_MS', {
      ...{ ...ONE_MINUTE, default: 1_500 },
    }),
    readBatchesMax: e.integer('READ_BATCHES_MAX', { min: 1, max: 1_000, default: 16 }),
    readsWaitingMax: e.integer('READS_WAITING_MAX', { min: 1, max: 1e6, default: 20_000 }),
    probeIntervalMs: e.integer('TIER_PROBE_INTERVAL_MS', { ...ONE_MINUTE, default: 1_000 }),
  };
}
