// What a read of one key comes to.
import type { ResolvedAccount } from './sources.ts';

export type Source = 'CACHE' | 'INDEX' | 'BACKUP_INDEX' | 'MARKETING_INDEX' | 'STORE';

export interface Origin {
  source: Source;
  /** How old the answer may be at most, milliseconds; undefined when it is current. */
  staleMs: number | undefined;
}

export type KeyAnswer =
  | ({ state: 'found'; version: number; payload: Buffer } & Origin)
  | ({ state: 'absent' } & Origin)
  /** An account on which the record has decided. */
  | ({ state: 'resolved'; account: ResolvedAccount } & Origin)
  | { state: 'too-old' }
  | { state: 'exhausted' }
  | { state: 'unavailable'; detail: string };

/** What a read of a member or of an account's member comes to. */
export type MemberAnswer =
  | ({ state: 'found'; memberId: string; version: number; member: Buffer } & Origin)
  | ({ state: 'absent' | 'quarantined' } & Origin)
  | { state: 'too-old' }
  | { state: 'exhausted' }
  | { state: 'unavailable'; detail: string };

export type TrafficClass = 'order' | 'marketing' | 'ops';

/**
 * `exact` may fall back to a member that tells how old it may be when a tier is away, never to an
 * account's binding; `proof` never does; `available` may do either.
 */
export type Wanted = 'exact' | 'proof' | 'authoritative' | 'available';

export interface ReadContext {
  trafficClass: TrafficClass;
  wanted: Wanted;
}

/** The larger of two bounds; undefined when both answers are current. */
export function staler(one: number | undefined, other: number | undefined): number | undefined {
  if (one === undefined) return other;
  return other === undefined ? one : Math.max(one, other);
}
