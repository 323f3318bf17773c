/** Opens the mesh that a command is about. */
import type { LauncherConfig } from './config.ts';
import { Mesh } from './mesh.ts';
import { readState } from './state.ts';
import type { MeshState } from './state.ts';
import { componentsOf, profiles } from './topology.ts';
import { Trouble } from './trouble.ts';
import { layoutOf } from './layout.ts';
import { storeAccount } from './process/account.ts';

/** The state of the mesh in the configured home; undefined when there is none. */
export function existingState(config: LauncherConfig): MeshState | undefined {
  return readState(layoutOf(config.home, storeAccount()).stateFile);
}

/** The mesh that `up` made; fails when there is none. */
export function openExisting(config: LauncherConfig): Mesh {
  const state = existingState(config);
  if (state === undefined) {
    throw new Trouble(`there is no mesh in ${config.home}`, { advice: 'run ./mesh up' });
  }
  return Mesh.open({
    home: config.home,
    tools: config.tools,
    components: componentsOf(profiles[state.profile === 'small' ? 'small' : 'full']),
  });
}
