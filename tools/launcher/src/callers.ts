/**
 * Registers the development callers and keeps their keys; a caller that is registered and has its
 * key is left alone.
 */
import { isMeshError } from '@member-mesh/rpc';
import { bearer, clientOf } from './client.ts';
import type { MeshCalls } from './client.ts';
import { secretName } from './secrets.ts';
import type { Secrets } from './secrets.ts';
import type { CallerRecord } from './state.ts';
import { Trouble } from './trouble.ts';
import { poll } from './wait.ts';

const callTimeoutMs = 10_000;
const registrationTimeoutMs = 60_000;

interface DevelopmentCaller {
  readonly name: string;
  readonly trafficClass: CallerRecord['traffic_class'];
  readonly permissions: readonly ('READ' | 'WRITE' | 'GOVERN' | 'OPERATE')[];
}

export const developmentCallers: readonly DevelopmentCaller[] = [
  { name: 'order-service', trafficClass: 'ORDER', permissions: ['READ', 'WRITE'] },
  { name: 'marketing-service', trafficClass: 'MARKETING', permissions: ['READ'] },
  {
    name: 'ops-console',
    trafficClass: 'OPS',
    permissions: ['READ', 'WRITE', 'GOVERN', 'OPERATE'],
  },
];

export interface CallerContext {
  readonly calls: MeshCalls;
  readonly secrets: Secrets;
  /** host:port of every flow-control. */
  readonly flowControl: readonly string[];
}

export async function ensureCallers(context: CallerContext): Promise<CallerRecord[]> {
  const { calls, secrets, flowControl } = context;
  const client = clientOf(calls, calls.contracts.services.flowControl, flowControl);
  const options = {
    timeoutMs: callTimeoutMs,
    metadata: bearer(secrets.read(secretName.operator)),
  };
  // A key is told once: where the answer was lost, the list tells whether the caller is known.
  const once = { ...options, repeat: 'never' as const };
  let lastError: unknown;
  const register = async (): Promise<boolean> => {
    try {
      const { callers } = await client.ListCallers({}, options);
      const known = new Set(callers.map((caller) => caller.name));
      for (const caller of developmentCallers) {
        const hasKey = secrets.has(secretName.caller(caller.name));
        if (known.has(caller.name) && hasKey) continue;
        const { key } = known.has(caller.name)
          ? await client.RotateCallerKey({ name: caller.name }, once)
          : await client.PutCaller({ caller: registrationOf(caller) }, once);
        secrets.keep(secretName.caller(caller.name), key);
      }
      return true;
    } catch (error) {
      lastError = error;
      if (!isMeshError(error) || error.kind !== 'UNAVAILABLE') throw error;
      return false;
    }
  };
  try {
    const done = await poll(register, { timeoutMs: registrationTimeoutMs, intervalMs: 500 });
    if (!done) throw lastError;
  } catch (cause) {
    throw new Trouble('the development callers could not be registered', {
      advice: 'see ./mesh logs flow-control-a, then run ./mesh up again',
      evidence: cause instanceof Error ? cause.message : String(cause),
      cause,
    });
  } finally {
    client.close();
  }
  return developmentCallers.map((caller) => ({
    name: caller.name,
    traffic_class: caller.trafficClass,
    key_file: secrets.file(secretName.caller(caller.name)),
  }));
}

function registrationOf(caller: DevelopmentCaller) {
  return {
    name: caller.name,
    trafficClass: `TRAFFIC_CLASS_${caller.trafficClass}` as const,
    permissions: caller.permissions.map((permission) => `PERMISSION_${permission}` as const),
  };
}
