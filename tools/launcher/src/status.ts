/** What `status` tells, as data; its JSON form is a contract with other programs. */
import { liveness, residentBytes } from './process/identity.ts';
import type { Mesh } from './mesh.ts';
import type { CallerRecord, ComponentRecord } from './state.ts';

/**
 * running: it answers. unhealthy: its process is there and does not answer as it should. stopped:
 * it hangs by SIGSTOP. dead: it was started, and its process is gone. down: it was not started, or
 * ended by `down`.
 */
export type ComponentState = 'running' | 'unhealthy' | 'stopped' | 'dead' | 'down';

export interface ComponentStatus {
  readonly name: string;
  readonly kind: string;
  readonly center: string;
  /** 0 when there is no process. */
  readonly pid: number;
  readonly address: string;
  readonly state: ComponentState;
}

export interface StatusReport {
  readonly components: readonly ComponentStatus[];
  readonly callers: readonly CallerRecord[];
}

export interface ComponentDetail extends ComponentStatus {
  readonly residentBytes: number;
  /** Why it is unhealthy; empty otherwise. */
  readonly why: string;
}

/** Asks every component at once. */
export async function inspect(mesh: Mesh): Promise<ComponentDetail[]> {
  return await Promise.all(
    mesh.state.components.map(async (record) => await inspectOne(mesh, record)),
  );
}

async function inspectOne(mesh: Mesh, record: ComponentRecord): Promise<ComponentDetail> {
  const { name, kind, center, address } = record;
  const found = record.process === undefined ? undefined : liveness(record.process);
  const exists = found === 'running' || found === 'stopped';
  const health = found === 'running' ? await mesh.probe(name) : undefined;
  return {
    name,
    kind,
    center,
    pid: exists ? record.pid : 0,
    address,
    state: stateOf(found, health?.ok),
    residentBytes: exists && record.process !== undefined ? residentBytes(record.process) : 0,
    why: health?.ok === false ? health.why : '',
  };
}

/** The state in one word, from the process and the answer to a probe. */
export function stateOf(
  found: 'running' | 'stopped' | 'gone' | undefined,
  answered: boolean | undefined,
): ComponentState {
  switch (found) {
    case undefined:
      return 'down';
    case 'gone':
      return 'dead';
    case 'stopped':
      return 'stopped';
    case 'running':
      return answered === true ? 'running' : 'unhealthy';
  }
}

/** The report in the form that programs rely on: these fields and no others. */
export function reportOf(
  details: readonly ComponentDetail[],
  callers: readonly CallerRecord[],
): StatusReport {
  return {
    components: details.map(({ name, kind, center, pid, address, state }) => ({
      name,
      kind,
      center,
      pid,
      address,
      state,
    })),
    callers: callers.map(({ name, traffic_class, key_file }) => ({
      name,
      traffic_class,
      key_file,
    })),
  };
}
