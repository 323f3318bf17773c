/**
 * One mesh of processes on this machine: its components started, stopped, hurt and asked how they
 * are.
 */
import { readFileSync, existsSync } from 'node:fs';
import { systemRandom } from '@member-mesh/kernel';
import { dataDirectory, layoutOf, logFile, makeLayout } from './layout.ts';
import type { Layout } from './layout.ts';
import { choosePorts, claimPort, isFree } from './ports.ts';
import { storeAccount } from './process/account.ts';
import { liveness } from './process/identity.ts';
import type { Liveness } from './process/identity.ts';
import { endProcess, signalGroup, waitForLiveness } from './process/signal.ts';
import { processReach, processRuntime } from './process-reach.ts';
import { recipeOf } from './recipes.ts';
import { createSecrets } from './secrets.ts';
import type { Health, Reach, Runtime, Site } from './site.ts';
import { emptyState, readState, recordOf, withProcess, withRecord, writeState } from './state.ts';
import type { ComponentRecord, MeshState } from './state.ts';
import type { Tools } from './tools.ts';
import type { Component } from './topology.ts';
import { portNames } from './topology.ts';
import { exitCode, Trouble } from './trouble.ts';
import { poll } from './wait.ts';

const signalWaitMs = 10_000;
const readyPollMs = 100;
const evidenceLines = 12;
const reasonMax = 300;

export interface MeshOptions {
  readonly home: string;
  readonly tools: Tools;
  readonly components: readonly Component[];
  /** How components are reached; as processes unless told. */
  readonly reach?: (site: Site) => Reach;
  /** Where they run; as processes unless told. */
  readonly runtime?: Runtime;
  readonly extraEnvironment?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly elasticSettings?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export class Mesh {
  readonly site: Site;
  readonly layout: Layout;
  #state: MeshState;

  private constructor(site: Site, state: MeshState) {
    this.site = { ...site, state: () => this.#state };
    this.layout = site.layout;
    this.#state = state;
  }

  /** Opens the mesh in this home, or makes an empty one. Starts nothing. */
  static open(options: MeshOptions): Mesh {
    const account = storeAccount();
    const layout = layoutOf(options.home, account);
    makeLayout(layout);
    const state = readState(layout.stateFile) ?? emptyState;
    const site: Site = {
      layout,
      reach: options.reach ?? processReach,
      runtime: options.runtime ?? processRuntime,
      account,
      secrets: createSecrets(layout.keys, systemRandom),
      tools: options.tools,
      components: options.components,
      state: () => state,
      extraEnvironment: options.extraEnvironment ?? {},
      elasticSettings: options.elasticSettings ?? {},
    };
    return new Mesh(site, state);
  }

  get state(): MeshState {
    return this.#state;
  }

  /** Changes the state and writes it down. */
  change(edit: (state: MeshState) => MeshState): void {
    this.#state = edit(this.#state);
    writeState(this.layout.stateFile, this.#state);
  }

  component(name: string): Component {
    const found = this.site.components.find((component) => component.name === name);
    if (found !== undefined) return found;
    const names = this.site.components.map((component) => component.name).join(', ');
    throw new Trouble(`there is no component "${name}"`, {
      advice: `use one of: ${names || '(none: run ./mesh up first)'}`,
      exitCode: exitCode.usage,
    });
  }

  record(name: string): ComponentRecord | undefined {
    return this.#state.components.find((record) => record.name === name);
  }

  /**
   * Whether the component's process exists; undefined when it was not started or was ended by
   * `down`.
   */
  liveness(name: string): Liveness | undefined {
    const identity = this.record(name)?.process;
    return identity && liveness(identity);
  }

  isUp(name: string): boolean {
    const state = this.liveness(name);
    return state === 'running' || state === 'stopped';
  }

  async probe(name: string): Promise<Health> {
    const component = this.component(name);
    return await recipeOf(component).probe(this.site, component);
  }

  /**
   * Gives ports to components that have none, and new ones to dead components whose ports a
   * stranger took.
   */
  async assignPorts(): Promise<void> {
    for (const component of this.site.components) {
      const record = this.record(component.name);
      if (record !== undefined && (this.isUp(component.name) || (await keepPorts(record))))
        continue;
      const ports = await choosePorts(portNames[component.kind].length, systemRandom);
      this.change((state) => withRecord(state, recordOf(component, ports)));
    }
  }

  /** Starts the process of a component and waits until it answers. Does nothing when it runs. */
  async launch(name: string): Promise<'started' | 'was running'> {
    if (this.isUp(name)) return 'was running';
    const component = this.component(name);
    const recipe = recipeOf(component);
    const launch = await recipe.prepare(this.site, component);
    try {
      const identity = await this.site.runtime.start(launch, {
        kind: component.kind,
        account: this.site.account,
        logFile: logFile(this.layout, name),
        started: (starter) => this.#remember(name, starter),
      });
      this.#remember(name, identity);
    } catch (error) {
      throw this.#notReady(name, error instanceof Error ? error.message : String(error));
    }
    await this.waitUntilReady(name);
    return 'started';
  }

  async waitUntilReady(name: string): Promise<void> {
    const component = this.component(name);
    const { readyTimeoutMs } = recipeOf(component);
    let why = 'no answer yet';
    const ready = await poll(
      async () => {
        if (!this.isUp(name)) throw this.#notReady(name, 'its process ended');
        const health = await this.probe(name);
        if (!health.ok) why = health.why;
        return health.ok;
      },
      { timeoutMs: readyTimeoutMs, intervalMs: readyPollMs },
    );
    if (!ready)
      throw this.#notReady(
        name,
        `not ready after ${readyTimeoutMs / 1000} s: ${why.trim().slice(0, reasonMax)}`,
      );
  }

  #remember(name: string, identity: ComponentRecord['process']): void {
    const record = this.record(name);
    if (record === undefined) return;
    this.change((state) => withRecord(state, withProcess(record, identity)));
  }

  #notReady(name: string, reason: string): Trouble {
    return new Trouble(`${name} did not start: ${reason}`, {
      advice: `read ./mesh logs ${name}, then run the same command again: it goes on from here`,
      evidence: this.logTail(name, evidenceLines),
    });
  }

