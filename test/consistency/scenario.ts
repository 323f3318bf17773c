// What a negative control works with: a recording of its own, both gateways, the doors of the
// services' faults, and the stores behind them.
import type { TestMesh } from '@member-mesh/harness';
import { systemClock } from '@member-mesh/kernel';

import { checkHistory } from '../checker/check-history.ts';
import type { Call, MemberView, Violation, WriteOperation } from '../checker/history.ts';
import type { Caller } from '../workload/caller.ts';
import { eventually, FaultDoor } from '../workload/fault-door.ts';
import { Recorder } from '../workload/recorder.ts';
import type { StoresBehind } from './stores.ts';

/** A cache that begins anew reads no index until one is proven to have everything. */
const SETTLE_MS_MAX = 90_000;

export interface ScenarioGround {
  mesh: TestMesh;
  stores: StoresBehind;
  /** Of center A and of center B. */
  callers: readonly [Caller, Caller];
}

export class Scenario {
  readonly mesh: TestMesh;
  readonly stores: StoresBehind;
  readonly faults: FaultDoor;
  /** Whether the protection that the scenario is about is switched off. */
  readonly unprotected: boolean;
  readonly #recorder: Recorder;
  readonly #callers: readonly [Caller, Caller];
  readonly #memberIds = new Set<string>();

  constructor({ mesh, stores, callers }: ScenarioGround, run: string, unprotected: boolean) {
    this.mesh = mesh;
    this.stores = stores;
    this.unprotected = unprotected;
    this.faults = new FaultDoor(mesh);
    this.#callers = callers;
    this.#recorder = new Recorder(run);
  }

  fresh(what: string): string {
    return this.#recorder.fresh(what);
  }

  write(through: 'a' | 'b', operation: WriteOperation): Promise<Call> {
    const requestId = this.fresh('request');
    return this.#recorder.write(this.#caller(through), through, { operation, requestId });
  }

  /** A write that the scenario cannot go on without. */
  async acknowledged(through: 'a' | 'b', operation: WriteOperation): Promise<MemberView> {
    const { outcome } = await this.write(through, operation);
    if (outcome.kind !== 'member') throw new Error(`${operation.kind}: ${JSON.stringify(outcome)}`);
    return outcome.member;
  }

  async register(): Promise<MemberView> {
    const [account, displayName] = [`wechat:${this.fresh('account')}`, this.fresh('name')];
    const member = await this.acknowledged('a', { kind: 'register', account, displayName });
    this.#memberIds.add(member.memberId);
    return member;
  }

  update(through: 'a' | 'b', { memberId }: MemberView): Promise<MemberView> {
    return this.acknowledged(through, {
      kind: 'update',
      memberId,
      displayName: this.fresh('name'),
    });
  }

  /** Through both gateways. */
  async read({ memberId }: MemberView): Promise<Call[]> {
    const [a, b] = this.#callers;
    return [
      await this.#recorder.read(a, 'a', { kind: 'get', memberId }),
      await this.#recorder.read(b, 'b', { kind: 'get', memberId }),
    ];
  }

  /** Resolves when both centers answer from the index, which has the member as it is. */
  async readFromIndex(member: MemberView): Promise<void> {
    await this.stores.untilIndexed(member.memberId, member.version);
    await this.#readFrom('SOURCE_INDEX', member, () => this.stores.evict(member.memberId));
  }

  /** Reads through both centers until both have it in their caches. */
  async readFromCache(member: MemberView): Promise<void> {
    await this.#readFrom('SOURCE_CACHE', member);
  }

  async #readFrom(
    wanted: Call['source'],
    member: MemberView,
    before = (): Promise<void> => Promise.resolve(),
  ): Promise<void> {
    const isRead = async (): Promise<boolean> => {
      await before();
      return (await this.read(member)).every(({ source }) => source === wanted);
    };
    await eventually(`${member.memberId} to be read from ${wanted}`, isRead, SETTLE_MS_MAX);
  }

  /** Reads every member once more; what the history is accused of. */
  async verdict(): Promise<Violation[]> {
    const quietMs = systemClock.monotonicMs();
    for (const memberId of this.#memberIds) {
      for (const caller of this.#callers) {
        await this.#recorder.read(caller, 'last', { kind: 'get', memberId });
      }
    }
    return checkHistory({ calls: this.#recorder.calls, quietMs });
  }

  #caller(through: 'a' | 'b'): Caller {
    return this.#callers[through === 'a' ? 0 : 1];
  }
}
