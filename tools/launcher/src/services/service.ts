/** Starts one service of ours as a Node process with the environment contract. */
import { join } from 'node:path';
import { authorityFile, pairFiles } from '../certificates.ts';
import { writePrivateFile } from '../files.ts';
import type { Launch } from '../process/spawn.ts';
import { secretName } from '../secrets.ts';
import { addressOf, healthy, portOf, unhealthy } from '../site.ts';
import type { Health, Recipe, Site } from '../site.ts';
import { primaryOf } from '../stores/mysql/group.ts';
import { repositoryRoot } from '../tools.ts';
import type { ServiceComponent } from '../topology.ts';
import { peersFile, serviceEnvironment } from './environment.ts';
import type { Environment, EnvironmentSource } from './environment.ts';

const probeTimeoutMs = 3000;

export const serviceRecipe: Recipe<ServiceComponent> = {
  readyTimeoutMs: 180_000,
  graceMs: 15_000,
  prepare: async (site, component) => prepare(site, component),
  probe,
};

/** Where Node keeps what it compiled: a service that starts again need not compile it anew. */
const compileCache = join(repositoryRoot, '.mesh', 'compile-cache');

/**
 * Ten services share one machine: a bounded heap and fewer arenas of the allocator keep each at a
 * fraction of what Node would take on a machine of its own.
 */
const thrift = ['--max-semi-space-size=16', '--max-old-space-size=512'];
const allocatorArenas = '2';

/** The environment's source for a mesh of processes. */
export function environmentSource(site: Site): EnvironmentSource {
  return {
    components: site.components,
    address: (component, port) => addressOf(site, component, port),
    secretFile: (name) => site.secrets.file(name),
    primary: (group) => primaryOf(site, group),
  };
}

/** All variables of a service, those that a caller of the launcher added included. */
export function environmentOf(site: Site, component: ServiceComponent): Environment {
  const contract = serviceEnvironment(environmentSource(site), {
    name: component.name,
    kind: component.kind,
    center: component.center,
    grpcListen: addressOf(site, component.name, 'grpc'),
    httpListen: addressOf(site, component.name, 'http'),
    tokenFile: site.secrets.file(secretName.token(component.name)),
    peersFile: join(site.layout.keys, 'peers.json'),
  });
  return {
    ...contract,
    ...tlsEnvironment(site, component),
    ...site.extraEnvironment[component.kind],
    ...site.extraEnvironment[component.name],
  };
}

/** Every service shows its certificate as a server and as a client, and asks everybody for one. */
function tlsEnvironment({ state, layout }: Site, { name }: ServiceComponent): Environment {
  if (state().tls !== true) return {};
  const { certificate, privateKey } = pairFiles(layout, name);
  const authority = authorityFile(layout);
  return {
    GRPC_TLS_CERT_FILE: certificate,
    GRPC_TLS_KEY_FILE: privateKey,
    GRPC_TLS_CLIENT_CA_FILE: authority,
    MESH_TLS_CA_FILE: authority,
  };
}

function prepare(site: Site, component: ServiceComponent): Launch {
  writePrivateFile(join(site.layout.keys, 'peers.json'), peersFile(site.components, site.secrets));
  return {
    command: process.execPath,
    args: [...thrift, join(repositoryRoot, 'services', component.kind, 'src', 'main.ts')],
    env: {
      PATH: site.tools.path,
      NODE_ENV: 'production',
      NODE_COMPILE_CACHE: compileCache,
      MALLOC_ARENA_MAX: allocatorArenas,
      ...environmentOf(site, component),
    },
    cwd: repositoryRoot,
    unprivileged: false,
  };
}

async function probe(site: Site, component: ServiceComponent): Promise<Health> {
  try {
    const response = await fetch(
      `http://127.0.0.1:${portOf(site, component.name, 'http')}/healthz`,
      { signal: AbortSignal.timeout(probeTimeoutMs) },
    );
    const text = await response.text();
    return response.ok ? healthy : unhealthy(text.slice(0, 300));
  } catch (error) {
    return unhealthy(error instanceof Error ? error.message : String(error));
  }
}
