/** Hands over to meshctl, telling it where the mesh's state is. */
import { join } from 'node:path';
import type { LauncherConfig } from '../config.ts';
import { meshctlEnvironment } from '../certificates.ts';
import { layoutOf } from '../layout.ts';
import { existingState } from '../open-mesh.ts';
import { storeAccount } from '../process/account.ts';
import { repositoryRoot } from '../tools.ts';
import { handOver } from './hand-over.ts';

export const meshctlProgram = join(repositoryRoot, 'tools', 'meshctl', 'src', 'main.ts');

/** Resolves with meshctl's exit code. */
export async function ctl(config: LauncherConfig, args: readonly string[]): Promise<number> {
  const layout = layoutOf(config.home, storeAccount());
  const environment = meshctlEnvironment(layout, existingState(config));
  const env = { ...environment, ...config.inherited, MESH_STATE_FILE: layout.stateFile };
  return await handOver(meshctlProgram, args, env);
}
