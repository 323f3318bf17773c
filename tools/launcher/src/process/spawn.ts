/**
 * Starts a component so that it outlives the launcher: own session and process group, output to its
 * log file.
 */
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { Trouble } from '../trouble.ts';
import type { Account } from './account.ts';
import { identify } from './identity.ts';
import type { ProcessIdentity } from './identity.ts';

export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Run as the stores' account; otherwise as whoever runs the launcher. */
  readonly unprivileged: boolean;
  /**
   * Set when the command puts the server into the background: where the server's pid is to be found
   * afterwards.
   */
  readonly pidFile?: string;
}

export interface SpawnContext {
  readonly account: Account | undefined;
  readonly logFile: string;
  /** Told at once, also about a starter that will hand over to a server in the background. */
  readonly started: (identity: ProcessIdentity) => void;
}

/** Resolves with the identity of the server process, which need not be ready yet. */
export async function startProcess(
  launch: Launch,
  context: SpawnContext,
): Promise<ProcessIdentity> {
  const log = openSync(context.logFile, 'a', 0o640);
  const owner = launch.unprivileged ? context.account : undefined;
  try {
    const child = spawn(launch.command, launch.args, {
      cwd: launch.cwd,
      env: launch.env,
      detached: true,
      stdio: ['ignore', log, log],
      ...(owner && { uid: owner.uid, gid: owner.gid }),
    });
    const ended = new Promise<number>((resolve) => {
      child.once('exit', (code) => resolve(code ?? -1));
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', (error) => reject(cannotStart(launch, error)));
    });
    const identity = identify(child.pid ?? 0);
    if (identity === undefined) throw cannotStart(launch, 'it ended at once');
    context.started(identity);
    if (launch.pidFile === undefined) {
      child.unref();
      return identity;
    }
    return await backgroundServer(launch.pidFile, launch, ended);
  } finally {
    closeSync(log);
  }
}

async function backgroundServer(
  pidFile: string,
  launch: Launch,
  ended: Promise<number>,
): Promise<ProcessIdentity> {
  const code = await ended;
  if (code !== 0) throw cannotStart(launch, `exit status ${code}`);
  const identity = identify(Number(readFileSync(pidFile, 'utf8').trim()));
  if (identity === undefined) throw cannotStart(launch, 'its server is gone');
  return identity;
}

function cannotStart(launch: Launch, cause: unknown): Trouble {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new Trouble(`${launch.command} could not be started: ${reason}`, {
    advice: 'see the log named below, then run the same command again',
    cause,
  });
}
