/** Shows what runs where, for people or for programs. */
import type { LauncherConfig } from '../config.ts';
import { existingState, openExisting } from '../open-mesh.ts';
import { inspect } from '../status.ts';
import { exitCode } from '../trouble.ts';
import { reportMesh } from './report.ts';

export async function status(config: LauncherConfig, output: 'table' | 'json'): Promise<number> {
  const state = existingState(config);
  if (state?.backend === 'docker') {
    const { composeStatus } = await import('../docker/compose.ts');
    return await composeStatus(config, output);
  }
  reportMesh(state, state === undefined ? [] : await inspect(openExisting(config)), output);
  return exitCode.ok;
}
