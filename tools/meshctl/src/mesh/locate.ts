// Finds the services of a mesh and the keys to them: told by option or environment, else read from
// what the launcher wrote about the mesh it started.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Address, parseAddress } from '@member-mesh/config';
import type { MeshctlConfig, MeshPart } from '../config.ts';
import { exitCodes } from '../exit-codes.ts';
import { CommandFailure } from '../failure.ts';

export interface Component {
  name: string;
  kind: string;
  center: string;
  /** host:port */
  address: string;
  pid: number;
}

export type KeyKind = 'key' | 'token' | 'operator';

/** The launcher's names of the key files, beside its state file. */
const KEY_FILES: Readonly<Record<KeyKind, string>> = {
  key: 'ops-console.key',
  token: 'meshctl.token',
  operator: 'operator.key',
};

const KEY_OPTIONS: Readonly<Record<KeyKind, string>> = {
  key: '--key-file',
  token: '--token-file',
  operator: '--operator-key-file',
};

/** The components that the state file names; none when there is no state file. */
export function readComponents({ stateFile }: MeshctlConfig): Component[] {
  if (stateFile === undefined) return [];
  if (!existsSync(stateFile)) {
    const message = `${stateFile} does not exist: no mesh was started here; start one with ./mesh up`;
    throw new CommandFailure(exitCodes.unavailable, 'NO_MESH', message);
  }
  const { components } = JSON.parse(readFileSync(stateFile, 'utf8')) as { components: unknown };
  if (!Array.isArray(components)) {
    const message = `${stateFile} does not describe a mesh; give addresses instead, as with --gateway`;
    throw new CommandFailure(exitCodes.failed, 'STATE_FILE', message);
  }
  return components as Component[];
}

/** Addresses of one kind of service, center A's first. */
export function locate(config: MeshctlConfig, part: MeshPart): readonly Address[] {
  const told = config.addresses[part];
  if (told.length > 0) return told;
  const found = readComponents(config)
    .filter(({ kind }) => kind === part)
    .flatMap(({ address }) => parseAddress(address) ?? []);
  if (found.length > 0) return found;
  const message =
    `nothing says where the ${part} is: run this as ./mesh ctl, give --${part} host:port, ` +
    'or set MESH_STATE_FILE';
  throw new CommandFailure(exitCodes.usage, 'NO_ADDRESS', message);
}

/** Reads the key or token that the call needs. */
export function readKey(config: MeshctlConfig, kind: KeyKind): string {
  const told = { key: config.keyFile, token: config.tokenFile, operator: config.operatorKeyFile };
  const beside = config.stateFile && join(dirname(config.stateFile), 'keys', KEY_FILES[kind]);
  const path = told[kind] ?? beside;
  if (path === undefined) {
    const message = `nothing says which key to use: run this as ./mesh ctl or give ${KEY_OPTIONS[kind]}`;
    throw new CommandFailure(exitCodes.denied, 'NO_KEY', message);
  }
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    const why = (error as Error).message;
    const message = `the key cannot be read: ${why}; another one is given with ${KEY_OPTIONS[kind]}`;
    throw new CommandFailure(exitCodes.denied, 'NO_KEY', message);
  }
}
