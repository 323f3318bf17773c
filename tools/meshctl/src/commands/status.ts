// status: what serves, how far the indices lag and where the record stands, in one answer.
import { type Address, parseAddress } from '@member-mesh/config';
import type { ClusterStatus__Output, GroupStatus__Output } from '@member-mesh/contracts';
import { isMeshError } from '@member-mesh/rpc';
import type { Command } from 'commander';
import { MESH_PARTS } from '../config.ts';
import { exitCodes } from '../exit-codes.ts';
import { tellFailure } from '../failure.ts';
import type { Component } from '../mesh/locate.ts';
import { table } from '../output/table.ts';
import type { Session, Shell } from '../session.ts';
import { readIndexStatus, renderClusters } from './index-clusters.ts';

const HEALTH_TIMEOUT_MS = 2_000;
const RECORD_TIMEOUT_MS = 10_000;

interface ServiceStatus {
  name: string;
  kind: string;
  center: string;
  address: string;
  /** "serving", "not-serving" or "unreachable". */
  state: string;
  /** Services and tiers of the process that do not serve. */
  not_serving: string[];
}

interface Part<T> {
  found: T[];
  /** Why nothing was found. */
  problem: string | null;
}

export function addStatusCommand(program: Command, shell: Shell): void {
  program
    .command('status')
    .description('services and the tiers behind them, index clusters, groups of the record')
    .action((_options: object, command: Command) => shell.run(command, status));
}

async function status(session: Session): Promise<number> {
  const components = session.mesh.components().filter(isService);
  const [services, clusters, groups] = await Promise.all([
    Promise.all(components.map((component) => serviceStatus(session, component))),
    part('the index clusters, of sync-worker', readIndexStatus(session)),
    part('the groups of the record, of member-write', readGroups(session)),
  ]);
  const problems = [clusters.problem, groups.problem].filter((problem) => problem !== null);
  const answer = { services, clusters: clusters.found, groups: groups.found, problems };
  await session.output.answer(answer, () => render(answer));
  const serving = services.every(({ state }) => state === 'serving');
  const reachable = [...clusters.found, ...groups.found].every((each) => each.reachable);
  return serving && reachable && problems.length === 0 ? exitCodes.ok : exitCodes.unavailable;
}

function isService({ kind }: Component): boolean {
  return MESH_PARTS.some((part) => part === kind);
}

async function serviceStatus(session: Session, component: Component): Promise<ServiceStatus> {
  const { name, kind, center, address } = component;
  const known = { name, kind, center, address };
  const parsed = parseAddress(address);
  const states = parsed && (await readHealth(session, parsed));
  if (!states) return { ...known, state: 'unreachable', not_serving: [] };
  const bad = Object.entries(states).filter(([, state]) => state !== 'SERVING');
  const serving = states[''] === 'SERVING';
  return {
    ...known,
    state: serving ? 'serving' : 'not-serving',
    not_serving: bad.map(([each]) => each).filter((each) => each !== ''),
  };
}

async function readHealth(
  session: Session,
  address: Address,
): Promise<Record<string, string> | undefined> {
  const options = { timeoutMs: HEALTH_TIMEOUT_MS, signal: session.stop };
  try {
    const { statuses } = await session.mesh.health(address).List({}, options);
    const entries = Object.entries(statuses).map(([name, { status: state }]) => [name, state]);
    return Object.fromEntries(entries) as Record<string, string>;
  } catch (error) {
    if (!isMeshError(error)) throw error;
    return undefined;
  }
}

async function readGroups(session: Session): Promise<GroupStatus__Output[]> {
  const options = { timeoutMs: RECORD_TIMEOUT_MS, signal: session.stop };
  return (await session.mesh.record().GetRecordStatus({}, options)).groups;
}

/** One part of the mesh that cannot be asked leaves the rest of the answer. */
async function part<T>(what: string, reading: Promise<T[]>): Promise<Part<T>> {
  try {
    return { found: await reading, problem: null };
  } catch (error) {
    return { found: [], problem: `cannot ask for ${what}: ${tellFailure(error).message}` };
  }
}

interface Status {
  services: ServiceStatus[];
  clusters: ClusterStatus__Output[];
  groups: GroupStatus__Output[];
  problems: string[];
}

function render({ services, clusters, groups, problems }: Status): string {
  const parts = [
    table(
      ['service', 'center', 'address', 'state', 'not serving'],
      services.map((each) => [
        each.name,
        each.center,
        each.address,
        each.state,
        each.not_serving.join(', '),
      ]),
    ),
    clusters.length > 0 ? renderClusters(clusters) : '',
    groups.length > 0 ? renderGroups(groups) : '',
    problems.map((problem) => `${problem}\n`).join(''),
  ];
  return parts.filter((text) => text !== '').join('\n');
}

function renderGroups(groups: readonly GroupStatus__Output[]): string {
  const header = [
    'group',
    'state',
    'primary',
    'epoch',
    'shards',
    'unpublished',
    'outbox',
    'semi-sync',
  ];
  return table(
    header,
    groups.map((each) => [
      each.group,
      each.reachable ? 'reachable' : 'unreachable',
      each.primaryAddress,
      each.epoch,
      each.shardCount,
      each.outboxUnpublished,
      each.outboxRows,
      each.semiSync ? `${each.semiSyncReplicas} replicas` : 'off',
    ]),
  );
}
