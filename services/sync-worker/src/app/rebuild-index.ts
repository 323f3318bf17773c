// Builds a cluster's indices from the record beside the ones that serve, while changes go on:
// announce the new pair to all writers, scan the record into it, switch the readers in one step,
// clean up. Every step may be repeated, so a rebuild goes on wherever its leader died.
import { sleep, type Clock, type Random } from '@member-mesh/kernel';

import { nextPair, samePair, TABLES, type IndexPair } from '../domain/cluster.ts';
import { newPlan, startedOver, type RebuildPlan } from '../domain/rebuild-plan.ts';
import { afterRebuild, withRebuild, type IndexTopology } from '../domain/topology.ts';
import { indicesOf } from '../domain/write-plan.ts';
import { writeSet } from '../domain/topology.ts';
import { whileLeading } from './leading.ts';
import {
  Outpaced,
  TierUnavailable,
  type ClusterCells,
  type ClusterObserver,
  type IndexCluster,
  type RecordSource,
  type Versioned,
} from './ports.ts';
import { ShardScan } from './rebuild-scan.ts';
import type { RowKeeper } from './row-keeper.ts';

export interface RebuildIndexOptions {
  cluster: IndexCluster;
  cells: ClusterCells;
  record: RecordSource;
  keeper: RowKeeper;
  observer: ClusterObserver;
  clock: Clock;
  random: Random;
  /** Shards that are scanned at once. */
  scansAtOnce: number;
  /** Whether a missing cluster is rebuilt without being told. */
  automatic: boolean;
}

const TROUBLE_PAUSE_MS = 500;
const LIST_TIMEOUT_MS = 5_000;
const ID_BYTES = 8;

/** The indices being built are gone: the rebuild begins again. */
class BuiltIndexLost extends Error {
  override name = 'BuiltIndexLost';
}

export class RebuildIndex {
  readonly #options: RebuildIndexOptions;

  constructor(options: RebuildIndexOptions) {
    this.#options = options;
  }

  /**
   * Asks for a rebuild, or joins the one that is under way (`resumed`). Some worker leads it soon.
   * Throws TierUnavailable when it cannot be asked for now.
   */
  async request(): Promise<{ id: string; resumed: boolean }> {
    const { cells, clock, random } = this.#options;
    for (;;) {
      const known = await cells.plan.read();
      if (known && known.value.phase !== 'done') return { id: known.value.id, resumed: true };
      const plan = newPlan(random.bytes(ID_BYTES).toString('hex'), clock.nowMs());
      try {
        await cells.plan.write(plan, known?.revision ?? 0);
        return { id: plan.id, resumed: false };
      } catch (error) {
        if (!(error instanceof Outpaced)) throw error;
      }
    }
  }

  /** How the rebuild stands; undefined when there never was one. */
  async plan(): Promise<RebuildPlan | undefined> {
    return (await this.#options.cells.plan.read())?.value;
  }

  /** Leads the rebuild that waits for a leader, if any; resolves when there is nothing to lead. */
  async tick(signal: AbortSignal): Promise<void> {
    const { cells, automatic } = this.#options;
    const plan = await this.plan();
    if (!plan || plan.phase === 'done') {
      const topology = await cells.topology.read();
      if (!automatic || topology?.value.state !== 'missing') return;
      await this.request();
    }
    await whileLeading(cells.rebuilding, signal, (leading) => this.#lead(leading));
  }

  async #lead(signal: AbortSignal): Promise<void> {
    const run = new Run(this.#options, await this.#takeUp());
    while (run.plan.phase !== 'done') {
      signal.throwIfAborted();
      try {
        await run.step(signal);
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof BuiltIndexLost) await run.startOver();
        else if (error instanceof TierUnavailable) await sleep(TROUBLE_PAUSE_MS, signal);
        else throw error;
      }
    }
  }

  async #takeUp(): Promise<Versioned<RebuildPlan>> {
    const { plan } = this.#options.cells;
    const known = await plan.read();
    if (!known) throw new Outpaced('the plan of the rebuild is gone');
    const value = { ...known.value, runs: known.value.runs + 1 };
    return { value, revision: await plan.write(value, known.revision) };
  }
}

/** One leader's part of a rebuild. Every write of the plan is refused once another leads. */
class Run {
  readonly #options: RebuildIndexOptions;
  #plan: RebuildPlan;
  #revision: number;

