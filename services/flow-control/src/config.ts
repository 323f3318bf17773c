// What flow-control is told by its environment.
import { createHash } from 'node:crypto';

import {
  type Environment,
  type NatsConfig,
  readNatsConfig,
  readServiceConfig,
  type ServiceConfig,
} from '@member-mesh/config';

export interface FlowControlConfig {
  service: ServiceConfig;
  nats: NatsConfig;
  /** SHA-256, hex, of the key with which the first operator registers callers. */
  bootstrapKeyHash: string;
  reconcileIntervalMs: number;
}

export function readFlowControlConfig(e: Environment): FlowControlConfig {
  const bootstrapKey = e.secretFile('FLOW_OPERATOR_KEY_FILE');
  return {
    service: readServiceConfig(e),
    nats: readNatsConfig(e),
    bootstrapKeyHash: createHash('sha256').update(bootstrapKey).digest('hex'),
    reconcileIntervalMs: e.integer('POLICY_RECONCILE_INTERVAL_MS', {
      min: 100,
      max: 60_000,
      default: 5_000,
    }),
  };
}
