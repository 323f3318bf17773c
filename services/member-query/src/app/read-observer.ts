// What the reading use cases tell of themselves.
import type { Source, TrafficClass } from './answers.ts';
import type { FillOutcome } from './cache-center.ts';

export type CacheOutcome = 'hit' | 'miss' | 'locked' | 'closed' | 'untrusted' | 'unavailable';

export interface ReadObserver {
  cache(outcome: CacheOutcome, count: number): void;
  answered(source: Source, trafficClass: TrafficClass, count: number): void;
  unanswered(trafficClass: TrafficClass, count: number): void;
  filled(outcome: FillOutcome | 'failed' | 'skipped'): void;
  joinedFlight(): void;
}
