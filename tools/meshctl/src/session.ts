// What a command works with, made from its options: where its words go, the mesh, and when to stop.
import type { Readable, Writable } from 'node:stream';
import { ConfigError, parseAddress, readConfig } from '@member-mesh/config';
import type { Clock, Random } from '@member-mesh/kernel';
import type { Command } from 'commander';
import { MESH_PARTS, type MeshctlConfig, type MeshPart, readMeshctlConfig } from './config.ts';
import { exitCodes } from './exit-codes.ts';
import { CommandFailure, tellFailure } from './failure.ts';
import { MeshClients } from './mesh/clients.ts';
import { Output, type OutputForm } from './output/output.ts';

/** The process that a command runs in. */
export interface Surroundings {
  env: Readonly<Record<string, string | undefined>>;
  stdin: Readable;
  stdout: Writable & { isTTY?: boolean; columns?: number; rows?: number };
  stderr: Writable & { isTTY?: boolean; columns?: number };
  clock: Clock;
  random: Random;
  /** The person wants the command to end; what is on its way is finished. */
  stop: AbortSignal;
  /** The person wants it to end now. */
  abandon: AbortSignal;
}

export interface Session extends Surroundings {
  output: Output;
  mesh: MeshClients;
}

/** Options that every command takes. */
export interface GlobalOptions {
  output: OutputForm;
  stateFile?: string;
  keyFile?: string;
  tokenFile?: string;
  operatorKeyFile?: string;
  gateway?: string;
  memberQuery?: string;
  memberWrite?: string;
  syncWorker?: string;
  flowControl?: string;
}

export type Work = (session: Session) => Promise<number>;

/** Runs commands and keeps the exit code of the one that ran. */
export class Shell {
  readonly surroundings: Surroundings;
  exitCode: number = exitCodes.ok;

  constructor(surroundings: Surroundings) {
    this.surroundings = surroundings;
  }

  /** Never rejects: whatever fails is told to the person and becomes the exit code. */
  async run(command: Command, work: Work): Promise<void> {
    const options = command.optsWithGlobals<GlobalOptions>();
    const { clock } = this.surroundings;
    const output = new Output(this.surroundings, options.output, clock);
    let mesh: MeshClients | undefined;
    try {
      mesh = await MeshClients.create(configOf(options, this.surroundings.env));
      this.exitCode = await work({ ...this.surroundings, output, mesh });
    } catch (error) {
      const known = error instanceof CommandFailure || !this.surroundings.stop.aborted;
      const told = known ? tellFailure(error) : interrupted();
      this.exitCode = told.exitCode;
      output.fail(told);
    } finally {
      mesh?.close();
      output.progress.clear();
    }
  }
}

function interrupted(): CommandFailure {
  return new CommandFailure(exitCodes.interrupted, 'INTERRUPTED', 'interrupted');
}

const ADDRESS_OPTIONS = {
  gateway: 'gateway',
  'member-query': 'memberQuery',
  'member-write': 'memberWrite',
  'sync-worker': 'syncWorker',
  'flow-control': 'flowControl',
} as const;

function configOf(options: GlobalOptions, env: Surroundings['env']): MeshctlConfig {
  const config = readConfig(env, readMeshctlConfig);
  const addresses = { ...config.addresses };
  for (const part of MESH_PARTS) {
    const text = options[ADDRESS_OPTIONS[part]];
    if (text !== undefined) addresses[part] = addressesOf(part, text);
  }
  return {
    ...config,
    addresses,
    stateFile: options.stateFile ?? config.stateFile,
    keyFile: options.keyFile ?? config.keyFile,
    tokenFile: options.tokenFile ?? config.tokenFile,
    operatorKeyFile: options.operatorKeyFile ?? config.operatorKeyFile,
  };
}

function addressesOf(part: MeshPart, text: string) {
  return text.split(',').map((each) => {
    const address = parseAddress(each);
    if (address) return address;
    throw new ConfigError([
      `--${part} must be host:port, or several joined by commas, not ${each}`,
    ]);
  });
}
