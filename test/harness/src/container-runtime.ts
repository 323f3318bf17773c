/**
 * The same components as containers, through testcontainers. They share the host's network and the
 * mesh's folder under the same path, so that ports, configuration and data are exactly those of
 * processes; and the main process of a container is a process of this machine, so that faults are
 * the same signals.
 */
import { createWriteStream, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { images, identify, processRuntime, Trouble } from '@member-mesh/launcher';
import type { ClientCall, Launch, Reach, Runtime, Site, StoreKind } from '@member-mesh/launcher';
import { GenericContainer, getContainerRuntimeClient } from 'testcontainers';
import type { StartedTestContainer } from 'testcontainers';

export interface ContainerSettings {
  /** Folders that containers see under the same path. */
  readonly folders: readonly string[];
  /** uid:gid that servers run as; that of the mesh's files. */
  readonly user: string;
}

export interface Containers {
  readonly runtime: Runtime;
  readonly reach: (site: Site) => Reach;
  /** Removes every container that was started. */
  close(): Promise<void>;
}

/**
 * What a launch becomes in an image: the program by name, in the foreground, with the image's own
 * PATH.
 */
export interface ContainerLaunch {
  readonly image: string;
  readonly entrypoint: string;
  readonly command: readonly string[];
  readonly env: Record<string, string>;
}

export function containerLaunch(launch: Launch, kind: StoreKind): ContainerLaunch {
  const { PATH: _path, ES_JAVA_HOME: _java, CLI_JAVA_OPTS: _options, ...env } = launch.env;
  const pidFile = launch.args.indexOf('-p');
  const foreground =
    launch.pidFile === undefined || pidFile === -1
      ? launch.args
      : launch.args.filter(
          (arg, index) => arg !== '-d' && index !== pidFile && index !== pidFile + 1,
        );
  return { image: images[kind], entrypoint: basename(launch.command), command: foreground, env };
}

export function createContainers(settings: ContainerSettings): Containers {
  const started: StartedTestContainer[] = [];
  /** The container of each component that was started last, by its data directory. */
  const current = new Map<string, StartedTestContainer>();
  const base = (image: string): GenericContainer =>
    new GenericContainer(image)
      .withNetworkMode('host')
      .withUser(settings.user)
      .withBindMounts(settings.folders.map((folder) => ({ source: folder, target: folder })));

  const runtime: Runtime = {
    start: async (launch, context) => {
      const { kind } = context;
      if (!isStore(kind)) return await processRuntime.start(launch, context);
      const { image, entrypoint, command, env } = containerLaunch(launch, kind);
      const container = await base(image)
        .withEntrypoint([entrypoint])
        .withCommand([...command])
        .withEnvironment(env)
        .withWorkingDir(launch.cwd)
        .withLogConsumer((stream) =>
          stream.pipe(createWriteStream(context.logFile, { flags: 'a' })),
        )
        .start();
      started.push(container);
      current.set(launch.cwd, container);
      const identity = identify(await mainProcess(container));
      if (identity !== undefined) return identity;
      throw new Trouble(`the container of ${entrypoint} ended at once`, {
        advice: 'see the log named below',
      });
    },
    run: async (kind, { command, args, options }) => {
      const container = await base(images[kind])
        .withEntrypoint(['sleep'])
        .withCommand(['infinity'])
        .start();
      try {
        const workingDir = typeof options.cwd === 'string' ? { workingDir: options.cwd } : {};
        const result = await container.exec([basename(command), ...args], workingDir);
        if (result.exitCode === 0) return result.output;
        throw new Trouble(`${basename(command)} failed (exit status ${result.exitCode})`, {
          advice: options.advice,
          evidence: result.output,
        });
      } finally {
        await container.stop({ timeout: 0 });
      }
    },
  };
  return {
    runtime,
    reach: (site) => reachInto(site, current),
    close: async () => {
      await Promise.all(started.map(async (container) => await container.stop({ timeout: 0 })));
    },
  };
}

function isStore(kind: string): kind is StoreKind {
  return kind in images;
}

/** The pid, on this machine, of a container's main process. */
async function mainProcess(container: StartedTestContainer): Promise<number> {
  const client = await getContainerRuntimeClient();
  const facts = await client.container.inspect(client.container.getById(container.getId()));
  return facts.State.Pid;
}

function reachInto(site: Site, current: ReadonlyMap<string, StartedTestContainer>): Reach {
  const port = (name: string, which: string): number =>
    site.state().components.find((record) => record.name === name)?.ports[which] ?? 0;
  return {
    peer: (name, which) => Promise.resolve({ host: '127.0.0.1', port: port(name, which) }),
    client: async (name, call) => {
      const directory = join(site.layout.storeBase, 'data', name);
      const container = current.get(directory);
      if (container === undefined)
        return { code: -1, stdout: '', stderr: `${name} has no container` };
      return await clientInside(container, { call, directory, port: port(name, 'client') });
    },
  };
}

interface InsideCall {
  readonly call: ClientCall;
  readonly directory: string;
  readonly port: number;
}

/**
 * exec has no standard input: what is to be read there goes through a file in the data directory.
 */
async function clientInside(
  container: StartedTestContainer,
  { call, directory, port }: InsideCall,
): ReturnType<Reach['client']> {
  const program =
    call.program === 'redis'
      ? ['redis-cli', '-h', '127.0.0.1', '-p', String(port)]
      : ['mariadb', '--no-defaults', '--user=root', '--socket=mysql.sock'];
  const inputFile = join(directory, 'statements.sql');
  writeFileSync(inputFile, call.input ?? '', { mode: 0o600 });
  try {
    const shell = ['sh', '-c', `exec "$@" < '${inputFile}'`, 'sh', ...program, ...call.args];
    const result = await container.exec(shell, {
      workingDir: directory,
      // Whom the server knows as its administrator, by the socket.
      user: 'root',
      ...(call.env && { env: { ...call.env } }),
    });
    return { code: result.exitCode, stdout: result.stdout, stderr: result.stderr };
  } finally {
    rmSync(inputFile, { force: true });
  }
}
