import { describe, expect, it } from '@jest/globals';
import type { RuleDraft } from '@member-mesh/flow-policy';
import { type Clock, systemClock, systemRandom } from '@member-mesh/kernel';

import { MemoryPolicyStore } from '../../test/memory-policy-store.ts';
import { deleteRule, putRule } from '../domain/change-rules.ts';
import { EMPTY_POLICY, type Policy } from '../domain/policy.ts';
import { accepted } from '../domain/refusal.ts';
import { newGeneration } from '../domain/revision.ts';
import { createPolicyChanger } from './change-policy.ts';
import { listRuleHistory } from './list-rule-history.ts';
import { PolicyFeed } from './policy-feed.ts';
import { PolicyStoreUnavailable } from './policy-store.ts';

const never = new AbortController().signal;
const clockAt = (nowMs: number): Clock => ({ ...systemClock, nowMs: () => nowMs });
const LATER_MS = Date.UTC(2026, 0, 1);
/** Where the revisions of a policy begin by this clock. */
const START = newGeneration(0, 0);

function process(store: MemoryPolicyStore, nowMs = 0, reconcileIntervalMs = 10) {
  const clock = clockAt(nowMs);
  const events: string[] = [];
  const feed = new PolicyFeed({
    store,
    observer: {
      storeReached: () => undefined,
      storeLost: () => events.push('lost'),
      policyAccepted: ({ revision }) => events.push(`accepted ${revision}`),
      policyRestored: ({ revision }) => events.push(`restored ${revision}`),
    },
    reconcileIntervalMs,
    readTimeoutMs: 1_000,
    ...{ clock, random: systemRandom },
  });
  const changer = createPolicyChanger({ store, feed, clock, random: systemRandom });
  return { feed, changer, events };
}

const grow = (policy: Policy) => accepted({ policy: { ...policy, revision: policy.revision + 1 } });

const rule = (ruleId: string, name: string): RuleDraft => ({
  ruleId,
  description: name,
  mode: 'enforce',
  enforcePercent: 0,
  kind: { type: 'access', resource: '*', allow: [name], deny: [] },
});

const put = (ruleId: string, name: string) => (policy: Policy, nowMs: number) =>
  putRule(
    policy,
    { rule: rule(ruleId, name), etag: '', catalogue: new Map() },
    { changedBy: name, nowMs },
  );

