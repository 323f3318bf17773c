// What stands between a call and its answer, worked out once for each method, class and caller, so
// that a decision costs the same among ten rules and among ten thousand.
import type { Breaker } from '../breakers/breaker.ts';
import type { CallKey, RefusalKind } from '../call.ts';
import type { HotspotGate } from '../hotspots/hotspot-gate.ts';
import type { Demand } from '../leases/leasing.ts';
import type { Gate } from '../limits/gate.ts';
import type { SystemGuard } from '../system/system-guard.ts';
import type { TrafficRow } from '../engine/traffic.ts';

export interface Check {
  readonly ruleId: string;
  /** False where the rule only watches this caller. */
  readonly isEnforced: boolean;
}

export interface BreakerCheck extends Check {
  readonly breaker: Breaker;
  readonly servesAvailable: boolean;
}

export interface HotspotCheck extends Check {
  readonly gate: HotspotGate;
  readonly keyKind: CallKey['kind'];
  /** Sets the values of this rule, and of this caller where each has its own, apart. */
  readonly salt: number;
}

export interface FlowCheck extends Check {
  readonly gate: Gate;
  readonly kind: Extract<RefusalKind, 'limit' | 'concurrency'>;
}

export interface SystemCheck extends Check {
  readonly guard: SystemGuard;
}

export interface Plan {
  /** Sets the values of one method apart from those of another. */
  readonly methodSalt: number;
  /** Access rules that this caller does not satisfy. */
  readonly denials: readonly Check[];
  readonly breakers: readonly BreakerCheck[];
  readonly hotspots: readonly HotspotCheck[];
  /** Those of the caller before those of all callers. */
  readonly flows: readonly FlowCheck[];
  /** Of the GLOBAL rules among `flows`. */
  readonly demands: readonly Demand[];
  readonly systems: readonly SystemCheck[];
  readonly traffic: TrafficRow;
}
