// What every policy store does, whatever it is made of.
import { expect, it } from '@jest/globals';
import type { StoredRule } from '@member-mesh/flow-policy';

import { PolicyConflict, type PolicyStore } from '../src/app/policy-store.ts';
import { EMPTY_POLICY, type Policy, type RuleChange } from '../src/domain/policy.ts';

const HISTORY_ENTRIES_MAX = 3;
const inTime = (): AbortSignal => AbortSignal.timeout(5_000);
const revision = (number: number): Policy => ({ ...EMPTY_POLICY, revision: number });

const rule = (ruleId: string): StoredRule => ({
  ruleId,
  etag: '1-a',
  description: 'über alles',
  mode: 'shadow',
  enforcePercent: 5,
  kind: { type: 'access', resource: '*', allow: ['a'], deny: [] },
});

const change = (number: number, ruleId = 'r'): RuleChange => ({
  revision: number,
  changeMs: number,
  changedBy: 'somebody',
  after: rule(ruleId),
});

/** `create` makes an empty store that keeps 3 changes in its history. */
export function itKeepsPolicies(create: (historyEntriesMax: number) => Promise<PolicyStore>): void {
  const fresh = (): Promise<PolicyStore> => create(HISTORY_ENTRIES_MAX);

  it('has nothing at first, and then what was written', async () => {
    const store = await fresh();
    expect(await store.read(inTime())).toBeUndefined();
    const caller = {
      name: 'a',
      trafficClass: 'order' as const,
      permissions: ['read' as const],
      disabled: false,
      keys: [{ sha256: 'ab', expireMs: 5 }],
    };
    const lastRuleChanges = [change(2, 'q'), change(2)];
    const generation = { generationId: 'g2', included: { g1: 7 } };
    const contents = { rules: [rule('r')], callers: [caller], lastRuleChanges };
    const policy = { revision: 2, ...generation, ...contents };
    const storeRevision = await store.write(policy, undefined);
    expect(await store.read(inTime())).toEqual({ policy, storeRevision });
  });

  it('writes only over what was expected', async () => {
    const store = await fresh();
    const first = await store.write(revision(1), undefined);
    await expect(store.write(revision(9), undefined)).rejects.toThrow(PolicyConflict);
    const second = await store.write(revision(2), first);
    await expect(store.write(revision(9), first)).rejects.toThrow(PolicyConflict);
    expect((await store.read(inTime()))?.storeRevision).toBe(second);
  });

  it('lets one of many writers win', async () => {
    const store = await fresh();
    const base = await store.write(revision(1), undefined);
    const writers = [2, 3, 4, 5].map((number) => store.write(revision(number), base));
    const outcomes = await Promise.allSettled(writers);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('shows a watcher the policy now and the newest one after changes', async () => {
    const store = await fresh();
    const first = await store.write(revision(1), undefined);
    const end = new AbortController();
    const seen: number[] = [];
    for await (const { policy } of store.watch(AbortSignal.any([end.signal, inTime()]))) {
      seen.push(policy.revision);
      if (policy.revision === 1) await store.write(revision(2), first);
      else end.abort();
    }
    expect(seen).toEqual([1, 2]);
  });

  it('keeps the newest changes of rules, each once, newest first', async () => {
    const store = await fresh();
    for (const number of [1, 2, 2, 3, 12]) await store.archive([change(number, `r${number}`)]);
    const entries = await store.archived();
    expect(entries).toEqual([12, 3, 2].map((n) => ({ revision: n, ruleId: `r${n}` })));
    const [newest] = await Promise.all(entries.map((entry) => store.readArchived(entry)));
    expect(newest).toEqual(change(12, 'r12'));
    expect(await store.readArchived({ revision: 1, ruleId: 'r1' })).toBeUndefined();
  });

  it('keeps all changes of one revision or none', async () => {
    const store = await fresh();
    await store.archive([change(1, 'b'), change(1, 'a')]);
    await store.archive([change(2, 'b')]);
    const entry = (number: number, ruleId: string) => ({ revision: number, ruleId });
    expect(await store.archived()).toEqual([entry(2, 'b'), entry(1, 'a'), entry(1, 'b')]);
    await store.archive([change(3, 'b')]);
    expect(await store.archived()).toEqual([entry(3, 'b'), entry(2, 'b')]);
  });
}