  logTail(name: string, lines: number): string {
    const file = logFile(this.layout, name);
    if (!existsSync(file)) return '';
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  }

  /** SIGKILL, to the whole process group; returns once the process is gone. */
  async kill(name: string): Promise<void> {
    await this.#signal(name, 'SIGKILL', ['gone']);
  }

  /** SIGSTOP: the component hangs, with its connections open. */
  async stop(name: string): Promise<void> {
    await this.#signal(name, 'SIGSTOP', ['stopped', 'gone']);
  }

  async cont(name: string): Promise<void> {
    await this.#signal(name, 'SIGCONT', ['running', 'gone']);
  }

  async #signal(name: string, signal: NodeJS.Signals, wanted: readonly Liveness[]): Promise<void> {
    const identity = this.record(this.component(name).name)?.process;
    if (identity === undefined || !signalGroup(identity, signal)) {
      throw new Trouble(`${name} is not running`, { advice: `./mesh start ${name} starts it` });
    }
    if (await waitForLiveness(identity, wanted, signalWaitMs)) return;
    throw new Trouble(`${name} did not react to ${signal}`, {
      advice: `see whether process ${identity.pid} waits for a disk that does not answer`,
    });
  }

  /** Ends a component in an orderly way and forgets its process. */
  async end(name: string): Promise<void> {
    const component = this.component(name);
    const identity = this.record(name)?.process;
    if (identity === undefined) return;
    if (!(await endProcess(identity, recipeOf(component).graceMs))) {
      throw new Trouble(`${name} could not be ended`, {
        advice: `end process ${identity.pid} by hand, then run the same command again`,
      });
    }
    this.#remember(name, undefined);
  }

  dataDirectory(name: string): string {
    return dataDirectory(this.layout, name);
  }
}

async function keepPorts(record: ComponentRecord): Promise<boolean> {
  const ports = Object.values(record.ports);
  if (ports.some((port) => claimPort(port) === 'held')) return false;
  const free = await Promise.all(ports.map(async (port) => await isFree(port)));
  return free.every((each) => each);
}
