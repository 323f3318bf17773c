// An index cluster for tests: with points to hold or delay a process at around each bulk request,
// and, where asked, without the rule that nothing is ever deleted.
import type { Faults } from '@member-mesh/faults';

import type { Patience, WriteOutcome } from '../../app/ports.ts';
import type { AccountDocument, MemberDocument } from '../../domain/document.ts';
import type { IndexWrite } from '../../domain/write-plan.ts';
import { ElasticCluster } from './elastic-cluster.ts';

export const FAULT_POINTS = ['before-bulk', 'after-bulk', 'before-ack'] as const;
export type FaultPoint = (typeof FAULT_POINTS)[number];

export const PROTECTIONS = ['versioned-deletes'] as const;
export type Protection = (typeof PROTECTIONS)[number];

export class ClusterWithFaults extends ElasticCluster {
  readonly #faults: Pick<Faults<FaultPoint>, 'reach'>;
  readonly #deletes: boolean;

  constructor(
    cluster: ConstructorParameters<typeof ElasticCluster>,
    { faults, deletes }: { faults: Pick<Faults<FaultPoint>, 'reach'>; deletes: boolean },
  ) {
    super(...cluster);
    this.#faults = faults;
    this.#deletes = deletes;
  }

  override async write(writes: readonly IndexWrite[], patience: Patience): Promise<WriteOutcome[]> {
    await this.#faults.reach('before-bulk');
    const outcomes = await super.write(writes, patience);
    await this.#faults.reach('after-bulk');
    return outcomes;
  }

  protected override sourceOf(write: IndexWrite): string | undefined {
    const { table, source } = write;
    if (!this.#deletes) return source;
    const document = JSON.parse(source) as Partial<MemberDocument & AccountDocument>;
    const ended =
      table === 'account'
        ? document.member_id === undefined
        : document.status === 'MEMBER_STATUS_CLOSED';
    return ended && !document.set_aside ? undefined : source;
  }
}
