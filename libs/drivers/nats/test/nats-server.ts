// The real server of a test, with faults on demand, and what tests of it have in common.
import { readFileSync } from 'node:fs';

import { type ComponentHandle, startStores } from '@member-mesh/harness';

export { until } from '@member-mesh/harness';

export const user = 'mesh_admin';
export const silentLogger = { info: (): void => undefined, warn: (): void => undefined };

export interface NatsServer {
  readonly handle: ComponentHandle;
  readonly url: string;
  readonly password: string;
  close(): Promise<void>;
}

export async function startNatsServer(): Promise<NatsServer> {
  const stores = await startStores({ nats: true });
  const handle = stores.component('nats-1');
  const password = readFileSync(stores.secretFile(`nats-${user}.password`), 'utf8').trim();
  return { handle, url: handle.address, password, close: () => stores.close() };
}
