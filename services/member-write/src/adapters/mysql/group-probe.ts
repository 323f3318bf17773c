// Asks every group's primary how it is.
import type { Clock } from '@member-mesh/kernel';

import type { Outbox } from '../../app/outbox.ts';
import type { Until } from '../../app/record-store.ts';
import type { GroupProbe, GroupState } from '../../app/record-status.ts';
import type { Groups } from './groups.ts';
import type { Statements } from './statements.ts';

export interface SqlGroupProbeOptions {
  groups: Groups;
  statements: Statements;
  outbox: Outbox;
  clock: Clock;
  shardCounts: () => ReadonlyMap<number, number>;
}

const PROBE_TIMEOUT_MS = 1_500;

export class SqlGroupProbe implements GroupProbe {
  readonly #options: SqlGroupProbeOptions;

  constructor(options: SqlGroupProbeOptions) {
    this.#options = options;
  }

  probe(until: Until): Promise<GroupState[]> {
    const { groups, clock } = this.#options;
    const deadlineMs = Math.min(until.deadlineMs, clock.monotonicMs() + PROBE_TIMEOUT_MS);
    return Promise.all(groups.numbers.map((group) => this.#probe(group, { deadlineMs })));
  }

  async #probe(group: number, until: Until): Promise<GroupState> {
    const { groups, statements, outbox, shardCounts } = this.#options;
    const node = groups.node(group);
    const state: GroupState = {
      group,
      primaryAddress: node?.address ?? '',
      shardCount: shardCounts().get(group) ?? 0,
      reachable: false,
      epoch: 0,
      outbox: { unpublished: 0, rows: 0 },
      semiSync: { on: false, replicas: 0 },
    };
    try {
      const primary = groups.primary(group);
      const { rows } = await primary.run(statements['peek-group'], [], until);
      const [counts, semiSync] = await Promise.all([
        outbox.counts(group, until),
        primary.semiSync(until),
      ]);
      const epoch = Number(rows[0]?.['epoch'] ?? 0);
      return { ...state, reachable: true, epoch, outbox: counts, semiSync };
    } catch {
      return state;
    }
  }
}
