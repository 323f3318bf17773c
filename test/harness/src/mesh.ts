/**
 * A whole mesh, or as much of it as a test needs: stores and services with their callers, and
 * faults by name.
 */
import { readFileSync } from 'node:fs';
import type { ClientTlsConfig } from '@member-mesh/config';
import {
  clientTls,
  ensureCallers,
  environmentOf,
  isService,
  meshctlEnvironment,
  prepareCalls,
  profiles,
  secretName,
  storeEnvironment,
  environmentSource,
} from '@member-mesh/launcher';
import type {
  Center,
  Environment,
  Kind,
  Mesh,
  MysqlDialectName,
  Profile,
  Selection,
  ServiceKind,
} from '@member-mesh/launcher';
import { chooseBackend } from './backend.ts';
import { readHarnessConfig } from './config.ts';
import { startLocalMesh } from './local-mesh.ts';
import type { ComponentHandle } from './component-handle.ts';

export type Part = 'mysql' | 'redis' | 'nats' | 'elasticsearch' | 'services';

export interface MeshTestOptions {
  /** 'small' unless told: one of each, services in center a. */
  readonly profile?: Profile;
  /** What the MySQL groups run on; MariaDB unless told. */
  readonly dialect?: MysqlDialectName;
  /** Which parts of the profile; all unless told. */
  readonly parts?: readonly Part[];
  /** Which services; all unless told. */
  readonly services?: readonly ServiceKind[];
  /** Centers in which services run; those of the profile unless told. */
  readonly centers?: readonly Center[];
  /** Services and callers prove themselves by certificates of the mesh's own authority. */
  readonly tls?: boolean;
  /** Variables added to a service's environment, by its name (`gateway-a`) or kind (`gateway`). */
  readonly env?: Readonly<Record<string, Environment>>;
}

export interface TestMesh {
  /** Every component by its name. */
  readonly components: readonly ComponentHandle[];
  component(name: string): ComponentHandle;
  /** host:port of all components of a kind, center a first. */
  addresses(kind: Kind): string[];
  /** The key of a development caller: order-service, marketing-service, ops-console. */
  callerKey(name: string): string;
  /** The path of a secret's file under keys/, such as `meshctl.token` or `operator.key`. */
  secretFile(name: string): string;
  /** The whole environment of a service by name, or the stores' part of it by kind. */
  env(service: string): Environment;
  /** What a component wrote so far. */
  log(name: string): string;
  /** What meshctl takes as MESH_STATE_FILE. */
  readonly stateFile: string;
  /** All that meshctl is told by its environment: the state file, and certificates with TLS. */
  readonly meshctlEnvironment: Environment;
  /** What a caller, or meshctl, shows and checks; undefined without TLS. */
  clientTls(owner: string): ClientTlsConfig | undefined;
  close(): Promise<void>;
}

const logLinesMax = 100_000;

function meshSelection(options: MeshTestOptions): Selection {
  const profile = profiles[options.profile ?? 'small'];
  const has = (part: Part): boolean => options.parts === undefined || options.parts.includes(part);
  return {
    elastic: has('elasticsearch') ? profile.elastic : [],
    redisPerCenter: has('redis') ? profile.redisPerCenter : 0,
    mysql: has('mysql') ? profile.mysql : 'none',
    mysqlGroups: profile.mysqlGroups,
    nats: has('nats') && profile.nats,
    services: has('services') ? (options.services ?? profile.services) : [],
    serviceCenters: options.centers ?? profile.serviceCenters,
  };
}

/** Starts the mesh and resolves when every component answers and the development callers exist. */
export async function startMesh(options: MeshTestOptions = {}): Promise<TestMesh> {
  const given = chooseBackend(readHarnessConfig()).kind === 'given';
  const selection = meshSelection(given ? { ...options, parts: ['services'] } : options);
  const local = await startLocalMesh({
    selection,
    tls: options.tls ?? false,
    dialect: options.dialect,
    ...(options.env && { extraEnvironment: options.env }),
  });
  const { mesh } = local;
  try {
    if (selection.services.includes('flow-control')) await registerCallers(mesh);
  } catch (error) {
    await local.close();
    throw error;
  }
  return {
    components: mesh.site.components.map((component) => local.component(component.name)),
    component: local.component,
    addresses: (kind) => addressesOf(mesh, kind),
    callerKey: (name) =>
      readFileSync(mesh.site.secrets.file(secretName.caller(name)), 'utf8').trim(),
    secretFile: (name) => mesh.site.secrets.file(name),
    env: (service) => environmentFor(mesh, service),
    log: (name) => mesh.logTail(mesh.component(name).name, logLinesMax),
    stateFile: mesh.layout.stateFile,
    meshctlEnvironment: meshctlEnvironment(mesh.layout, mesh.state),
    clientTls: (owner) => clientTls(mesh.site, owner),
    close: local.close,
  };
}

async function registerCallers(mesh: Mesh): Promise<void> {
  const callers = await ensureCallers({
    calls: await prepareCalls(clientTls(mesh.site, 'meshctl')),
    secrets: mesh.site.secrets,
    flowControl: addressesOf(mesh, 'flow-control'),
  });
  mesh.change((state) => ({ ...state, callers }));
}

function addressesOf(mesh: Mesh, kind: Kind): string[] {
  return mesh.state.components
    .filter((record) => record.kind === kind)
    .map((record) => record.address);
}

function environmentFor(mesh: Mesh, service: string): Environment {
  const named = mesh.site.components.filter(isService).find((each) => each.name === service);
  if (named !== undefined) return environmentOf(mesh.site, named);
  return storeEnvironment(environmentSource(mesh.site), service as ServiceKind);
}
