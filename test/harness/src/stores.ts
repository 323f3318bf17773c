/** Real stores for a test of one package: only those that it asks for. */
import {
  Trouble,
  elasticClusters,
  environmentSource,
  nothing,
  storeEnvironment,
} from '@member-mesh/launcher';
import type {
  ElasticCluster,
  Environment,
  MysqlDialectName,
  Selection,
  ServiceKind,
} from '@member-mesh/launcher';
import { chooseBackend } from './backend.ts';
import { readHarnessConfig } from './config.ts';
import { givenHandle } from './given-stores.ts';
import type { GivenStores } from './given-stores.ts';
import { startLocalMesh } from './local-mesh.ts';
import type { ComponentHandle } from './component-handle.ts';
import { startProcess } from './test-processes.ts';
import type { TestProcess } from './test-processes.ts';

export interface StoreOptions {
  /** 'primaries': one writable server a group; 'replicated': with the three replicas of each. */
  readonly mysql?: 'primaries' | 'replicated';
  /** What the groups run on; MariaDB unless told. */
  readonly dialect?: MysqlDialectName;
  /** Number of MySQL groups; 2 unless told. */
  readonly mysqlGroups?: number;
  /** Two clusters, one a center, of three masters each (or of one each). */
  readonly redis?: boolean | 'single';
  readonly nats?: boolean;
  /** Clusters of one node each; true for all three. */
  readonly elastic?: boolean | readonly ElasticCluster[];
  /** Settings of elasticsearch.yml, by the node's name, such as `es-order-a`. */
  readonly elasticSettings?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface Stores {
  /** The part of a service's environment that names stores: addresses, accounts, password files. */
  env(kind: ServiceKind): Environment;
  /** A component by name, such as `mysql-0-a1`, `redis-b-2`, `nats-1`, `es-order-a`. */
  component(name: string): ComponentHandle;
  /**
   * The path of a secret's file, such as `redis-mesh_admin.password`: the administrator's rights on
   * a store.
   */
  secretFile(name: string): string;
  /**
   * Runs a script, such as a service's main.ts, as a process under test. It ends with the stores,
   * and when the test process dies.
   */
  startProcess(script: string, env: Environment): TestProcess;
  /** Ends all stores and removes their files. */
  close(): Promise<void>;
}

function storeSelection(options: StoreOptions): Selection {
  const elastic = options.elastic ?? false;
  return {
    ...nothing,
    mysql: options.mysql ?? 'none',
    mysqlGroups: options.mysqlGroups ?? 2,
    redisPerCenter: options.redis === 'single' ? 1 : options.redis === true ? 3 : 0,
    nats: options.nats ?? false,
    elastic: elastic === true ? elasticClusters : elastic === false ? [] : elastic,
  };
}

/** Starts the stores and resolves when all of them answer. */
export async function startStores(options: StoreOptions): Promise<Stores> {
  const backend = chooseBackend(readHarnessConfig());
  if (backend.kind === 'given') return givenStores(backend.stores);
  const local = await startLocalMesh({
    selection: storeSelection(options),
    dialect: options.dialect,
    ...(options.elasticSettings && { elasticSettings: options.elasticSettings }),
  });
  const source = environmentSource(local.mesh.site);
  return {
    env: (kind) => storeEnvironment(source, kind),
    component: local.component,
    secretFile: (name) => local.mesh.site.secrets.file(name),
    startProcess: local.startProcess,
    close: local.close,
  };
}

function givenStores(given: GivenStores): Stores {
  return {
    env: (kind) => given.env[kind] ?? {},
    component: (name) => givenHandle(given, name),
    secretFile: (name) => {
      throw new Trouble(`given stores have no secret "${name}" for tests`, {
        advice: 'run this test on processes or containers: unset MESH_TEST_STORES',
      });
    },
    startProcess,
    close: () => Promise.resolve(),
  };
}