describe('changes of the policy', () => {
  it('are all kept when several processes make them at once', async () => {
    const store = new MemoryPolicyStore();
    const processes = [process(store), process(store), process(store)];
    const changes = processes.flatMap(({ changer }, p) =>
      [1, 2].map((n) => changer.change(put(`rule-${p}-${n}`, 'ops'), never)),
    );
    await Promise.all(changes);
    const stored = await store.read();
    expect(stored?.policy.revision).toBe(START + 6);
    expect(stored?.policy.rules).toHaveLength(6);
  });

  it('reach the feeds of all processes, in order', async () => {
    const store = new MemoryPolicyStore();
    const [one, two] = [process(store), process(store)];
    const end = new AbortController();
    const running = [one.feed.run(end.signal), two.feed.run(end.signal)];
    expect((await two.feed.next(undefined, never)).revision).toBe(0);
    await one.changer.change(grow, never);
    expect((await two.feed.next(0, never)).revision).toBe(START + 1);
    await one.changer.change(grow, never);
    expect((await two.feed.next(START + 1, never)).revision).toBe(START + 2);
    end.abort();
    await Promise.all(running);
    const revisions = [0, START + 1, START + 2];
    expect(two.events).toEqual(revisions.map((revision) => `accepted ${revision}`));
  });

  it('fail while the store is away, and the policy read before stays', async () => {
    const store = new MemoryPolicyStore();
    const { feed, changer } = process(store);
    await changer.change(grow, never);
    store.reachable = false;
    await expect(changer.change(grow, never)).rejects.toThrow(PolicyStoreUnavailable);
    expect(feed.current?.revision).toBe(START + 1);
  });

  it('are written again when the store comes up without them', async () => {
    const store = new MemoryPolicyStore();
    const { feed, changer, events } = process(store);
    await changer.change(put('r', 'ops'), never);
    store.lose();
    await feed.refresh(never);
    expect((await store.read())?.policy.rules).toHaveLength(1);
    const restored = newGeneration(0, START);
    expect(events).toContain(`restored ${restored}`);
    await changer.change(put('s', 'ops'), never);
    expect((await store.read())?.policy.revision).toBe(restored + 1);
  });

  it('are kept, with those of a process that had begun anew meanwhile', async () => {
    const store = new MemoryPolicyStore();
    const [one, two] = [process(store), process(store, LATER_MS)];
    await one.changer.change(put('known', 'ops'), never);
    store.lose();
    await two.changer.change(put('anew', 'ops'), never);
    expect(two.feed.current?.rules).toHaveLength(1);
    await one.changer.change(put('later', 'ops'), never);
    await two.feed.refresh(never);
    for (const { feed } of [one, two]) {
      const ids = feed.current?.rules.map(({ ruleId }) => ruleId);
      expect(ids).toEqual(['anew', 'known', 'later']);
    }
  });

  it('are kept also when the one that begins anew does so in the same second', async () => {
    const store = new MemoryPolicyStore();
    const [one, two] = [process(store), process(store)];
    await one.changer.change(put('known', 'ops'), never);
    store.lose();
    await two.changer.change(put('anew', 'ops'), never);
    await one.feed.refresh(never);
    await two.feed.refresh(never);
    for (const { feed } of [one, two]) {
      expect(feed.current?.rules.map(({ ruleId }) => ruleId)).toEqual(['anew', 'known']);
    }
  });

  it('reach who only watches when others had begun anew', async () => {
    const store = new MemoryPolicyStore();
    const [one, two] = [process(store), process(store, LATER_MS)];
    await one.changer.change(put('known', 'ops'), never);
    store.lose();
    await two.changer.change(put('anew', 'ops'), never);
    const end = new AbortController();
    const known = one.feed.current?.revision;
    const running = one.feed.run(end.signal);
    expect((await one.feed.next(known, never)).rules).toHaveLength(2);
    end.abort();
    await running;
  });

  it('reach who only watches when the store was away just as it was told', async () => {
    const store = new MemoryPolicyStore();
    const [one, two] = [process(store, 0, 3_600_000), process(store, LATER_MS)];
    await one.changer.change(put('known', 'ops'), never);
    store.lose();
    await two.changer.change(put('anew', 'ops'), never);
    store.reachable = false;
    const end = new AbortController();
    const known = one.feed.current?.revision;
    const running = one.feed.run(end.signal);
    const lost = ['first reading', 'reading of what it was told'];
    while (one.events.filter((event) => event === 'lost').length < lost.length) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    store.reachable = true;
    expect((await one.feed.next(known, never)).rules).toHaveLength(2);
    end.abort();
    await running;
  });

  it('that are only previewed are not stored', async () => {
    const store = new MemoryPolicyStore();
    const { changer } = process(store);
    expect(await changer.preview(grow, never)).toMatchObject({
      value: { policy: { revision: START + 1 } },
    });
    expect(await store.read()).toBeUndefined();
  });
});

describe('the history of rules', () => {
  it('has each change once, newest first, in pages, for one rule or all', async () => {
    const store = new MemoryPolicyStore();
    const { feed, changer } = process(store);
    await changer.change(put('a', 'one'), never);
    await changer.change(put('b', 'two'), never);
    await changer.change(grow, never);
    await changer.change(put('a', 'three'), never);
    await changer.change(
      (policy, nowMs) =>
        deleteRule(policy, { ruleId: 'b', etag: '' }, { changedBy: 'four', nowMs }),
      never,
    );
    const page = async (ruleId: string, pageSize: number, beforeRevision?: number) => {
      const query = { ruleId, pageSize, beforeRevision };
      const { changes, nextBeforeRevision } = await listRuleHistory({ feed, store }, query, never);
      const whos = changes.map(({ revision, changedBy }) => `${revision - START} ${changedBy}`);
      return [whos, nextBeforeRevision && nextBeforeRevision - START];
    };
    expect(await page('', 10)).toEqual([['5 four', '4 three', '2 two', '1 one'], undefined]);
    expect(await page('', 3)).toEqual([['5 four', '4 three', '2 two'], 2]);
    expect(await page('', 3, START + 2)).toEqual([['1 one'], undefined]);
    expect(await page('b', 10)).toEqual([['5 four', '2 two'], undefined]);
    expect(await page('c', 10)).toEqual([[], undefined]);
  });

  it('is empty while nobody has changed a rule', async () => {
    const store = new MemoryPolicyStore();
    const { feed } = process(store);
    const query = { ruleId: '', pageSize: 5, beforeRevision: undefined };
    const page = await listRuleHistory({ feed, store }, query, never);
    expect(page.changes).toEqual([]);
    expect(feed.current).toEqual(EMPTY_POLICY);
  });
});
