/**
 * Brings the whole mesh up, or what is missing of it, and ends the first time with members written
 * and read back.
 */
import { systemClock } from '@member-mesh/kernel';
import type { UpCommand } from '../command-line.ts';
import type { LauncherConfig } from '../config.ts';
import { finishUp } from '../finish.ts';
import { layoutOf, makeLayout } from '../layout.ts';
import { withLock } from '../lock.ts';
import { Mesh } from '../mesh.ts';
import { existingState } from '../open-mesh.ts';
import { storeAccount } from '../process/account.ts';
import { createProgress } from '../progress.ts';
import type { Progress } from '../progress.ts';
import { startAll } from '../start.ts';
import { emptyState } from '../state.ts';
import type { MeshState } from '../state.ts';
import { componentsOf, profiles } from '../topology.ts';
import { exitCode, Trouble } from '../trouble.ts';
import { refuseStrangers } from '../wipe.ts';

export async function up(config: LauncherConfig, command: UpCommand): Promise<number> {
  const wanted = wantedState(existingState(config), command, config.home);
  const layout = layoutOf(config.home, storeAccount());
  refuseStrangers(layout);
  if (wanted.backend === 'docker') {
    const { composeUp } = await import('../docker/compose.ts');
    return await composeUp(config, command);
  }
  makeLayout(layout);
  return await withLock(layout.home, async () => {
    const progress = createProgress((text) => process.stdout.write(text));
    try {
      await bringUp(config, { command, wanted, progress });
    } finally {
      progress.close();
    }
    return exitCode.ok;
  });
}

/**
 * What is asked for, checked against what is there: data of one kind cannot be started as another.
 */
export function wantedState(
  existing: MeshState | undefined,
  command: UpCommand,
  home: string,
): MeshState {
  const before = existing ?? emptyState;
  const wanted: MeshState = {
    ...before,
    profile: command.profile ?? before.profile,
    dialect: command.mysql ?? before.dialect,
    backend: command.docker ? 'docker' : before.backend,
    tls: command.tls || before.tls === true,
  };
  if (wanted.tls === true && wanted.backend === 'docker') {
    throw new Trouble('containers do not have TLS between services', {
      advice: 'leave out --docker or --tls',
      exitCode: exitCode.usage,
    });
  }
  if (existing === undefined || describe(existing) === describe(wanted)) return wanted;
  throw new Trouble(
    `the mesh in ${home} was made with ${describe(existing)}, not ${describe(wanted)}`,
    {
      advice: './mesh down --wipe removes it with its data; --home DIR makes another one beside it',
      exitCode: exitCode.usage,
    },
  );
}

function describe({ profile, dialect, backend, tls }: MeshState): string {
  return `profile ${profile}, ${dialect}, ${backend}, ${tls === true ? 'TLS' : 'no TLS'}`;
}

interface BringUp {
  readonly command: UpCommand;
  readonly wanted: MeshState;
  readonly progress: Progress;
}

async function bringUp(config: LauncherConfig, task: BringUp): Promise<void> {
  const { command, wanted, progress } = task;
  const startedMs = systemClock.monotonicMs();
  const components = componentsOf(profiles[wanted.profile === 'small' ? 'small' : 'full']);
  const mesh = Mesh.open({ home: config.home, tools: config.tools, components });
  mesh.change((state) => ({
    ...state,
    profile: wanted.profile,
    dialect: wanted.dialect,
    backend: wanted.backend,
    tls: wanted.tls === true,
  }));
  progress.step(`starting ${components.length} components (profile ${wanted.profile})`);
  await startAll(mesh, progress.onStart);
  const { sampleMembers } = command;
  await finishUp(config, { mesh, sampleMembers, tell: progress.step });
  const seconds = Math.round((systemClock.monotonicMs() - startedMs) / 1000);
  progress.step(`ready after ${seconds} s; ./mesh status shows it, ./mesh down ends it`);
}
