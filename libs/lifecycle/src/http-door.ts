// /metrics for Prometheus and /healthz for people and probes, on a port of their own. Where faults
// are on, tests read and change them at /faults.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text as textOf } from 'node:stream/consumers';

import type { Address } from '@member-mesh/config';
import type { FaultControl } from '@member-mesh/faults';
import type { Health } from '@member-mesh/rpc';
import type { Registry } from '@member-mesh/telemetry';

export interface HttpDoorOptions {
  listen: Address;
  health: Health;
  metrics: Registry;
  faults?: FaultControl | undefined;
}

/** Starts listening; /healthz answers 200 while the whole is SERVING and 503 while it is not. */
export function openHttpDoor(options: HttpDoorOptions): Promise<Server> {
  const { listen, health, metrics, faults } = options;
  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0];
    if (path === '/healthz') {
      const serving = health.get('') === 'SERVING';
      response.writeHead(serving ? 200 : 503, { 'content-type': 'application/json' });
      response.end(`${JSON.stringify(health.all())}\n`);
    } else if (path === '/metrics') {
      void metrics.metrics().then(
        (text) => {
          response.writeHead(200, { 'content-type': metrics.contentType });
          response.end(text);
        },
        (error: unknown) => {
          response.writeHead(500);
          response.end(String(error));
        },
      );
    } else if (path === '/faults' && faults) {
      void answerFaults(faults, request, response);
    } else {
      response.writeHead(404);
      response.end('there are /metrics and /healthz here\n');
    }
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(listen.port, listen.host, () => resolve(server));
  });
}

/** GET tells the state; PUT replaces the rules by those of its body. */
async function answerFaults(
  faults: FaultControl,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    if (request.method === 'PUT') faults.set(await textOf(request));
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(`${JSON.stringify(faults.state())}\n`);
  } catch (error) {
    response.writeHead(400);
    response.end(`${(error as Error).message}\n`);
  }
}
