// grpc.health.v1.Health over the process' Health. A Watch ends when the server drains: an open one
// would hold the shutdown up for ever. It tells the state there is when its reader has read the
// one before: states in between are nobody's any more.
import type { Services } from '@member-mesh/contracts';

import type { Health } from './health.ts';
import type { Implementation } from './implementation.ts';
import { MeshError } from './mesh-error.ts';

type Handlers = NonNullable<Services['health']['types']>['handlers'];

export function createHealthService(health: Health): Required<Implementation<Handlers>> {
  return {
    Check: async ({ service }) => {
      const status = health.get(service);
      if (status) return { status };
      throw new MeshError({
        kind: 'NOT_FOUND',
        reason: 'HEALTH_UNKNOWN',
        message: `nothing here is called ${service}; List names all there is`,
      });
    },
    List: async () => {
      const entries = Object.entries(health.all()).map(([name, status]) => [name, { status }]);
      return { statuses: Object.fromEntries(entries) as Record<string, object> };
    },
    async *Watch({ service }, { signal }) {
      let last: string | undefined;
      while (!signal.aborted) {
        const status = health.get(service) ?? 'SERVICE_UNKNOWN';
        if (status !== last) {
          last = status;
          yield { status };
        } else if (health.draining) {
          return;
        } else {
          await changed(health, signal);
        }
      }
    },
  };
}

function changed(health: Health, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      stop();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const stop = health.onChange(end);
    signal.addEventListener('abort', end);
  });
}
