/** Chooses what the stores of a test run on, and says which once a process. */
import type { HarnessConfig } from './config.ts';
import { readGivenStores } from './given-stores.ts';
import type { GivenStores } from './given-stores.ts';

export type Backend =
  | { readonly kind: 'processes' }
  | { readonly kind: 'containers' }
  | { readonly kind: 'given'; readonly stores: GivenStores };

let told = false;

export function chooseBackend(config: HarnessConfig): Backend {
  const backend = backendOf(config);
  if (!told) {
    told = true;
    process.stderr.write(`stores for tests: ${sentence(backend)}\n`);
  }
  return backend;
}

export function backendOf(config: HarnessConfig): Backend {
  if (config.storesFile !== undefined) {
    return { kind: 'given', stores: readGivenStores(config.storesFile) };
  }
  return { kind: config.containers ? 'containers' : 'processes' };
}

function sentence(backend: Backend): string {
  switch (backend.kind) {
    case 'processes':
      return 'processes of this machine';
    case 'containers':
      return 'containers, through testcontainers';
    case 'given':
      return 'given by address in MESH_TEST_STORES';
  }
}
