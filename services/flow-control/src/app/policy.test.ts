import { describe, expect, it } from '@jest/globals';
import type { RuleDraft } from '@member-mesh/flow-policy';
import { type Clock, systemClock, systemRandom } from '@member-mesh/kernel';

import { MemoryPolicyStore } from '../../test/memory-policy-store.ts';
import { deleteRule, putRule, replaceRules } from '../domain/change-rules.ts';
import { changedRuleId, EMPTY_POLICY, type Policy } from '../domain/policy.ts';
import { accepted } from '../domain/refusal.ts';
import { newGeneration } from '../domain/revision.ts';
import { createPolicyChanger } from './change-policy.ts';
import { listRuleHistory } from './list-rule-history.ts';
import { PolicyFeed } from './policy-feed.ts';
import { type ChangeEntry, PolicyStoreUnavailable } from './policy-store.ts';
import { rollBackRules } from './roll-back-rules.ts';

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
    { rule: { ...rule(ruleId, name), etag: '' }, catalogue: new Map() },
    { changedBy: name, nowMs },
  );

const replaceBy = (name: string, ruleIds: readonly string[]) => (policy: Policy, nowMs: number) => {
  const rules = ruleIds.map((ruleId) => ({ ...rule(ruleId, name), etag: '' }));
  return replaceRules(
    policy,
    { rules, etag: '', catalogue: new Map() },
    { changedBy: name, nowMs },
  );
};

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
    const page = async (ruleId: string, pageSize: number, after?: ChangeEntry) => {
      const query = { ruleId, pageSize, after };
      const { changes, next } = await listRuleHistory({ feed, store }, query, never);
      const whos = changes.map(({ revision, changedBy }) => `${revision - START} ${changedBy}`);
      return [whos, next && `${next.revision - START} ${next.ruleId}`];
    };
    expect(await page('', 10)).toEqual([['5 four', '4 three', '2 two', '1 one'], undefined]);
    expect(await page('', 3)).toEqual([['5 four', '4 three', '2 two'], '2 b']);
    const after = { revision: START + 2, ruleId: 'b' };
    expect(await page('', 3, after)).toEqual([['1 one'], undefined]);
    expect(await page('b', 10)).toEqual([['5 four', '2 two'], undefined]);
    expect(await page('c', 10)).toEqual([[], undefined]);
  });

  it('has pages that end within the changes of one revision', async () => {
    const store = new MemoryPolicyStore();
    const { feed, changer } = process(store);
    await changer.change(replaceBy('one', ['a', 'b', 'c']), never);
    await changer.change(replaceBy('two', ['b']), never);
    const seen: string[] = [];
    let after: ChangeEntry | undefined;
    do {
      const query = { ruleId: '', pageSize: 2, after };
      const { changes, next } = await listRuleHistory({ feed, store }, query, never);
      seen.push(changes.map((change) => `${change.changedBy} ${changedRuleId(change)}`).join());
      after = next;
    } while (after);
    expect(seen).toEqual(['two a,two b', 'two c,one a', 'one b,one c']);
  });

  it('is empty while nobody has changed a rule', async () => {
    const store = new MemoryPolicyStore();
    const { feed } = process(store);
    const query = { ruleId: '', pageSize: 5, after: undefined };
    const page = await listRuleHistory({ feed, store }, query, never);
    expect(page.changes).toEqual([]);
    expect(feed.current).toEqual(EMPTY_POLICY);
  });
});

describe('putting the rules back', () => {
  const AUTHOR = { changedBy: 'ops', nowMs: 0 };

  /**
   * Five revisions of rules, one of callers, in a history that keeps `historyEntriesMax` changes.
   */
  async function withHistory(historyEntriesMax = 100) {
    const store = new MemoryPolicyStore({ historyEntriesMax });
    const { feed, changer } = process(store);
    await changer.change(replaceBy('one', ['a', 'b']), never);
    await changer.change(put('b', 'two'), never);
    await changer.change(grow, never);
    await changer.change(replaceBy('four', ['c']), never);
    await changer.change(put('a', 'five'), never);
    const back = (revision: number, etag = '') =>
      changer.change(
        (policy) =>
          rollBackRules(
            { policy, store },
            { revision: START + revision, etag, catalogue: new Map() },
            AUTHOR,
          ),
        never,
      );
    return { store, feed, back };
  }

  const said = (decision: Awaited<ReturnType<Awaited<ReturnType<typeof withHistory>>['back']>>) => {
    if (!decision.ok) return decision.refusal;
    return decision.value.policy.rules.map(({ ruleId, description }) => `${ruleId} ${description}`);
  };

  it.each([
    [1, ['a one', 'b one']],
    [2, ['a one', 'b two']],
    [3, ['a one', 'b two']],
    [4, ['c four']],
  ])('to revision %d brings what was then, as a new change', async (revision, expected) => {
    const { back, feed } = await withHistory();
    expect(said(await back(revision))).toEqual(expected);
    expect(feed.current?.revision).toBe(START + 6);
    expect(said(await back(5))).toEqual(['a five', 'c four']);
  });

  it('to what is there changes nothing', async () => {
    const { back, feed } = await withHistory();
    expect(said(await back(5))).toEqual(['a five', 'c four']);
    expect(feed.current?.revision).toBe(START + 5);
  });

  it('is refused for a set that is not the one seen', async () => {
    const { back } = await withHistory();
    expect(said(await back(1, 'old'))).toEqual({ kind: 'etag-mismatch' });
  });

  it.each([0, 6])('to revision %d, which was none or is none yet, is refused', async (revision) => {
    const { back } = await withHistory();
    const limits = { oldest: START + 1, newest: START + 5 };
    expect(said(await back(revision))).toMatchObject({ kind: 'revision-not-kept', ...limits });
  });

  it('is refused where the history no longer reaches', async () => {
    const { back } = await withHistory(4);
    expect(said(await back(1))).toMatchObject({ kind: 'revision-not-kept', oldest: START + 2 });
    expect(said(await back(2))).toEqual(['a one', 'b two']);
  });

  it('is refused when a change in between is missing or not what led here', async () => {
    const { back, store } = await withHistory();
    const [change] = (await store.archived()).filter(({ revision }) => revision === START + 4);
    const kept = await store.readArchived(change!);
    const { before, ...rest } = kept!;
    await store.archive([{ ...rest, after: { ...before!, etag: 'x' } }]);
    expect(said(await back(2))).toMatchObject({ kind: 'revision-not-kept' });
  });
});
