// The state of each group for operators: where its primary is, what waits in its outbox, whether
// its commits wait for the other center.
import type { OutboxCounts } from './outbox.ts';
import type { Until } from './record-store.ts';

export interface GroupState {
  group: number;
  primaryAddress: string;
  shardCount: number;
  reachable: boolean;
  epoch: number;
  outbox: OutboxCounts;
  semiSync: { on: boolean; replicas: number };
}

export interface GroupProbe {
  /** Never throws: a group that does not answer is told as not reachable. */
  probe(until: Until): Promise<GroupState[]>;
}
