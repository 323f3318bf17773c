/**
 * The mesh as containers: the same topology, accounts, arrangement and first calls as with
 * processes.
 */
import { systemRandom } from '@member-mesh/kernel';
import type { UpCommand } from '../command-line.ts';
import { reportMesh, tellWiped } from '../commands/report.ts';
import type { LauncherConfig } from '../config.ts';
import { withLock } from '../lock.ts';
import { Mesh } from '../mesh.ts';
import { choosePorts } from '../ports.ts';
import { finishUp } from '../finish.ts';
import { recordOf, withRecord } from '../state.ts';
import type { MeshState } from '../state.ts';
import { arrangeGroup } from '../stores/mysql/group.ts';
import { arrangeRedis } from '../stores/redis-cluster.ts';
import {
  centers,
  componentsOf,
  isMysql,
  isRedis,
  isService,
  portNames,
  profiles,
} from '../topology.ts';
import { exitCode, Trouble } from '../trouble.ts';
import { portVariable } from './compose-file.ts';
import { writeContainerFiles } from './container-config.ts';
import { composeShown, containerReach, findEngine, mustCompose } from './engine.ts';
import type { Engine } from './engine.ts';
import { containerStates } from './inspect.ts';

export async function composeUp(config: LauncherConfig, command: UpCommand): Promise<number> {
  if (command.profile === 'small' || command.mysql === 'mysql') {
    throw new Trouble('containers run the full profile on MariaDB only', {
      advice: 'leave out --docker for --profile small or --mysql mysql',
      exitCode: exitCode.usage,
    });
  }
  const { mesh, engine } = await openContainers(config);
  return await withLock(mesh.layout.home, async () => {
    mesh.change((state) => ({ ...state, profile: 'full', backend: 'docker', dialect: 'mariadb' }));
    await publishPorts(mesh);
    const current = await engineOf(config, mesh.state);
    writeContainerFiles(mesh.site);
    const stores = mesh.site.components.filter((component) => !isService(component));
    const wait = ['up', '--detach', '--wait', '--wait-timeout', '300'];
    const names = stores.map((store) => store.name);
    await mustCompose(current, [...wait, ...names], 'the stores did not start');
    await arrange(mesh);
    await mustCompose(current, [...wait, '--build'], 'the services did not start');
    await recordPids(mesh, engine);
    await finishUp(config, {
      mesh,
      sampleMembers: command.sampleMembers,
      tell: (text) => process.stdout.write(`${text}\n`),
    });
    return exitCode.ok;
  });
}

export async function composeDown(config: LauncherConfig, wipe: boolean): Promise<number> {
  const { mesh, engine } = await openContainers(config);
  return await withLock(mesh.layout.home, async () => {
    const volumes = wipe ? ['--volumes'] : [];
    await mustCompose(engine, ['down', ...volumes], 'the containers did not end');
    if (wipe) tellWiped(mesh.layout);
    return exitCode.ok;
  });
}

export async function composeStatus(
  config: LauncherConfig,
  output: 'table' | 'json',
): Promise<number> {
  const { mesh, engine } = await openContainers(config);
  reportMesh(mesh.state, await containerStates(engine, mesh.state), output);
  return exitCode.ok;
}

export async function composeLogs(
  config: LauncherConfig,
  component: string,
  follow: boolean,
): Promise<number> {
  const { mesh, engine } = await openContainers(config);
  const flags = follow ? ['--follow'] : [];
  return await composeShown(engine, [
    'logs',
    '--tail',
    '200',
    '--no-log-prefix',
    ...flags,
    mesh.component(component).name,
  ]);
}

const faultCommands = {
  kill: ['kill', '--signal', 'SIGKILL'],
  stop: ['pause'],
  cont: ['unpause'],
  start: ['up', '--detach', '--wait', '--no-deps', '--no-recreate'],
} as const;

export async function composeFault(
  config: LauncherConfig,
  fault: keyof typeof faultCommands,
  component: string,
): Promise<number> {
  const { mesh, engine } = await openContainers(config);
  const { name } = mesh.component(component);
  const args = [...faultCommands[fault], name];
  await mustCompose(engine, args, `${fault} of ${name} did not succeed`);
  if (fault === 'start') await arrange(mesh);
  return exitCode.ok;
}

async function openContainers(config: LauncherConfig): Promise<{ mesh: Mesh; engine: Engine }> {
  const components = componentsOf(profiles.full);
  const { home, tools } = config;
  const engine = await engineOf(config, Mesh.open({ home, tools, components }).state);
  const mesh = Mesh.open({ home, tools, components, reach: containerReach(engine) });
  return { mesh, engine };
}

/** The engine, told the published ports that were chosen. */
async function engineOf(config: LauncherConfig, state: MeshState): Promise<Engine> {
  const variables = state.components.flatMap((record) =>
    Object.entries(record.ports).map(
      ([port, number]) => [portVariable(record.name, port), String(number)] as const,
    ),
  );
  return await findEngine(config.home, config.inherited, Object.fromEntries(variables));
}

/** Chooses host ports once; a published port that a stranger takes later is told by the engine. */
async function publishPorts(mesh: Mesh): Promise<void> {
  for (const component of mesh.site.components) {
    if (mesh.record(component.name) !== undefined) continue;
    const ports = await choosePorts(portNames[component.kind].length, systemRandom);
    mesh.change((state) => withRecord(state, recordOf(component, ports)));
  }
}

/**
 * Joins the Redis nodes of each center and the servers of each MySQL group; does what is missing.
 */
async function arrange(mesh: Mesh): Promise<void> {
  const { components } = mesh.site;
  for (const center of centers) {
    const nodes = components.filter((each) => isRedis(each) && each.center === center);
    await arrangeRedis(
      mesh.site,
      nodes.map((node) => node.name),
    );
  }
  const servers = components.filter(isMysql);
  for (const group of new Set(servers.map((server) => server.group))) {
    const members = servers.filter((server) => server.group === group);
    await arrangeGroup(
      mesh.site,
      group,
      members.map((member) => member.name),
    );
  }
}

async function recordPids(mesh: Mesh, engine: Engine): Promise<void> {
  const states = await containerStates(engine, mesh.state);
  mesh.change((state) => ({
    ...state,
    components: state.components.map((record) => ({
      ...record,
      pid: states.find((each) => each.name === record.name)?.pid ?? 0,
    })),
  }));
}
