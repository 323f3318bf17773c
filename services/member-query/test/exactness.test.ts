// Exactness under every interleaving that a few thousand seeds find, and the proof that a cache
// with a hole in it would be caught.
import { describe, expect, it } from '@jest/globals';

import type { Fill, FillOutcome, Taken } from '../src/app/cache-center.ts';
import type { Account } from '@member-mesh/contracts';
import type { KeyAnswer, MemberAnswer, ReadContext, TrafficClass } from '../src/app/answers.ts';
import { type Load, LoadKeys } from '../src/app/load-keys.ts';
import { LookupAccounts } from '../src/app/lookup-accounts.ts';
import { SourceUnavailable } from '../src/app/sources.ts';
import type { CacheKey } from '../src/domain/cache-key.ts';
import { MemoryCacheCenter } from './memory-cache-center.ts';
import { type Parts, Simulation } from './simulation.ts';
import type { Violation } from './simulation-checks.ts';

const STEPS = 1_500;

async function simulate(seeds: number) {
  const violations: (Violation & { seed: number })[] = [];
  const bySource: Record<string, number> = {};
  const aged: Record<string, number> = {};
  let refused = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    const outcome = await new Simulation({ seed }).run(STEPS);
    violations.push(...outcome.violations.map((violation) => ({ ...violation, seed })));
    addTo(bySource, outcome.bySource);
    addTo(aged, outcome.aged);
    refused += outcome.refused;
  }
  return { violations, bySource, aged, refused };
}

function addTo(sums: Record<string, number>, counts: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(counts)) sums[name] = (sums[name] ?? 0) + count;
}

/** The first seed under which an answer breaks a promise; undefined when none is among so many. */
async function caughtBy(seeds: number, parts: Partial<Parts>): Promise<number | undefined> {
  for (let seed = 1; seed <= seeds; seed++) {
    const { violations } = await new Simulation({ seed, parts }).run(STEPS);
    if (violations.length > 0) return seed;
  }
  return undefined;
}

/** Stores whatever is brought, whoever brings it. */
class WithoutTokens extends MemoryCacheCenter {
  override async fill(key: CacheKey, fill: Fill): Promise<FillOutcome> {
    const token = (await this.look(key)).entry?.token?.toString('latin1') ?? fill.token;
    return super.fill(key, { ...fill, token });
  }
}

/** Claims that every index may be read at any time. */
class WithoutProofs extends MemoryCacheCenter {
  override async take(key: CacheKey, token: string | undefined): Promise<Taken> {
    const taken = await super.take(key, token);
    return taken.state === 'missing' ? { ...taken, readable: 7 } : taken;
  }
}

/** Forgets fences when memory is short, whether an index has their versions or not. */
class WithoutPins extends MemoryCacheCenter {
  override evict(key: CacheKey): boolean {
    return this.drop(key);
  }
}

/** Tells no floor. */
class WithoutFloors extends MemoryCacheCenter {
  override async take(key: CacheKey, token: string | undefined): Promise<Taken> {
    const taken = await super.take(key, token);
    return taken.state === 'missing' ? { ...taken, min: 0 } : taken;
  }
}

/** Answers for a record that is away with whatever an index has, fenced or not. */
class WithoutFencesWhenAway extends LoadKeys {
  override stale(loads: readonly Load[], trafficClass: TrafficClass): Promise<KeyAnswer[]> {
    const unfenced = loads.map((load) => ({ ...load, min: 0 }));
    return super.stale(unfenced, trafficClass);
  }
}

/** Believes an index about accounts, whatever was asked for. */
class BelievingLookups extends LookupAccounts {
  override run(accounts: readonly Account[], context: ReadContext): Promise<MemberAnswer[]> {
    return super.run(accounts, { ...context, wanted: 'available' });
  }
}

describe('a read', () => {
  it('is never older than it may be, in any interleaving', async () => {
    const { violations, bySource, aged, refused } = await simulate(100);
    expect(violations.slice(0, 10)).toEqual([]);
    // Every source has answered often, or the simulation proves less than it says.
    const rare = Object.entries(bySource).filter(([, answers]) => answers < 100);
    expect(rare).toEqual([]);
    expect(Object.keys(bySource)).toHaveLength(5);
    expect(Object.keys(aged).sort()).toEqual([
      'account available',
      'member available',
      'member exact',
    ]);
    expect(Math.min(refused, ...Object.values(aged))).toBeGreaterThan(100);
  }, 240_000);

  it.each<[what: string, parts: Partial<Parts>]>([
    ['tokens', { center: WithoutTokens }],
    ['proofs of what the indices have', { center: WithoutProofs }],
    ['pins', { center: WithoutPins }],
    ['floors', { center: WithoutFloors }],
    ['fences while the record is away', { loads: WithoutFencesWhenAway }],
    ['doubt of what indices say of accounts', { lookups: BelievingLookups }],
    ['telling busy from away', { busy: (message) => new SourceUnavailable(message) }],
  ])(
    'would be older without %s, and the checker notices',
    async (_what, parts) => {
      expect(await caughtBy(300, parts)).toEqual(expect.any(Number));
    },
    240_000,
  );
});
