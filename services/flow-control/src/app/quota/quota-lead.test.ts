import { describe, expect, it } from '@jest/globals';
import {
  type FlowRule,
  HeldShare,
  type KnownGateway,
  type ShareDemand,
} from '@member-mesh/flow-engine';
import { type Clock, systemClock } from '@member-mesh/kernel';

import { MemoryQuotaStore } from '../../../test/memory-quota-store.ts';
import { EMPTY_POLICY, type Policy } from '../../domain/policy.ts';
import { newGeneration } from '../../domain/revision.ts';
import { QuotaLead } from './quota-lead.ts';
import { NotGrantor, type QuotaReign } from './quota-reign.ts';

const WANTS_ALL: ShareDemand = { wanted: 100, used: 0 };
const LEASE_MS = 2_000;
/** A lease, its margin and a window of a second. */
const LONGEST_MS = 3_200;

function policyOf(revision: number, changes: Partial<FlowRule> = {}): Policy {
  const kind: FlowRule & { type: 'flow' } = {
    ...{ type: 'flow', resource: '*', caller: '', metric: 'cost', threshold: 10, burst: 0 },
    ...{ scope: 'global', behavior: 'reject', coldFactor: 0, windowMs: 1_000 },
    ...changes,
  };
  const rule = { ruleId: 'g', etag: `${revision}-x`, description: '', enforcePercent: 0, kind };
  return { ...EMPTY_POLICY, revision, rules: [{ ...rule, mode: 'enforce' }] };
}

/** Two flow-controls on one store, one leading at a time, and a clock that a test moves. */
class TwoFlowControls {
  nowMs = 0;
  readonly store = new MemoryQuotaStore();
  policy = policyOf(1);
  readonly ended: unknown[] = [];
  #leader: 'a' | 'b' | undefined;
  readonly #stop = new AbortController();
  readonly #leads: Record<'a' | 'b', QuotaLead>;

  constructor() {
    this.#leads = { a: this.#start('a'), b: this.#start('b') };
  }

