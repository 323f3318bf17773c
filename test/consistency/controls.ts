// One scenario for each protection: a few calls in the very order in which the protection matters.
// With it nothing is wrong; without it the checker must find what is, each time: points at which
// processes are held, and conditions that are waited for, leave nothing to luck.
import type { Call, MemberView, Rule } from '../checker/history.ts';
import { eventually } from '../workload/fault-door.ts';
import type { Scenario } from './scenario.ts';

export interface Control {
  protection: string;
  /** Whose processes go without it. */
  service: 'member-query' | 'member-write' | 'sync-worker';
  /** What is found then. */
  rules: readonly Rule[];
  run: (scenario: Scenario) => Promise<void>;
}

const LAG_MS = 3_000;
const SHARDS = 1024n;
/** Two groups, each polled twice, one of them under way at the beginning. */
const POLLS = 6;

export const controls: readonly Control[] = [
  {
    protection: 'fill-floor',
    service: 'member-query',
    rules: ['stale-read'],
    run: behindTheIndex,
  },
  {
    protection: 'pinned-fences',
    service: 'member-query',
    rules: ['stale-read'],
    run: behindTheIndex,
  },
  {
    protection: 'fill-token',
    service: 'member-query',
    rules: ['stale-read'],
    run: aFillThatComesLate,
  },
  {
    protection: 'versioned-deletes',
    service: 'sync-worker',
    rules: ['stale-read'],
    run: anEventThatComesAgain,
  },
  {
    protection: 'skip-locked-outbox',
    service: 'member-write',
    rules: ['stale-read'],
    run: aCommitThatComesLate,
  },
  {
    protection: 'account-uniqueness',
    service: 'member-write',
    rules: ['account-on-two-members'],
    run: twoBindsAtOnce,
  },
];

/**
 * Reads what was written; where its protection is off, until somebody reads what was before: a tier
 * that is late sends readers to the record, which is never wrong.
 */
async function readPastIt(
  scenario: Scenario,
  written: MemberView,
  beforeEach = (): Promise<void> => Promise.resolve(),
): Promise<void> {
  const isOld = ({ outcome }: Call): boolean =>
    outcome.kind === 'member' && outcome.member.version < written.version;
  const readOld = async (): Promise<boolean> => {
    await beforeEach();
    return (await scenario.read(written)).some(isOld);
  };
  if (scenario.unprotected) await eventually('an old version to be read', readOld);
  else await readOld();
}

/** The index lags for longer than any lock lasts; only the fence knows what was written. */
async function behindTheIndex(scenario: Scenario): Promise<void> {
  const { mesh, stores } = scenario;
  const member = await scenario.register();
  await scenario.readFromIndex(member);
  const workers = mesh.components.filter(({ kind }) => kind === 'sync-worker');
  for (const worker of workers) await worker.stop();
  try {
    const updated = await scenario.update('a', member);
    const acknowledgedMs = performance.now();
    await eventually(`the index to lag by ${LAG_MS} ms`, () => {
      return Promise.resolve(performance.now() - acknowledgedMs > LAG_MS);
    });
    await readPastIt(scenario, updated);
    const indexed = await stores.indexed('order-a', member.memberId);
    if (indexed >= updated.version) throw new Error('the index did not lag');
  } finally {
    for (const worker of workers) await worker.cont();
  }
}

/**
 * A reader takes its time between the index and the cache; meanwhile all that would stop it goes.
 */
async function aFillThatComesLate(scenario: Scenario): Promise<void> {
  const { stores, faults } = scenario;
  const member = await scenario.register();
  await scenario.readFromIndex(member);
  // Without a token, a fill that is still on its way would come after the eviction as well.
  await scenario.readFromCache(member);
  await stores.evict(member.memberId);
  await faults.set('member-query', 'before-fill:hold');
  // Both centers bring the old version, and each waits before it stores it.
  await scenario.read(member);
  await faults.held('member-query', 'before-fill', 2);
  const updated = await scenario.update('a', member);
  await stores.untilIndexed(updated.memberId, updated.version);
  await stores.evict(updated.memberId);
  const fills = /^cache_fills_total/;
  const before = await stores.metric('member-query', fills);
  await faults.set('member-query', '');
  await eventually('both fills to be done', async () => {
    const now = await stores.metric('member-query', fills);
    return now.every((count, at) => count > (before[at] ?? 0));
  });
  await readPastIt(scenario, updated);
}

/** An old change comes again after the index has forgotten that the member had ended. */
async function anEventThatComesAgain(scenario: Scenario): Promise<void> {
  const { stores } = scenario;
  await stores.forgetDeletions();
  const member = await scenario.register();
  const { memberId } = member;
  await scenario.readFromIndex(member);
  const closed = await scenario.acknowledged('a', { kind: 'close', memberId });
  await stores.untilIndexed(memberId, scenario.unprotected ? 0 : closed.version);
  // Again and again: Elasticsearch forgets a deletion with its next refresh, however soon it may.
  await readPastIt(scenario, closed, async () => {
    await stores.comesAgain(memberId, member.version);
    await stores.evict(memberId);
  });
}

/** Of two writes the one with the lesser outbox id commits last. */
async function aCommitThatComesLate(scenario: Scenario): Promise<void> {
  const { stores, faults } = scenario;
  await allHavePolled(scenario);
  const [late, early] = await twoOfOneGroup(scenario);
  await scenario.readFromIndex(late);
  await faults.set('member-write-a', 'before-commit:hold');
  const held = scenario.update('a', late);
  await faults.held('member-write-a', 'before-commit', 1);
  await scenario.update('b', early);
  await allHavePolled(scenario);
  await faults.set('member-write-a', '');
  const updated = await held;
  await readPastIt(scenario, updated, () => stores.evict(updated.memberId));
}

/**
 * Where the outbox is polled: every process has begun to poll each group, and has ended that, since
 * now.
 */
async function allHavePolled({ stores, unprotected }: Scenario): Promise<void> {
  if (!unprotected) return;
  const polls = /^member_write_statement_duration_seconds_count\{.*"poll-outbox"/;
  const before = await stores.metric('member-write', polls);
  await eventually('all to have polled', async () => {
    const now = await stores.metric('member-write', polls);
    return now.every((count, at) => count >= (before[at] ?? 0) + POLLS);
  });
}

async function twoOfOneGroup(scenario: Scenario): Promise<readonly [MemberView, MemberView]> {
  const first = await scenario.register();
  for (;;) {
    const other = await scenario.register();
    if (groupOf(other.memberId) === groupOf(first.memberId)) return [first, other];
  }
}

/** The even split of the shards, which lie in the middle of a member's id. */
function groupOf(memberId: string): number {
  const shard = (BigInt(memberId) >> 12n) & (SHARDS - 1n);
  return shard < SHARDS / 2n ? 0 : 1;
}

/** Both have seen that nobody has the account before either of them takes it. */
async function twoBindsAtOnce(scenario: Scenario): Promise<void> {
  const { faults } = scenario;
  const [one, other] = [await scenario.register(), await scenario.register()];
  const account = `wechat:${scenario.fresh('wanted')}`;
  await faults.set('member-write', 'after-account-check:hold');
  const binds = [
    scenario.write('a', { kind: 'bind', memberId: one.memberId, account }),
    scenario.write('b', { kind: 'bind', memberId: other.memberId, account }),
  ];
  await faults.held('member-write', 'after-account-check', 2);
  await faults.set('member-write', '');
  await Promise.all(binds);
  await scenario.read(one);
  await scenario.read(other);
}
