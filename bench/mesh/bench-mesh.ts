// The mesh that benchmarks measure: the full one of two centers, as `./mesh up` starts it, with
// everything switched on, and members that came in by an import.
import { execFile } from 'node:child_process';
import { createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { startMesh, type TestMesh } from '@member-mesh/harness';
import { chunk } from '@member-mesh/kernel';
import type { ElasticCluster } from '@member-mesh/launcher';

import { type Caller, connectCaller } from '../../test/workload/caller.ts';
import { generateMembers } from '../../tools/meshctl/src/generate/member-generator.ts';
import { writeMembers } from '../../tools/meshctl/src/generate/write-members.ts';
import type { ElasticAccess, RedisAccess } from '../opponents/orders.ts';

const meshctl = fileURLToPath(new URL('../../tools/meshctl/src/main.ts', import.meta.url));
export const CLUSTERS = ['order-a', 'order-b', 'marketing'] as const;

const SEED = 'bench mesh';
const LOOKUP_BATCH = 100;
const END_MS_MAX = 10_000;
const END_POLL_MS = 50;
const PROFILED = ['gateway', 'member-query', 'member-write', 'sync-worker'] as const;

export interface BenchMesh {
  readonly mesh: TestMesh;
  readonly caller: Caller;
  /** The address that callers call: center a's gateway. */
  readonly gateway: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** Ids of that many imported members, the same ones each time; imports what is missing. */
  members(count: number): Promise<string[]>;
  /** How the cache of center a is reached. */
  redis(): RedisAccess;
  /** How an index cluster is read. */
  elastic(cluster: ElasticCluster): ElasticAccess;
  /** Process ids of the services and Redis nodes of center a that answer reads. */
  readPids(): Record<string, number | number[]>;
  /** Process ids of everything that a write is work for, by kind. */
  writePids(): Record<string, number[]>;
  close(): Promise<void>;
}

export interface BenchMeshOptions {
  tell: (text: string) => void;
  /** Services write a CPU profile each into this folder when they end; undefined for none. */
  profileFolder?: string | undefined;
}

export async function startBenchMesh(options: BenchMeshOptions): Promise<BenchMesh> {
  const { tell, profileFolder } = options;
  tell('starting a mesh of two centers');
  const mesh = await startMesh({ profile: 'full', env: profiling(profileFolder) });
  const folder = mkdtempSync(join(tmpdir(), 'mesh-bench-'));
  const key = mesh.callerKey('order-service');
  const [gateway = ''] = mesh.addresses('gateway');
  const caller = await connectCaller([gateway], key);
  const ids: string[] = [];
  return {
    ...{ mesh, caller, gateway },
    metadata: { authorization: `Bearer ${key}` },
    members: async (count) => {
      const missing = count - ids.length;
      if (missing > 0) {
        tell(`importing ${missing} members`);
        const seed = `${SEED} ${ids.length}`;
        await importMembers(mesh, join(folder, `${count}.ndjson`), { seed, count: missing });
        ids.push(...(await idsOf(caller, { seed, count: missing })));
      }
      return ids.slice(0, count);
    },
    redis: () => redisOf(mesh),
    elastic: (cluster) => elasticOf(mesh, cluster),
    readPids: () => {
      const pidOf = (name: string): number => mesh.component(name).pid;
      const redis = mesh.components.filter(
        ({ kind, center }) => kind === 'redis' && center === 'a',
      );
      return {
        gateway: pidOf('gateway-a'),
        'member-query': pidOf('member-query-a'),
        redis: redis.map(({ pid }) => pid),
      };
    },
    writePids: () => {
      const running = mesh.components.filter(({ pid }) => pid > 0);
      const byKind = Object.groupBy(running, ({ kind, name }) => {
        return kind === 'mysql' && !name.endsWith('-a1') ? 'mysql replicas' : kind;
      });
      return Object.fromEntries(
        Object.entries(byKind).map(([kind, those]) => [kind, those.map(({ pid }) => pid)]),
      );
    },
    close: async () => {
      caller.close();
      if (profileFolder !== undefined) await endServices(mesh);
      await mesh.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function redisOf(mesh: TestMesh): RedisAccess {
  const environment = mesh.env('member-query-a');
  return {
    nodes: (environment['REDIS_A_NODES'] ?? '').split(','),
    username: environment['REDIS_USER'] ?? '',
    password: readFileSync(environment['REDIS_PASSWORD_FILE'] ?? '', 'utf8').trim(),
  };
}

function elasticOf(mesh: TestMesh, cluster: ElasticCluster): ElasticAccess {
  const environment = mesh.env('sync-worker-a');
  const variable = `ELASTIC_${cluster.toUpperCase().replace('-', '_')}_URL`;
  return {
    url: environment[variable] ?? '',
    username: environment['ELASTIC_USER'] ?? '',
    password: readFileSync(environment['ELASTIC_PASSWORD_FILE'] ?? '', 'utf8').trim(),
  };
}

function profiling(folder: string | undefined): Record<string, Record<string, string>> {
  if (folder === undefined) return {};
  mkdirSync(folder, { recursive: true });
  const nameOf = (kind: string): string => `--cpu-prof-name=${kind}-$\{pid}.cpuprofile`;
  return Object.fromEntries(
    PROFILED.map((kind) => [
      kind,
      { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${folder} ${nameOf(kind)}` },
    ]),
  );
}

/** Node writes its profile when it ends by itself, which a killed process does not. */
async function endServices(mesh: TestMesh): Promise<void> {
  const services = mesh.components.filter(({ httpAddress, pid }) => httpAddress !== '' && pid > 0);
  for (const { pid } of services) process.kill(pid, 'SIGTERM');
  for (let waitedMs = 0; waitedMs < END_MS_MAX; waitedMs += END_POLL_MS) {
    if (services.every(({ pid }) => pid === 0)) return;
    await new Promise((resolve) => setTimeout(resolve, END_POLL_MS));
  }
}

interface Generated {
  seed: string;
  count: number;
}

async function importMembers(mesh: TestMesh, file: string, generated: Generated): Promise<void> {
  const out = createWriteStream(file);
  await writeMembers(out, { ...generated, format: 'ndjson' });
  out.end();
  await finished(out);
  await promisify(execFile)(process.execPath, [meshctl, 'members', 'import', file], {
    env: { PATH: process.env.PATH, ...mesh.meshctlEnvironment },
  });
}

/** Looks the imported members up by the first account of each. */
async function idsOf({ query, options }: Caller, { seed, count }: Generated): Promise<string[]> {
  const accounts = [...generateMembers(seed, count)].flatMap((member) =>
    member.accounts.slice(0, 1),
  );
  const ids: string[] = [];
  for (const some of chunk(accounts, LOOKUP_BATCH)) {
    const { results } = await query.BatchLookupAccounts({ accounts: some }, options);
    for (const { member, account } of results) {
      if (!member) throw new Error(`nobody has ${account?.platform}:${account?.accountId}`);
      ids.push(member.memberId);
    }
  }
  return ids;
}