  constructor(options: RebuildIndexOptions, taken: Versioned<RebuildPlan>) {
    this.#options = options;
    this.#plan = taken.value;
    this.#revision = taken.revision;
  }

  get plan(): RebuildPlan {
    return this.#plan;
  }

  /** Carries out the plan's phase and goes on to the next. */
  async step(signal: AbortSignal): Promise<void> {
    switch (this.#plan.phase) {
      case 'creating':
        return this.#create(signal);
      case 'scanning':
        return this.#scan(signal);
      case 'switching':
        return this.#switch(signal);
      case 'cleaning':
        return this.#clean(signal);
      case 'done':
    }
  }

  async startOver(): Promise<void> {
    await this.#save(startedOver(this.#plan));
  }

  async #create(signal: AbortSignal): Promise<void> {
    const { cluster } = this.#options;
    const topology = await this.#topology();
    const indices = await cluster.list({ signal, timeoutMs: LIST_TIMEOUT_MS });
    const announced = topology.value.also;
    const isThere = announced && TABLES.every((table) => indices.has(announced[table]));
    // A pair that was announced to the writers before the last leader died is as good as a new one.
    const known = [...indices.keys(), ...indicesOf(writeSet(topology.value))];
    const pair = isThere ? announced : nextPair(known);
    if (!isThere) {
      await cluster.create(pair);
      await this.#change(topology, withRebuild(topology.value, pair), 'a rebuild begins');
    }
    await this.#save({ ...this.#plan, pair, phase: 'scanning' });
  }

  async #scan(signal: AbortSignal): Promise<void> {
    const { record, keeper, scansAtOnce, clock } = this.#options;
    const pair = await this.#pair();
    const scan = new ShardScan({
      ...{ record, keeper, clock, pair, signal },
      plan: this.#plan,
      atOnce: scansAtOnce,
      save: (plan) => this.#save(plan),
      lost: () => new BuiltIndexLost(`${pair.member} or ${pair.account} is gone`),
    });
    const scanned = await scan.run();
    await this.#save({ ...scanned, phase: 'switching' });
  }

  async #switch(signal: AbortSignal): Promise<void> {
    const { cluster } = this.#options;
    const topology = await this.#topology();
    const pair = this.#plan.pair;
    if (pair && !samePair(topology.value.active, pair)) {
      await this.#pair();
      await cluster.refresh(pair);
      signal.throwIfAborted();
      await cluster.pointReaders(pair);
      await this.#change(topology, afterRebuild(pair), 'the rebuild is complete');
    }
    await this.#save({ ...this.#plan, phase: 'cleaning' });
  }

  async #clean(signal: AbortSignal): Promise<void> {
    const { cluster, clock } = this.#options;
    const topology = await this.#topology();
    const kept = new Set(indicesOf(writeSet(topology.value)));
    const indices = await cluster.list({ signal, timeoutMs: LIST_TIMEOUT_MS });
    await cluster.delete([...indices.keys()].filter((index) => !kept.has(index)));
    await this.#save({ ...this.#plan, phase: 'done', finishedMs: clock.nowMs() });
  }

  /** The pair being built, which the writers must still be told of. */
  async #pair(): Promise<IndexPair> {
    const { pair } = this.#plan;
    const topology = await this.#topology();
    if (!pair || !samePair(topology.value.also, pair)) {
      throw new BuiltIndexLost('the indices being built are not announced any more');
    }
    return pair;
  }

  async #topology(): Promise<Versioned<IndexTopology>> {
    const topology = await this.#options.cells.topology.read();
    if (!topology) throw new TierUnavailable('the topology is not established yet');
    return topology;
  }

  async #change(known: Versioned<IndexTopology>, next: IndexTopology, why: string): Promise<void> {
    try {
      await this.#options.cells.topology.write(next, known.revision);
    } catch (error) {
      // Another worker told of a loss or a gap meanwhile: this step is taken again.
      if (error instanceof Outpaced) throw new TierUnavailable('the topology has just changed');
      throw error;
    }
    this.#options.observer.topologyChanged(next, why);
  }

  async #save(plan: RebuildPlan): Promise<void> {
    this.#revision = await this.#options.cells.plan.write(plan, this.#revision);
    this.#plan = plan;
    this.#options.observer.rebuild(plan);
  }
}
