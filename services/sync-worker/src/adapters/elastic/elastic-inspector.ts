// An index cluster looked at through Elasticsearch's own figures.
import { type Elastic, ElasticRefused } from '@member-mesh/driver-elastic';

import {
  type ClusterInspector,
  type ClusterLook,
  LookRefused,
  type Patience,
} from '../../app/ports.ts';
import { QUESTIONED, rightsSight } from '../../domain/doctor/rights-rule.ts';
import type { ClusterSight, NodeSight, SampleSight } from '../../domain/doctor/sight.ts';
import { INDICES, reaching } from './elastic-cluster.ts';

const FORBIDDEN = 403;

const SAMPLE_SIZE = 200;

async function looking<T>(operation: Promise<T>): Promise<T> {
  try {
    return await reaching(operation);
  } catch (error) {
    if (!(error instanceof ElasticRefused) || error.status !== FORBIDDEN) throw error;
    throw new LookRefused(`the cluster refuses to be looked at: ${error.message}`, {
      cause: error,
    });
  }
}

export class ElasticInspector implements ClusterInspector {
  readonly #elastic: Elastic;

  constructor(elastic: Elastic) {
    this.#elastic = elastic;
  }

  nodes(patience: Patience): Promise<NodeSight[]> {
    return looking(this.#elastic.inspection.nodes(patience));
  }

  async look(
    question: { recentSinceMs: number; where: number; members: string | undefined },
    patience: Patience,
  ): Promise<ClusterLook> {
    const { inspection } = this.#elastic;
    // Before the doctor's own searches, so that it does not find itself.
    const use = await looking(inspection.searchUse(patience));
    const indices = await looking(inspection.indices(INDICES, patience));
    const [nodes, shards, disk, rights, growth] = await looking(
      Promise.all([
        inspection.nodes(patience),
        inspection.shards(INDICES, patience),
        inspection.diskLimits(patience),
        inspection.rights(QUESTIONED, patience),
        this.#growth(question, patience),
      ]),
    );
    const samples: SampleSight[] = [];
    for (const { name, documents } of indices) {
      if (documents > 0) samples.push(await this.#sample(name, question.where, patience));
    }
    const { user, held } = rights;
    return { nodes, shards, indices, samples, disk, use, rights: rightsSight(user, held), growth };
  }

  async #growth(
    { recentSinceMs, members: index }: { recentSinceMs: number; members: string | undefined },
    patience: Patience,
  ): Promise<ClusterSight['growth']> {
    if (index === undefined) return { members: 0, recent: 0 };
    const since = { range: { create_time: { gte: recentSinceMs } } };
    const [members, recent] = await Promise.all([
      this.#elastic.count(index, undefined, patience),
      this.#elastic.count(index, { constant_score: { filter: since } }, patience),
    ]);
    return { members, recent };
  }

  /** Documents from some version on, so that another look sees others. */
  async #sample(index: string, where: number, patience: Patience): Promise<SampleSight> {
    const body = {
      size: 0,
      track_total_hits: false,
      aggs: { low: { min: { field: 'version' } }, high: { max: { field: 'version' } } },
    };
    const { values } = await looking(this.#elastic.search(index, body, patience));
    const { low, high } = values;
    const from = (low ?? 0) + Math.floor(where * ((high ?? 0) - (low ?? 0)));
    const filter = { range: { version: { gte: from } } };
    const target = { index, filter, size: SAMPLE_SIZE };
    return { index, documents: await looking(this.#elastic.inspection.sample(target, patience)) };
  }
}
