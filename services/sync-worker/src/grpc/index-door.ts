// The door for operators: status, rebuilding, verifying, and what was set aside.
import {
  timestampOf,
  violationsOfNumber,
  type Contracts,
  type ServiceContract,
} from '@member-mesh/contracts';
import { sleep } from '@member-mesh/kernel';
import { invalidArgument, MeshError, type Implementation, type ServerCall } from '@member-mesh/rpc';

import type { ExamineClusters } from '../app/examine-clusters.ts';
import { indexStatus, type ClusterTools } from '../app/index-status.ts';
import { MoveRefused, type MoveOrders } from '../app/move-orders.ts';
import { Outpaced, TierUnavailable, type SetAsideLog } from '../app/ports.ts';
import type { RebuildIndex } from '../app/rebuild-index.ts';
import { moveOrders, routesMessage } from './route-messages.ts';
import { NothingToVerify, type VerifyEvent, type VerifyIndex } from '../app/verify-index.ts';
import { CLUSTERS, parseCluster } from '../domain/cluster.ts';
import type { RebuildPlan } from '../domain/rebuild-plan.ts';
import { SHARDS } from '../domain/shard-set.ts';

/** A cluster and what can be done with it. */
export interface ClusterDesk extends ClusterTools {
  rebuild: RebuildIndex;
  verify: VerifyIndex;
}

export interface IndexDoorOptions {
  clusters: readonly ClusterDesk[];
  setAside: SetAsideLog;
  orders: MoveOrders;
  doctor: ExamineClusters;
  /** Aborts when the process drains: streams end then. */
  draining: AbortSignal;
}

type Handlers =
  Contracts['services']['index'] extends ServiceContract<unknown, infer H> ? H : never;

const PROGRESS_EVERY_MS = 300;
const LIST_DEFAULT = 50;
const LIST_MAX = 1_000;

export function createIndexDoor(options: IndexDoorOptions): Implementation<Handlers> {
  const { clusters, setAside, orders, doctor, draining } = options;
  const desk = (name: string): ClusterDesk => deskOf(clusters, name);
  return {
    GetIndexStatus: async (_request, call) => ({
      clusters: await telling(() => indexStatus(clusters, setAside, call.signal)),
    }),
    RebuildIndex: (request, call) =>
      rebuild(desk(request.cluster), AbortSignal.any([call.signal, draining])),
    VerifyIndex: (request, call) =>
      verify(desk(request.cluster), sampleOf(request.sample), {
        call,
        signal: AbortSignal.any([call.signal, draining]),
      }),
    ExamineIndex: async (request, call) => {
      const asked = request.cluster === '' ? clusters : [desk(request.cluster)];
      const names = asked.map(({ cluster }) => cluster.name);
      return { clusters: await telling(() => doctor.run(names, call.signal)) };
    },
    GetRoutes: async () => routesMessage(await telling(() => orders.routes())),
    MoveOrders: (request, call) => telling(() => moveOrders(orders, request, call.signal)),
    ClearSetAside: async ({ cluster }) => {
      const { name } = desk(cluster).cluster;
      return { cleared: await telling(() => setAside.clear(name)) };
    },
    ListSetAside: async (request) => {
      const cluster = request.cluster === '' ? undefined : desk(request.cluster).cluster.name;
      const bounds = { min: 0, max: LIST_MAX };
      const violations = violationsOfNumber(request.pageSize, 'page_size', bounds);
      if (violations.length > 0) throw invalidArgument(violations);
      const limit = request.pageSize || LIST_DEFAULT;
      const changes = await telling(() => setAside.list(cluster, limit));
      return {
        messages: changes.map(({ sequence, setAsideMs, ...rest }) => ({
          ...rest,
          streamSequence: sequence,
          setAsideTime: timestampOf(setAsideMs),
        })),
      };
    },
  };
}

function deskOf(clusters: readonly ClusterDesk[], text: string): ClusterDesk {
  const name = parseCluster(text);
  const found = clusters.find(({ cluster }) => cluster.name === name);
  if (found) return found;
  if (name) {
    throw new MeshError({
      kind: 'FAILED_PRECONDITION',
      reason: 'CLUSTER_NOT_CONFIGURED',
      message: `this mesh has no cluster ${name}; it has ${clusters.map((desk) => desk.cluster.name).join(', ')}`,
    });
  }
  const description = `must be one of ${CLUSTERS.join(', ')}`;
  throw new MeshError({
    kind: 'INVALID_ARGUMENT',
    reason: 'INVALID_FIELD',
    message: `cluster ${description}`,
    violations: [{ field: 'cluster', description }],
  });
}

