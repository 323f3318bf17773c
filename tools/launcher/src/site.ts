/** Everything a recipe needs to know about the mesh it starts a component of. */
import type { Layout } from './layout.ts';
import type { Account } from './process/account.ts';
import type { ProcessIdentity } from './process/identity.ts';
import type { RunOptions, RunResult } from './process/run.ts';
import type { Launch, SpawnContext } from './process/spawn.ts';
import type { Secrets } from './secrets.ts';
import type { MeshState } from './state.ts';
import type { Tools } from './tools.ts';
import type { Component, Kind, StoreKind } from './topology.ts';
import { Trouble } from './trouble.ts';

/** One call of a store's own client program. */
export interface ClientCall {
  readonly program: 'redis' | 'mysql';
  readonly args: readonly string[];
  /** Variables that hold secrets; they never appear on a command line. */
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly timeoutMs: number;
}

/** How the launcher and the components reach a component: as a process here, or in a container. */
export interface Reach {
  /** Runs the client program so that it talks to this component. */
  client(name: string, call: ClientCall): Promise<RunResult>;
  /** Where other components find this one. */
  peer(name: string, port: string): Promise<{ readonly host: string; readonly port: number }>;
}

/** Where the programs of components run: as processes of this machine, or in containers. */
export interface Runtime {
  /** Starts a component's server; resolves with its process on this machine. */
  start(launch: Launch, context: SpawnContext & { readonly kind: Kind }): Promise<ProcessIdentity>;
  /** Runs a program that belongs to a store to its end; what it printed. */
  run(kind: StoreKind, program: Program): Promise<string>;
}

export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly options: RunOptions & { readonly advice: string };
}

export interface Site {
  readonly runtime: Runtime;
  readonly layout: Layout;
  readonly reach: (site: Site) => Reach;
  readonly account: Account | undefined;
  readonly secrets: Secrets;
  readonly tools: Tools;
  readonly components: readonly Component[];
  /** The state as it is now; it changes as components start. */
  readonly state: () => MeshState;
  /** Environment added for a service, by its name or kind. */
  readonly extraEnvironment: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Settings of an Elasticsearch node beside and instead of the usual ones, by its name. */
  readonly elasticSettings: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Health as a probe finds it. */
export type Health = { readonly ok: true } | { readonly ok: false; readonly why: string };

/** How one kind of component is started and asked whether it works. */
export interface Recipe<C extends Component> {
  /** Longest time from start to the first good probe. */
  readonly readyTimeoutMs: number;
  /** How long it may take to end by itself when asked to. */
  readonly graceMs: number;
  /** Writes configuration and data directory; cheap and harmless when they are there already. */
  prepare(site: Site, component: C): Promise<Launch>;
  /** One question, answered within a few seconds. */
  probe(site: Site, component: C): Promise<Health>;
}

export const healthy: Health = { ok: true };

export function unhealthy(why: string): Health {
  return { ok: false, why };
}

/** The port of a component, by its name in `portNames`. */
export function portOf(site: Site, name: string, port: string): number {
  const number = site.state().components.find((record) => record.name === name)?.ports[port];
  if (number !== undefined) return number;
  throw new Trouble(`${name} has no port "${port}"`, {
    advice: 'run ./mesh status to see what this mesh consists of',
  });
}

export function addressOf(site: Site, name: string, port: string): string {
  return `127.0.0.1:${portOf(site, name, port)}`;
}
