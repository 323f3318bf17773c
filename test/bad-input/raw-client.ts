// Sends bytes as the message of a call and tells how the call ended.
import { parseAddress } from '@member-mesh/config';
import type { Contracts, ServiceContract } from '@member-mesh/contracts';
import { systemClock } from '@member-mesh/kernel';
import { createRpcClient, isMeshError, type MeshError } from '@member-mesh/rpc';
import { createTelemetry, type Telemetry } from '@member-mesh/telemetry';

const TIMEOUT_MS = 30_000;
const DETAILS_KEY = 'grpc-status-details-bin';

export interface Ending {
  /** Undefined when the call was answered. */
  error: MeshError | undefined;
  /** Whether an error came with details. */
  hasReason: boolean;
}

type Options = { timeoutMs: number; metadata: Record<string, string> };
type Call = (bytes: Buffer, options: Options) => Promise<unknown> & AsyncIterable<unknown>;

export interface RawClient {
  /** A stream of answers counts as answered with its first message. */
  send(method: string, bytes: Buffer, metadata: Record<string, string>): Promise<Ending>;
  close(): void;
}

export async function connectRaw(
  contracts: Contracts,
  service: ServiceContract,
  address: string,
): Promise<RawClient> {
  const target = parseAddress(address);
  if (!target) throw new Error(`${address} is not host:port`);
  const telemetry: Telemetry = await createTelemetry({
    ...{ service: 'test', name: 'raw-client', center: 'a', logLevel: 'silent' },
  });
  const client = createRpcClient({
    ...{ contracts, telemetry, clock: systemClock, targets: [target] },
    service: { name: service.name, definition: passingBytes(service.definition) },
  }) as unknown as Record<string, Call> & { close(): void };
  const call = async (method: string, bytes: Buffer, options: Options): Promise<void> => {
    const answers = client[method]!(bytes, options);
    if (service.definition[method]?.responseStream !== true) await answers;
    else for await (const _first of answers) return;
  };
  return {
    send: async (method, bytes, metadata) => {
      try {
        await call(method, bytes, { timeoutMs: TIMEOUT_MS, metadata });
        return { error: undefined, hasReason: true };
      } catch (error) {
        if (!isMeshError(error)) throw error;
        return { error, hasReason: hasDetails(error) };
      }
    },
    close: () => client.close(),
  };
}

/** The same methods, but bytes in and bytes out; a stream of requests is sent as its first. */
function passingBytes(definition: ServiceContract['definition']): ServiceContract['definition'] {
  const same = (bytes: Buffer): Buffer => bytes;
  const methods = Object.entries(definition).map(([name, { path, responseStream }]) => {
    return [
      name,
      {
        ...{ path, responseStream, requestStream: false },
        ...{ requestSerialize: same, requestDeserialize: same },
        ...{ responseSerialize: same, responseDeserialize: same },
      },
    ];
  });
  return Object.fromEntries(methods) as ServiceContract['definition'];
}

function hasDetails({ cause }: MeshError): boolean {
  const { metadata } = (cause ?? {}) as { metadata?: { get(key: string): unknown[] } };
  return (metadata?.get(DETAILS_KEY).length ?? 0) > 0;
}
