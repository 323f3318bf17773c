/** Ends everything that `up` started, and nothing else. */
import type { LauncherConfig } from '../config.ts';
import { withLock } from '../lock.ts';
import { existingState, openExisting } from '../open-mesh.ts';
import { endAll } from '../start.ts';
import { exitCode } from '../trouble.ts';
import { tellWiped } from './report.ts';

export async function down(config: LauncherConfig, wipe: boolean): Promise<number> {
  const state = existingState(config);
  if (state === undefined) {
    process.stdout.write('nothing runs\n');
    return exitCode.ok;
  }
  if (state.backend === 'docker') {
    const { composeDown } = await import('../docker/compose.ts');
    return await composeDown(config, wipe);
  }
  const mesh = openExisting(config);
  const running = mesh.site.components.filter((component) => mesh.isUp(component.name)).length;
  await withLock(mesh.layout.home, async () => await endAll(mesh));
  process.stdout.write(`${running} components ended\n`);
  if (wipe) {
    tellWiped(mesh.layout);
  }
  return exitCode.ok;
}
