// What member-query counts and measures.
import {
  Counter,
  Gauge,
  Histogram,
  LATENCY_BUCKETS_S,
  type Registry,
} from '@member-mesh/telemetry';

import type { FenceObserver } from '../../app/fence-keys.ts';
import type { FollowObserver } from '../../app/follow-through.ts';
import type { LeadObserver } from '../../app/lead-cache.ts';
import type { ReadObserver } from '../../app/read-observer.ts';

export interface QueryMetrics {
  reads: ReadObserver;
  fences: FenceObserver;
  lead: LeadObserver;
  follow: FollowObserver;
  untrustedBuckets(count: number): void;
  indexAgeMs(cluster: string, ageMs: number): void;
}

export function createQueryMetrics(metrics: Registry): QueryMetrics {
  const registers = [metrics];
  const untrusted = new Gauge({
    name: 'cache_untrusted_buckets',
    help: 'Buckets of the own center that are not believed now.',
    registers,
  });
  const age = new Gauge({
    name: 'index_proven_age_seconds',
    help: 'Age of the moment up to which an index is proven to have everything.',
    labelNames: ['cluster'],
    registers,
  });
  return {
    reads: createReadObserver(metrics),
    fences: createFenceObserver(metrics),
    lead: createLeadObserver(metrics),
    follow: createFollowObserver(metrics),
    untrustedBuckets: (count) => untrusted.set(count),
    indexAgeMs: (cluster, ageMs) => age.set({ cluster }, ageMs / 1_000),
  };
}

function createReadObserver(metrics: Registry): ReadObserver {
  const registers = [metrics];
  const reads = new Counter({
    name: 'member_reads_total',
    help: 'Keys read, by where the answer came from; "none" for those without an answer.',
    labelNames: ['source', 'class'],
    registers,
  });
  const cache = new Counter({
    name: 'cache_lookups_total',
    help: 'Keys looked up in the cache, by what came of it.',
    labelNames: ['outcome'],
    registers,
  });
  const fills = new Counter({
    name: 'cache_fills_total',
    help: 'Values brought into the cache, by what came of it.',
    labelNames: ['outcome'],
    registers,
  });
  const joined = new Counter({
    name: 'cache_flights_joined_total',
    help: 'Misses that waited for the same load of another.',
    registers,
  });
  return {
    cache: (outcome, count) => cache.inc({ outcome }, count),
    answered: (source, trafficClass, count) =>
      reads.inc({ source: source.toLowerCase(), class: trafficClass }, count),
    unanswered: (trafficClass, count) => reads.inc({ source: 'none', class: trafficClass }, count),
    filled: (outcome) => fills.inc({ outcome }),
    joinedFlight: () => joined.inc(),
  };
}

function createFenceObserver(metrics: Registry): FenceObserver {
  const seconds = new Histogram({
    name: 'cache_fence_seconds',
    help: 'Time until a center acknowledged all keys of a lock, fence or unlock.',
    labelNames: ['operation', 'cache'],
    buckets: LATENCY_BUCKETS_S,
    registers: [metrics],
  });
  const failures = new Counter({
    name: 'cache_fence_failures_total',
    help: 'Locks, fences and unlocks that a center did not acknowledge in time.',
    labelNames: ['operation', 'cache'],
    registers: [metrics],
  });
  return {
    fenced: (operation, center, tookMs) =>
      seconds.observe({ operation, cache: center }, tookMs / 1_000),
    failed: (operation, center) => failures.inc({ operation, cache: center }),
  };
}

function createLeadObserver(metrics: Registry): LeadObserver {
  const pins = new Gauge({
    name: 'cache_pins',
    help: 'Entries that must not be evicted yet; set by the process that beats.',
    labelNames: ['cache'],
    registers: [metrics],
  });
  const answered = new Gauge({
    name: 'cache_buckets_visited',
    help: 'Buckets that acknowledged the last beat; set by the process that beats.',
    labelNames: ['cache'],
    registers: [metrics],
  });
  const generations = new Counter({
    name: 'cache_generations_total',
    help: 'Buckets that began anew because their node lost its data or is another.',
    labelNames: ['cache'],
    registers: [metrics],
  });
  return {
    visited: (center, count, pinned) => {
      answered.set({ cache: center }, count);
      pins.set({ cache: center }, pinned);
    },
    newGeneration: (center) => generations.inc({ cache: center }),
  };
}

function createFollowObserver(metrics: Registry): FollowObserver {
  const followed = new Counter({
    name: 'changes_followed_total',
    help: 'Looks for a sampled change some seconds after it; all but "older" are as they should be.',
    labelNames: ['tier', 'after_seconds', 'shows'],
    registers: [metrics],
  });
  const passed = new Counter({
    name: 'changes_not_followed_total',
    help: 'Sampled changes that were not followed because too many were already.',
    registers: [metrics],
  });
  return {
    followed: ({ tier, afterS, shows }) =>
      followed.inc({ tier, after_seconds: String(afterS), shows }),
    notFollowed: () => passed.inc(),
  };
}
