// `./mesh bench misses`: reads of members that are not in the cache, beside a plain proxy of the
// same two hops that reads Elasticsearch.
import { isDeepStrictEqual } from 'node:util';

import type { Benchmark, BenchmarkRun, Row } from '../frame/benchmark.ts';
import { inTurns, type Plan, rowOf } from '../frame/side-by-side.ts';
import { CONNECTIONS, type Generators, GENERATORS, startGenerators } from '../load/generators.ts';
import { measureRound, type Round, serverUs, spentText } from '../load/measure.ts';
import type { BenchMesh } from '../mesh/bench-mesh.ts';
import { type Cache, openCache } from '../mesh/cache.ts';
import { expectReadFrom } from '../mesh/expect-source.ts';
import type { Pids } from '../mesh/processor-time.ts';
import { asking } from '../opponents/ask.ts';
import { encodeRequest, pathOf } from '../opponents/member-query.ts';
import { type Opponent, startIndexProxy } from '../opponents/start.ts';

const PLAN: Plan = { rounds: 5, warmUps: 2 };
const QUICK_PLAN: Plan = { rounds: 1, warmUps: 1 };
/** Longer than a round ever takes: it ends when each member was read once. */
const ROUND_MS_MAX = 60_000;
const SAMPLE = 20;

export const missesBenchmark: Benchmark = {
  summary: 'reads that miss the cache, beside a plain proxy that reads Elasticsearch',
  inMesh: true,
  options: {
    members: {
      what: 'how many members are read, each once in a round',
      ...{ default: 4_000, quick: 400, min: 100, max: 50_000 },
    },
    'at-once': {
      what: 'how many calls are on their way',
      ...{ default: 64, quick: 32, min: 1, max: 1_000 },
    },
  },
  run: async (run) => {
    const bench = await run.mesh();
    const ids = await bench.members(run.numbers['members'] ?? 0);
    const cache = openCache(bench.redis());
    const proxy = await startIndexProxy(bench.elastic('order-a'));
    const generators = await startGenerators(GENERATORS);
    try {
      await expectSameMisses({ bench, cache, proxy }, ids.slice(0, SAMPLE));
      return await measure(run, ids, { bench, cache, proxy, generators });
    } finally {
      await generators.close();
      await proxy.close();
      cache.close();
    }
  },
};

interface Parts {
  bench: BenchMesh;
  cache: Cache;
  proxy: Opponent;
}

async function expectSameMisses(
  { bench, cache, proxy }: Parts,
  ids: readonly string[],
): Promise<void> {
  const evict = (): Promise<void> => cache.evict(ids);
  await expectReadFrom(bench, ids, { source: 'SOURCE_INDEX', before: evict });
  await evict();
  const answers = [];
  for (const side of [{ address: bench.gateway, metadata: bench.metadata }, proxy]) {
    const metadata = 'metadata' in side ? side.metadata : {};
    answers.push(
      await asking({ address: side.address, metadata }, (ask) =>
        Promise.all(ids.map((id) => ask('GetMember', { member_id: id }))),
      ),
    );
  }
  if (isDeepStrictEqual(answers[0], answers[1])) return;
  throw new Error('the proxy does not answer what the mesh answers to a miss');
}

async function measure(
  { quick, numbers, tell }: BenchmarkRun,
  ids: readonly string[],
  { bench, cache, proxy, generators }: Parts & { generators: Generators },
): Promise<Row[]> {
  const atOnce = numbers['at-once'] ?? 1;
  tell(`misses with ${atOnce} on their way`);
  const requests = ids.map((id) => encodeRequest('GetMember', { member_id: id }));
  const index = bench.mesh.component('es-order-a').pid;
  const round = async (
    address: string,
    pids: Pids,
    metadata: Readonly<Record<string, string>> = {},
  ): Promise<Round> => {
    await cache.evict(ids);
    const target = { address, path: pathOf('GetMember'), metadata };
    const pace = { kind: 'closed', atOnce } as const;
    const order = { target, requests, expected: ids, connections: CONNECTIONS, pace };
    return await measureRound(
      { ...order, once: true, durationMs: ROUND_MS_MAX },
      { generators, pids: { ...pids, index } },
    );
  };
  const measured = await inTurns(
    {
      ours: () => round(bench.gateway, bench.readPids(), bench.metadata),
      other: () => round(proxy.address, proxy.pids),
    },
    quick ? QUICK_PLAN : PLAN,
  );
  const { ours, other } = measured;
  const spent = `${spentText(ours)}; proxy: ${spentText(other)}`;
  return [
    rowOf(
      {
        ...{ name: 'misses, beside a plain proxy', unit: 'calls/s', better: 'higher' },
        meaning: 'ours joins misses into one mget and fills the cache; the proxy gets one by one',
      },
      {
        ours: ours.map(({ perSecond }) => perSecond),
        other: other.map(({ perSecond }) => perSecond),
      },
    ),
    rowOf(
      {
        ...{ name: "misses, servers' processor time, beside a plain proxy", unit: 'µs/call' },
        ...{ better: 'lower', meaning: spent },
      },
      { ours: ours.map(serverUs), other: other.map(serverUs) },
    ),
  ];
}