function sampleOf(sample: number): number {
  if (sample === 0) return 1;
  if (sample > 0 && sample <= 1) return sample;
  const description = 'must be above 0 and at most 1; 0 stands for 1';
  throw new MeshError({
    kind: 'INVALID_ARGUMENT',
    reason: 'INVALID_FIELD',
    message: `sample ${description}`,
    violations: [{ field: 'sample', description }],
  });
}

/** Runs a use case and tells its expected failures in the callers' vocabulary. */
async function telling<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw told(error);
  }
}

function told(error: unknown): unknown {
  if (error instanceof TierUnavailable) {
    return new MeshError({
      kind: 'UNAVAILABLE',
      reason: 'TIER_UNAVAILABLE',
      message: `${error.message}; try again`,
      cause: error,
    });
  }
  if (error instanceof MoveRefused) {
    const { reason, message } = error;
    return new MeshError({ kind: 'FAILED_PRECONDITION', reason, message, cause: error });
  }
  if (error instanceof Outpaced) {
    const message = 'something else was moved at the same time; look, and try again';
    return new MeshError({ kind: 'ABORTED', reason: 'OUTPACED', message, cause: error });
  }
  if (error instanceof NothingToVerify) {
    return new MeshError({
      kind: 'FAILED_PRECONDITION',
      reason: 'INDEX_MISSING',
      message: `${error.message}; rebuild it first`,
      cause: error,
    });
  }
  return error;
}

interface RebuildProgress {
  phase: string;
  rowsDone: number;
  shardsDone: number;
  shardsTotal: number;
  rowsPerSecond: number;
  done: boolean;
  resumed: boolean;
}

function progressOf(plan: RebuildPlan, resumed: boolean): RebuildProgress {
  return {
    phase: plan.phase,
    rowsDone: plan.rows,
    shardsDone: plan.shards.size,
    shardsTotal: SHARDS,
    rowsPerSecond: plan.rowsPerSecond,
    done: plan.phase === 'done',
    resumed: resumed || plan.runs > 1,
  };
}

/** The work itself belongs to the workers' upkeep; this only asks for it and looks on. */
async function* rebuild(desk: ClusterDesk, signal: AbortSignal): AsyncGenerator<RebuildProgress> {
  const { id, resumed } = await telling(() => desk.rebuild.request());
  let shown = '';
  while (!signal.aborted) {
    const plan = await desk.rebuild.plan().catch((error: unknown) => {
      // The work goes on wherever it can; looking on goes on as well.
      if (!(error instanceof TierUnavailable)) throw error;
      return undefined;
    });
    if (plan && plan.id !== id) return;
    const progress = plan && progressOf(plan, resumed);
    if (progress && JSON.stringify(progress) !== shown) {
      shown = JSON.stringify(progress);
      yield progress;
    }
    if (progress?.done) return;
    await sleep(PROGRESS_EVERY_MS, signal).catch(() => undefined);
  }
}

type VerifyWire =
  | { progress: Omit<Extract<VerifyEvent, { kind: 'progress' }>, 'kind'> }
  | { difference: Extract<VerifyEvent, { kind: 'difference' }>['difference'] }
  | { summary: Omit<Extract<VerifyEvent, { kind: 'summary' }>, 'kind'> };

function wireOf(event: VerifyEvent): VerifyWire {
  if (event.kind === 'difference') return { difference: event.difference };
  if (event.kind === 'progress') {
    const { compared, shardsDone, shardsTotal } = event;
    return { progress: { compared, shardsDone, shardsTotal } };
  }
  const { compared, differences, undecided } = event;
  return { summary: { compared, differences, undecided } };
}

async function* verify(
  desk: ClusterDesk,
  sample: number,
  { signal }: { call: ServerCall; signal: AbortSignal },
): AsyncGenerator<VerifyWire> {
  try {
    for await (const event of desk.verify.verify(sample, signal)) yield wireOf(event);
  } catch (error) {
    throw told(error);
  }
}
