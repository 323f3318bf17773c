/** The only file of the launcher that reads the environment. */
import { join, resolve } from 'node:path';
import { parseCommandLine } from './command-line.ts';
import type { Command } from './command-line.ts';
import { findTools, repositoryRoot } from './tools.ts';
import type { Tools } from './tools.ts';

export interface LauncherConfig {
  /** Folder of the mesh. */
  readonly home: string;
  readonly tools: Tools;
  readonly command: Command;
  /** Handed on to programs that people use through the launcher: meshctl, docker, the tests. */
  readonly inherited: NodeJS.ProcessEnv;
}

export function readConfig(args: readonly string[], env: NodeJS.ProcessEnv): LauncherConfig {
  const { home, command } = parseCommandLine(args);
  const chosen = home ?? env['MESH_HOME'];
  return {
    home: chosen === undefined ? join(repositoryRoot, '.mesh', 'run') : resolve(chosen),
    tools: findTools({
      path: env['PATH'] ?? '',
      toolsDirectory: env['MESH_TOOLS_DIR'],
      mysqld: env['MESH_MYSQLD'],
    }),
    command,
    inherited: env,
  };
}
