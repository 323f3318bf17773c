// Whom the doctor looks at, and what it makes of clusters that do not let it.
import { describe, expect, it } from '@jest/globals';

import type { ClusterName } from '../domain/cluster.ts';
import { REACHABLE, RULES } from '../domain/doctor/rules.ts';
import type { NodeSight } from '../domain/doctor/sight.ts';
import { establishedAs } from '../domain/topology.ts';
import { ExamineClusters, type Patient } from './examine-clusters.ts';
import { type ClusterInspector, type ClusterLook, LookRefused, TierUnavailable } from './ports.ts';

const DAY_MS = 24 * 3_600_000;
const NOW_MS = 1_800_000_000_000;
const pair = { member: 'member-000001', account: 'account-000001' };
const signal = new AbortController().signal;

function nodeOf(name: string): NodeSight {
  return {
    ...{ name, host: '127.0.0.1', version: '8.19.8', javaVersion: '17', holdsData: true },
    ...{ processors: 2, machineProcessors: 2, memoryBytes: 9, breakerTrips: 0 },
    searchPool: { size: 4, queueSize: 1_000, queued: 0, rejected: 0 },
    heap: { startBytes: 1, maxBytes: 1, usedPercent: 1 },
    compressedPointers: true,
    disk: { totalBytes: 9, availableBytes: 9 },
  };
}

class FakeInspector implements ClusterInspector {
  readonly asked: unknown[] = [];
  readonly #name: string;
  readonly #failure: Error | undefined;

  constructor(name: string, failure?: Error) {
    this.#name = name;
    this.#failure = failure;
  }

  nodes(): Promise<NodeSight[]> {
    return this.#failure ? Promise.reject(this.#failure) : Promise.resolve([nodeOf(this.#name)]);
  }

  async look(question: object): Promise<ClusterLook> {
    this.asked.push(question);
    return {
      nodes: await this.nodes(),
      ...{ shards: [], indices: [], samples: [], use: undefined },
      disk: {
        ...{ enabled: true, low: '1b', high: '1b', flood: '1b' },
        headroom: { low: '', high: '', flood: '' },
      },
      rights: { user: 'u', missing: [], excess: [] },
      growth: { members: 0, recent: 0 },
    };
  }
}

function doctorOf(inspectors: Partial<Record<ClusterName, FakeInspector>>): ExamineClusters {
  const topology = {
    read: () => Promise.resolve({ value: establishedAs(pair), revision: 1 }),
    write: () => Promise.resolve(2),
  };
  const patients = Object.entries(inspectors).map(([name, inspector]): Patient => ({
    name: name as ClusterName,
    inspector,
    topology,
  }));
  return new ExamineClusters({
    patients,
    sizing: { shards: 1, replicas: 0 },
    clock: { nowMs: () => NOW_MS, monotonicMs: () => 0 },
    random: { fraction: () => 0.25, bytes: (count) => Buffer.alloc(count) },
  });
}

describe('an examination', () => {
  it('holds the asked clusters against every rule, and knows the nodes of the others', async () => {
    const [a, b] = [new FakeInspector('es-a'), new FakeInspector('es-b')];
    const examined = await doctorOf({ 'order-a': a, 'order-b': b }).run(['order-a'], signal);
    expect(examined.map(({ cluster }) => cluster)).toEqual(['order-a']);
    const findings = examined[0]?.findings ?? [];
    expect(findings.map(({ rule }) => rule)).toEqual(RULES.map(({ name }) => name));
    const shared = findings.find(({ rule }) => rule === 'processors-shared');
    expect(shared?.found).toContain('es-a, es-b on 127.0.0.1');
    const recentSinceMs = NOW_MS - 30 * DAY_MS;
    expect(a.asked).toEqual([{ recentSinceMs, where: 0.25, members: pair.member }]);
    expect(b.asked).toEqual([]);
  });

  it.each([
    ['does not answer', new TierUnavailable('no answer'), REACHABLE, './mesh logs es-order-a'],
    ['refuses', new LookRefused('403'), 'least-rights', 'roles.yml'],
  ])('of a cluster that %s is one fault, and the other is looked at', async (...row) => {
    const [, failure, rule, advice] = row;
    const inspectors = {
      'order-a': new FakeInspector('es-a', failure),
      'order-b': new FakeInspector('es-b'),
    };
    const [a, b] = await doctorOf(inspectors).run(['order-a', 'order-b'], signal);
    expect(a?.findings).toEqual([
      { rule, verdict: 'fault', found: failure.message, change: expect.stringContaining(advice) },
    ]);
    const shared = b?.findings.find((each) => each.rule === 'processors-shared');
    expect(shared?.verdict).toBe('ok');
  });

  it('does not hide what is wrong with itself', async () => {
    const broken = new FakeInspector('es-a', new TypeError('a bug'));
    await expect(doctorOf({ 'order-a': broken }).run(['order-a'], signal)).rejects.toThrow('a bug');
  });
});