  /** The reign of the one that leads from now on, once it has begun. */
  async reignOf(leader: 'a' | 'b'): Promise<QuotaReign> {
    this.#leader = leader;
    for (;;) {
      const { reign } = this.#leads[leader];
      if (reign) return reign;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  reign(of: 'a' | 'b'): QuotaReign | undefined {
    return this.#leads[of].reign;
  }

  close(): void {
    this.#stop.abort();
  }

  #start(name: 'a' | 'b'): QuotaLead {
    const clock: Clock = {
      ...systemClock,
      nowMs: () => Date.UTC(2026, 0, 1) + this.nowMs,
      monotonicMs: () => this.nowMs,
    };
    const held = (): boolean => this.#leader === name;
    const lead = new QuotaLead({
      leadership: {
        held,
        acquire: () => Promise.resolve(held()),
        release: () => Promise.resolve(),
      },
      ...{ renewIntervalMs: 1, store: this.store, policy: () => this.policy, clock },
      observer: {
        began: () => undefined,
        ended: (why) => this.ended.push(why),
        unknown: () => undefined,
      },
    });
    void lead.keep(this.#stop.signal);
    return lead;
  }
}

/** Asks as a gateway does; what it holds then. */
function gatewayOf(mesh: TwoFlowControls, gatewayId: string) {
  const share = new HeldShare({ gatewayId, incarnation: 1 });
  return {
    share,
    ask: async (reign: QuotaReign, demand = WANTS_ALL, policyRevision = mesh.policy.revision) => {
      const ask = share.ask(demand, mesh.nowMs);
      const { answer } = await reign.answer({ ruleId: 'g', policyRevision, ask });
      share.accept(answer, mesh.nowMs);
      return share.shareAt(mesh.nowMs);
    },
  };
}

async function withMesh(work: (mesh: TwoFlowControls) => Promise<void>): Promise<void> {
  const mesh = new TwoFlowControls();
  try {
    await work(mesh);
  } finally {
    mesh.close();
  }
}

const knownIn = async ({ store }: TwoFlowControls): Promise<readonly KnownGateway[] | undefined> =>
  (await store.read('g'))?.quota.known;

describe('shares of a global rule', () => {
  it('of a new rule are granted at once, and stored before they are told', () =>
    withMesh(async (mesh) => {
      mesh.policy = EMPTY_POLICY;
      const reign = await mesh.reignOf('a');
      mesh.policy = policyOf(2);
      const gateway = gatewayOf(mesh, 'x');
      expect(await gateway.ask(reign)).toBe(10);
      expect(await knownIn(mesh)).toMatchObject([{ gatewayId: 'x', fairShare: 10 }]);
      mesh.store.reachable = false;
      await expect(gatewayOf(mesh, 'y').ask(reign)).rejects.toThrow(NotGrantor);
      expect(reign.ended.aborted).toBe(true);
    }));

  it('are granted by the next only when everyone has told what they hold', () =>
    withMesh(async (mesh) => {
      const first = await mesh.reignOf('a');
      const [x, y] = [gatewayOf(mesh, 'x'), gatewayOf(mesh, 'y')];
      await x.ask(first);
      await y.ask(first);
      const second = await mesh.reignOf('b');
      await expect(x.ask(first)).rejects.toThrow(NotGrantor);
      for (const { share } of [x, y]) share.disconnected();
      mesh.nowMs += LEASE_MS;
      expect(await y.ask(second)).toBe(0);
      expect(await x.ask(second)).toBeGreaterThan(0);
      const held = x.share.shareAt(mesh.nowMs) + (await y.ask(second));
      expect(held).toBeLessThanOrEqual(10);
      expect(mesh.reign('a')).toBeUndefined();
    }));

  it('wait for the longest lease when the store has lost who may hold them', () =>
    withMesh(async (mesh) => {
      const first = await mesh.reignOf('a');
      const x = gatewayOf(mesh, 'x');
      await x.ask(first);
      mesh.store.lose();
      mesh.policy = { ...mesh.policy, revision: newGeneration(mesh.nowMs, 1) };
      const second = await mesh.reignOf('b');
      x.share.disconnected();
      const y = gatewayOf(mesh, 'y');
      expect(await y.ask(second)).toBe(0);
      expect(await knownIn(mesh)).toBeUndefined();
      mesh.nowMs += LONGEST_MS - 1;
      expect(await y.ask(second)).toBe(0);
      mesh.nowMs += 1;
      expect(await y.ask(second)).toBe(10);
      expect(await knownIn(mesh)).toMatchObject([{ gatewayId: 'y' }]);
    }));

  it('wait also when the process that waited has died', () =>
    withMesh(async (mesh) => {
      mesh.policy = { ...policyOf(1), revision: newGeneration(mesh.nowMs, 1) };
      const first = await mesh.reignOf('a');
      expect(await gatewayOf(mesh, 'x').ask(first)).toBe(0);
      mesh.nowMs += LONGEST_MS - 1;
      const second = await mesh.reignOf('b');
      const y = gatewayOf(mesh, 'y');
      expect(await y.ask(second)).toBe(0);
      mesh.nowMs += LONGEST_MS;
      expect(await y.ask(second)).toBe(10);
    }));

  it('are asked for anew when a gateway holds what nobody here has granted', () =>
    withMesh(async (mesh) => {
      const first = await mesh.reignOf('a');
      const x = gatewayOf(mesh, 'x');
      await x.ask(first);
      // The store loses that grant, and nothing else tells of it.
      mesh.store.lose();
      const second = await mesh.reignOf('b');
      x.share.disconnected();
      await expect(x.ask(second)).rejects.toThrow(NotGrantor);
      const third = await mesh.reignOf('b');
      const y = gatewayOf(mesh, 'y');
      expect(await y.ask(third)).toBe(0);
      mesh.nowMs += LONGEST_MS;
      expect(await y.ask(third)).toBe(10);
      expect(mesh.ended.at(-1)).toMatchObject({ name: 'Superseded' });
    }));

  it('are those of the rule that both know, or none', () =>
    withMesh(async (mesh) => {
      const reign = await mesh.reignOf('a');
      mesh.policy = policyOf(5);
      const x = gatewayOf(mesh, 'x');
      expect(await x.ask(reign, WANTS_ALL, 4)).toBe(0);
      expect(await x.ask(reign, WANTS_ALL, 6)).toBe(0);
      expect(await x.ask(reign, WANTS_ALL, 5)).toBe(10);
    }));

  it('follow an edit of the threshold, and begin anew with another window', () =>
    withMesh(async (mesh) => {
      const reign = await mesh.reignOf('a');
      const x = gatewayOf(mesh, 'x');
      expect(await x.ask(reign)).toBe(10);
      mesh.policy = policyOf(2, { threshold: 40 });
      expect(await x.ask(reign)).toBe(40);
      mesh.policy = policyOf(3, { windowMs: 5_000 });
      // The engine has another rule then, and so the gateway another share.
      const anew = gatewayOf(mesh, 'x');
      expect(await anew.ask(reign)).toBe(10);
      expect(await knownIn(mesh)).toMatchObject([{ gatewayId: 'x', fairShare: 10 }]);
    }));
});
