// One read of a batch and what became of it. Members pass through encoded: nothing here looks
// inside.
import type { ReadResult } from '@member-mesh/contracts';

import type { TrafficClass } from './caller.ts';

export type Consistency = 'current' | 'authoritative' | 'available';

export type ReadKey =
  | { kind: 'member'; memberId: string; minVersion: number }
  | { kind: 'account'; platform: string; accountId: string };

/** Reads that may share a batch. */
export interface ReadLane {
  trafficClass: TrafficClass;
  consistency: Consistency;
}

export type Source = Extract<NonNullable<ReadResult['source']>, string>;

/** Where an answer came from, and how old it may be at most; current when there is no bound. */
export interface ReadOrigin {
  source: Source;
  stalenessBoundMs?: number;
}

export type ReadOutcome =
  | { kind: 'found'; member: Buffer; origin: ReadOrigin }
  | { kind: 'not-found'; origin: ReadOrigin }
  | { kind: 'quarantined'; origin: ReadOrigin }
  | { kind: 'too-old' }
  | { kind: 'unavailable'; detail: string }
  | { kind: 'exhausted' };

/** Equal for reads that have the same answer at the same moment. */
export function identityOf(key: ReadKey): string {
  if (key.kind === 'member') return `m${key.minVersion}:${key.memberId}`;
  return `a${key.platform}:${key.accountId}`;
}

/**
 * From the nearest to the farthest, each at its number in member.v1.ReadInfo.Source. A batch came
 * from the farthest that any of its items came from.
 */
export const SOURCES: readonly Source[] = [
  'SOURCE_UNSPECIFIED',
  'SOURCE_CACHE',
  'SOURCE_INDEX',
  'SOURCE_BACKUP_INDEX',
  'SOURCE_MARKETING_INDEX',
  'SOURCE_STORE',
];

/** The origin of several answers together: the farthest source and the greatest bound. */
export function originOfAll(origins: readonly ReadOrigin[]): ReadOrigin {
  let source: Source = 'SOURCE_UNSPECIFIED';
  let stalenessBoundMs: number | undefined;
  for (const origin of origins) {
    if (SOURCES.indexOf(origin.source) > SOURCES.indexOf(source)) source = origin.source;
    if (origin.stalenessBoundMs !== undefined) {
      stalenessBoundMs = Math.max(stalenessBoundMs ?? 0, origin.stalenessBoundMs);
    }
  }
  return stalenessBoundMs === undefined ? { source } : { source, stalenessBoundMs };
}
