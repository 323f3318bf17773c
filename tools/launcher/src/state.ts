/**
 * What the launcher remembers between two commands, in `state.json`; other programs read it as
 * well.
 */
import { existsSync, readFileSync } from 'node:fs';
import { writePrivateFile } from './files.ts';
import type { ProcessIdentity } from './process/identity.ts';
import type { Center, Component, Kind, Profile } from './topology.ts';
import { portNames } from './topology.ts';
import { Trouble } from './trouble.ts';

export type MysqlDialectName = 'mariadb' | 'mysql';

export interface ComponentRecord {
  readonly name: string;
  readonly kind: Kind;
  readonly center: Center | '';
  readonly ports: Readonly<Record<string, number>>;
  /** Host and first port. */
  readonly address: string;
  /** The last process that was started; absent before the first start and after `down`. */
  readonly process?: ProcessIdentity;
  /** Same as process.pid, for programs that only show it; 0 without a process. */
  readonly pid: number;
}

export interface CallerRecord {
  readonly name: string;
  readonly traffic_class: 'ORDER' | 'MARKETING' | 'OPS';
  readonly key_file: string;
}

export interface MeshState {
  readonly version: 1;
  readonly profile: Profile | 'custom';
  readonly backend: 'processes' | 'docker';
  readonly dialect: MysqlDialectName;
  /** Services speak TLS and take nobody without a certificate of the mesh's own authority. */
  readonly tls?: boolean;
  /** Name of the writable server of each MySQL group, by group number. */
  readonly primaries: Readonly<Record<string, string>>;
  readonly components: readonly ComponentRecord[];
  readonly callers: readonly CallerRecord[];
  /** Set once the starter set of rules was put in force. */
  readonly starterRules?: { readonly loaded: string };
  /** Set once the sample has been imported and read back. */
  readonly sample?: { readonly members: number; readonly finished: string };
}

export const emptyState: MeshState = {
  version: 1,
  profile: 'full',
  backend: 'processes',
  dialect: 'mariadb',
  primaries: {},
  components: [],
  callers: [],
};

/** Reads the state; undefined when there is no mesh. */
export function readState(file: string): MeshState | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const state = JSON.parse(readFileSync(file, 'utf8')) as MeshState;
    if (state.version === 1 && Array.isArray(state.components)) return state;
  } catch (cause) {
    throw unreadable(file, cause);
  }
  throw unreadable(file, undefined);
}

function unreadable(file: string, cause: unknown): Trouble {
  return new Trouble(`${file} is not a state file of this version of the mesh`, {
    advice: `end the mesh's processes by hand (their names start with the paths beside that file), remove the folder that holds it, and run ./mesh up`,
    cause,
  });
}

export function writeState(file: string, state: MeshState): void {
  writePrivateFile(file, `${JSON.stringify(state, undefined, 2)}\n`);
}

/** A component that has ports and was not started yet. */
export function recordOf(component: Component, ports: readonly number[]): ComponentRecord {
  const names = portNames[component.kind];
  const named = Object.fromEntries(names.map((name, index) => [name, ports[index] ?? 0]));
  return {
    name: component.name,
    kind: component.kind,
    center: component.center,
    ports: named,
    address: `127.0.0.1:${ports[0] ?? 0}`,
    pid: 0,
  };
}

/** The state with one component's record replaced or added. */
export function withRecord(state: MeshState, record: ComponentRecord): MeshState {
  const others = state.components.filter((other) => other.name !== record.name);
  const index = state.components.findIndex((other) => other.name === record.name);
  const at = index === -1 ? others.length : index;
  return { ...state, components: [...others.slice(0, at), record, ...others.slice(at)] };
}

export function withProcess(
  record: ComponentRecord,
  identity: ProcessIdentity | undefined,
): ComponentRecord {
  const { process: _previous, ...rest } = record;
  return identity === undefined
    ? { ...rest, pid: 0 }
    : { ...rest, process: identity, pid: identity.pid };
}
