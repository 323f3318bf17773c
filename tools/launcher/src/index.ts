// The launcher as a library: what the command and the test harness build on.
export { ensureCallers } from './callers.ts';
export { clientTls, meshctlEnvironment } from './certificates.ts';
export { prepareCalls } from './client.ts';
export { dataDirectory } from './layout.ts';
export { Mesh, type MeshOptions } from './mesh.ts';
export { choosePorts } from './ports.ts';
export { secretName } from './secrets.ts';
export { endAll, startAll, startOne, type OnStart, type StartEvent } from './start.ts';
export { environmentOf, environmentSource } from './services/service.ts';
export { storeEnvironment, type Environment } from './services/environment.ts';
export {
  componentsOf,
  elasticClusters,
  isService,
  nothing,
  profiles,
  serviceKinds,
  type Center,
  type Component,
  type ElasticCluster,
  type Kind,
  type Profile,
  type Selection,
  type ServiceKind,
  type StoreKind,
} from './topology.ts';
export { findTools, repositoryRoot, type Tools } from './tools.ts';
export { images } from './docker/containers.ts';
export { storeAccount } from './process/account.ts';
export { identify } from './process/identity.ts';
export type { Launch } from './process/spawn.ts';
export { processRuntime } from './process-reach.ts';
export type { ClientCall, Reach, Runtime, Site } from './site.ts';
export { Trouble } from './trouble.ts';
export { readState, type MysqlDialectName } from './state.ts';
export { dialectOf } from './stores/mysql/dialects.ts';
export { mysqlServer } from './stores/mysql/oracle-server.ts';
export { signalGroup } from './process/signal.ts';
