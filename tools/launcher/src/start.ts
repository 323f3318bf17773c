/**
 * Starts components side by side and arranges those that belong together; safe to repeat, it does
 * only what is missing.
 */
import { Bulkhead, systemClock } from '@member-mesh/kernel';
import { makeCertificates } from './certificates.ts';
import type { Mesh } from './mesh.ts';
import { arrangeGroup } from './stores/mysql/group.ts';
import { arrangeRedis, forgetCluster } from './stores/redis-cluster.ts';
import { centers, isMysql, isRedis, isService } from './topology.ts';
import type { Center, Component } from './topology.ts';
import { Trouble } from './trouble.ts';

/**
 * How many components start at the same time: more would only take the processor from each other.
 */
const concurrentStartsMax = 6;
const queueMax = 100;

export interface StartEvent {
  readonly name: string;
  readonly what: 'starting' | 'ready' | 'was running' | 'hangs' | 'failed';
  readonly seconds: number;
}

export type OnStart = (event: StartEvent) => void;

/** Starts everything that does not run: stores, their clusters and groups, then services. */
export async function startAll(mesh: Mesh, onStart: OnStart): Promise<void> {
  await mesh.assignPorts();
  if (mesh.state.tls === true) await makeCertificates(mesh.site);
  forgetEndedClusters(mesh);
  const limit = new Bulkhead({ concurrencyMax: concurrentStartsMax, queueMax });
  const launch = async (components: readonly Component[]): Promise<void> => {
    await allOrFirstFailure(
      components.map(async (component) => {
        await limit.run(async () => await launchTold(mesh, component.name, onStart));
      }),
    );
  };
  const { components } = mesh.site;
  await allOrFirstFailure([
    launch(
      components.filter(
        (component) => !isService(component) && !isMysql(component) && !isRedis(component),
      ),
    ),
    ...groupsOf(mesh).map(async (group) => {
      await launch(
        components.filter((component) => isMysql(component) && component.group === group),
      );
      await arrangeMysql(mesh, group);
    }),
    ...centers.map(async (center) => {
      await launch(
        components.filter((component) => isRedis(component) && component.center === center),
      );
      await arrangeRedis(mesh.site, redisNodes(mesh, center));
    }),
  ]);
  await launch(components.filter(isService));
}

/**
 * Starts one component, with the same ports, data and configuration, and gives it its place again.
 */
export async function startOne(mesh: Mesh, name: string): Promise<'started' | 'was running'> {
  const component = mesh.component(name);
  await mesh.assignPorts();
  const outcome = await mesh.launch(name);
  if (component.kind === 'mysql') await arrangeMysql(mesh, component.group);
  if (component.kind === 'redis') {
    const nodes = redisNodes(mesh, component.center);
    if (nodes.every((node) => mesh.liveness(node) === 'running'))
      await arrangeRedis(mesh.site, nodes);
  }
  return outcome;
}

/** Ends everything, services first so that they drain while their stores are there. */
export async function endAll(mesh: Mesh): Promise<void> {
  const { components } = mesh.site;
  const waves = [
    components.filter(isService),
    components.filter((component) => isMysql(component) && component.role === 'primary'),
    components.filter((component) => !isService(component)),
  ];
  for (const wave of waves) {
    await allOrFirstFailure(wave.map(async (component) => await mesh.end(component.name)));
  }
}

async function launchTold(mesh: Mesh, name: string, onStart: OnStart): Promise<void> {
  const startedMs = systemClock.monotonicMs();
  const seconds = (): number => (systemClock.monotonicMs() - startedMs) / 1000;
  if (!mesh.isUp(name)) onStart({ name, what: 'starting', seconds: 0 });
  try {
    const outcome = await mesh.launch(name);
    const before = mesh.liveness(name) === 'stopped' ? 'hangs' : 'was running';
    onStart({ name, what: outcome === 'started' ? 'ready' : before, seconds: seconds() });
  } catch (error) {
    onStart({ name, what: 'failed', seconds: seconds() });
    throw error;
  }
}

/**
 * Lets everything that has begun come to its end before it fails: a half-started process would be
 * forgotten.
 */
async function allOrFirstFailure(work: readonly Promise<unknown>[]): Promise<void> {
  const results = await Promise.allSettled(work);
  const failures = results
    .filter((result) => result.status === 'rejected')
    .map((result) =>
      result.reason instanceof Error ? result.reason : new Error(String(result.reason)),
    );
  const [first, ...others] = failures;
  if (first === undefined) return;
  if (!(first instanceof Trouble) || others.length === 0) throw first;
  const rest = others.map((other) => other.message).join('; ');
  throw new Trouble(`${first.message} (and ${others.length} more: ${rest})`, first);
}

function groupsOf(mesh: Mesh): number[] {
  return [...new Set(mesh.site.components.filter(isMysql).map((component) => component.group))];
}

async function arrangeMysql(mesh: Mesh, group: number): Promise<void> {
  const running = mesh.site.components
    .filter((component) => isMysql(component) && component.group === group)
    .map((component) => component.name)
    .filter((name) => mesh.liveness(name) === 'running');
  await arrangeGroup(mesh.site, group, running);
}

function redisNodes(mesh: Mesh, center: Center): string[] {
  return mesh.site.components
    .filter((component) => isRedis(component) && component.center === center)
    .map((component) => component.name);
}

function forgetEndedClusters(mesh: Mesh): void {
  for (const center of centers) {
    const nodes = redisNodes(mesh, center);
    if (nodes.every((node) => !mesh.isUp(node))) forgetCluster(mesh.site, nodes);
  }
}
