// A caller of the gateways as a generated client would be one: a key, the public contract, nothing
// else.
import { parseAddress } from '@member-mesh/config';
import { type Contracts, loadContracts, type Services } from '@member-mesh/contracts';
import { systemClock } from '@member-mesh/kernel';
import { createRpcClient, isMeshError, type MeshError, type RpcClient } from '@member-mesh/rpc';
import { createTelemetry } from '@member-mesh/telemetry';

type ClientOf<K extends keyof Services> = Services[K] extends { types?: infer T }
  ? T extends { definition: infer D; handlers: infer H }
    ? RpcClient<D, H>
    : never
  : never;

export interface Caller {
  query: ClientOf<'memberQuery'>;
  write: ClientOf<'memberWrite'>;
  /** Options of a call: this caller's key, and time enough for a busy machine. */
  options: { timeoutMs: number; metadata: Record<string, string> };
  close(): void;
}

const CALL_TIMEOUT_MS = 15_000;
const contracts: Contracts = loadContracts();

/** Calls the gateways at `addresses`, the first of them first. */
export async function connectCaller(addresses: readonly string[], key: string): Promise<Caller> {
  const telemetry = await createTelemetry({
    service: 'test',
    name: 'caller',
    center: 'a',
    logLevel: 'silent',
  });
  const targets = addresses.map((address) => {
    const parsed = parseAddress(address);
    if (!parsed) throw new Error(`${address} is not host:port`);
    return parsed;
  });
  const common = { contracts, targets, telemetry, clock: systemClock };
  const query = createRpcClient({ ...common, service: contracts.services.memberQuery });
  const write = createRpcClient({ ...common, service: contracts.services.memberWrite });
  return {
    query,
    write,
    options: { timeoutMs: CALL_TIMEOUT_MS, metadata: { authorization: `Bearer ${key}` } },
    close: () => [query, write].forEach((client) => client.close()),
  };
}

/** The MeshError that a call fails with; throws when it succeeds or fails otherwise. */
export async function failureOf(call: Promise<unknown>): Promise<MeshError> {
  const outcome = await call.then(
    (answer) => ({ answer }),
    (error: unknown) => ({ error }),
  );
  if ('error' in outcome && isMeshError(outcome.error)) return outcome.error;
  throw new Error(`expected a refusal, got ${JSON.stringify(outcome)}`);
}
