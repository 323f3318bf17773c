/** A mesh of processes in a folder of its own that is gone when the test is. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  componentsOf,
  dataDirectory,
  endAll,
  findTools,
  isService,
  Mesh,
  startAll,
  startOne,
  storeAccount,
  Trouble,
} from '@member-mesh/launcher';
import type { Environment, MysqlDialectName, Selection } from '@member-mesh/launcher';
import { chooseBackend } from './backend.ts';
import type { ComponentHandle } from './component-handle.ts';
import type { Backend } from './backend.ts';
import { readHarnessConfig } from './config.ts';
import type { HarnessConfig } from './config.ts';
import type { Containers } from './container-runtime.ts';
import { Starts } from './starts.ts';
import { killNoted, note, startProcess } from './test-processes.ts';
import type { TestProcess } from './test-processes.ts';

export interface LocalMeshOptions {
  readonly selection: Selection;
  readonly tls?: boolean;
  /** What the groups run on; MariaDB unless told. */
  readonly dialect?: MysqlDialectName | undefined;
  readonly extraEnvironment?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly elasticSettings?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface LocalMesh {
  readonly mesh: Mesh;
  component(name: string): ComponentHandle;
  startProcess(script: string, env: Environment): TestProcess;
  close(): Promise<void>;
}

export async function startLocalMesh(options: LocalMeshOptions): Promise<LocalMesh> {
  const config = readHarnessConfig();
  const backend = chooseBackend(config);
  const home = mkdtempSync(join(tmpdir(), 'member-mesh-'));
  chmodSync(home, 0o755);
  const reaper = startReaper(home);
  const containers = backend.kind === 'containers' ? await containersFor(home, config) : undefined;
  const given = { ...givenEnvironment(backend), ...options.extraEnvironment };
  // Read at each start of a service.
  const extraEnvironment = { ...given };
  const mesh = Mesh.open({
    home,
    tools: findTools({ ...config, installed: containers === undefined }),
    components: componentsOf(options.selection),
    ...(containers && { runtime: containers.runtime, reach: containers.reach }),
    extraEnvironment,
    elasticSettings: options.elasticSettings ?? {},
  });
  const { dialect, tls } = options;
  mesh.change((state) => ({ ...state, tls: tls ?? false, dialect: dialect ?? state.dialect }));
  const starts = new Starts();
  const close = async (): Promise<void> => {
    try {
      await starts.endWith(async () => {
        killNoted(home);
        await killAll(mesh);
      });
      await containers?.close();
    } finally {
      await endReaper(reaper);
      if (!config.keep) rmSync(home, { recursive: true, force: true });
    }
  };
  try {
    await startAll(mesh, () => undefined);
  } catch (error) {
    await close();
    throw error;
  }
  const startWith = async (name: string, environment: Environment = {}): Promise<void> => {
    await starts.run(async () => {
      extraEnvironment[name] = { ...given[name], ...environment };
      await startOne(mesh, name);
    });
  };
  return {
    mesh,
    component: (name) => handle(mesh, name, startWith),
    startProcess: (script, env) => {
      starts.refuseWhenClosed();
      const started = startProcess(script, env);
      note(home, started);
      return started;
    },
    close,
  };
}

/** testcontainers is loaded only where it is used: it takes its time. */
async function containersFor(home: string, config: HarnessConfig): Promise<Containers> {
  const { createContainers } = await import('./container-runtime.ts');
  const account = storeAccount();
  return createContainers({
    folders: [home, findTools(config).cache],
    user: `${account?.uid ?? process.getuid?.() ?? 0}:${account?.gid ?? process.getgid?.() ?? 0}`,
  });
}

/** Services that run on given stores are told of them as of any other variable. */
function givenEnvironment(backend: Backend): Readonly<Record<string, Environment>> {
  return backend.kind === 'given' ? { ...backend.stores.env } : {};
}

/**
 * Services end in an orderly way, so that a test sees their last words; stores are simply killed.
 */
async function killAll(mesh: Mesh): Promise<void> {
  for (const component of mesh.site.components) {
    if (!isService(component) && mesh.isUp(component.name)) await mesh.kill(component.name);
  }
  await endAll(mesh);
}

function handle(
  mesh: Mesh,
  name: string,
  startWith: (name: string, environment?: Environment) => Promise<void>,
): ComponentHandle {
  const { kind, center } = mesh.component(name);
  return {
    name,
    kind,
    center,
    get pid() {
      return mesh.isUp(name) ? (mesh.record(name)?.pid ?? 0) : 0;
    },
    get address() {
      return mesh.record(name)?.address ?? '';
    },
    get httpAddress() {
      const port = mesh.record(name)?.ports['http'];
      return port === undefined || !isService(mesh.component(name)) ? '' : `127.0.0.1:${port}`;
    },
    kill: async () => await mesh.kill(name),
    stop: async () => await mesh.stop(name),
    cont: async () => await mesh.cont(name),
    start: (environment) => startWith(name, environment),
    wipe: () => {
      wipe(mesh, name);
      return Promise.resolve();
    },
  };
}

function wipe(mesh: Mesh, name: string): void {
  if (mesh.isUp(name)) {
    throw new Trouble(`${name} still runs, and would write what is taken away`, {
      advice: 'kill it first',
    });
  }
  rmSync(dataDirectory(mesh.layout, name), { recursive: true, force: true });
}

function startReaper(home: string): ChildProcess {
  const script = fileURLToPath(new URL('reaper.ts', import.meta.url));
  return spawn(process.execPath, ['--max-old-space-size=32', script, home], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
}

async function endReaper(reaper: ChildProcess): Promise<void> {
  if (reaper.exitCode !== null) return;
  const ended = new Promise((resolve) => reaper.once('exit', resolve));
  reaper.stdin?.end();
  await ended;
}
