// Hands whole calls on to member-query and member-write, encoded as they came, with the caller's
// name and class as the registration has them.
import type { RequestOptions } from '@member-mesh/rpc';

import type { Forwarding } from '../../app/forwarding.ts';
import type { TrafficClass } from '../../domain/caller.ts';
import { asCallersError } from './inner-error.ts';

/** The part of a client that is used here. */
export interface RawClient<M extends string> {
  callRaw(method: M, request: Buffer, options: RequestOptions): Promise<Buffer>;
}

export interface ForwarderOptions<M extends string> {
  tier: 'member-query' | 'member-write';
  clients: Readonly<Record<TrafficClass, RawClient<M>>>;
  /** When another target is asked as well; never where it is absent. */
  hedgeAfterMs?: number;
  /** How long a call may take whose caller sets no deadline, and how long any may take. */
  defaultTimeoutMs: number;
  timeoutMaxMs: number;
}

export function createForwarder<M extends string>(options: ForwarderOptions<M>): Forwarding {
  const { tier, clients, hedgeAfterMs, defaultTimeoutMs, timeoutMaxMs } = options;
  return {
    forward: async (method, request, { caller, call }) => {
      const timeoutMs = call.deadlineMs === Infinity ? defaultTimeoutMs : timeoutMaxMs;
      const metadata = { 'x-mesh-caller': caller.name, 'x-mesh-class': caller.trafficClass };
      try {
        const calling = { timeoutMs, hedgeAfterMs, parent: call, metadata };
        return await clients[caller.trafficClass].callRaw(method as M, request, calling);
      } catch (error) {
        throw asCallersError(error, tier);
      }
    },
  };
}
