// What the engine of this gateway counted in the last second, as flow.v1.ReportTrafficRequest.
import { durationOf, type ResourceTraffic, timestampOf } from '@member-mesh/contracts';
import type { BreakerStateName, FlowEngine, TrafficCount } from '@member-mesh/flow-engine';
import type { SecondReport } from '@member-mesh/flow-policy';

import type { RefusalSample, SampledRefusal } from '../../app/refusal-sample.ts';

/** Callers beyond these are told together. */
const ROWS_MAX = 1_000;
const HOT_VALUES = 20;
const TIME_MS_MAX = 1e9;
const AMOUNT_MAX = 1e12;
const RETRY_MS_MAX = 86_400_000;
const BREAKERS = {
  closed: 'BREAKER_STATE_CLOSED',
  'half-open': 'BREAKER_STATE_HALF_OPEN',
  open: 'BREAKER_STATE_OPEN',
} as const satisfies Record<BreakerStateName, string>;

export function secondReport(
  { engine, sample }: { engine: FlowEngine; sample: RefusalSample },
  nowMs: number,
): SecondReport {
  return {
    policyRevision: engine.revision,
    resources: [...rowsOf(engine.drainTraffic()), ...breakersOf(engine, nowMs)],
    hotValues: engine
      .hottestValues(HOT_VALUES, nowMs)
      .map(({ method: resource, value, costPerSecond, refused }) => {
        return { resource, value, costPerSecond, refused };
      }),
    refusals: sample.drain().map((refusal) => wireRefusal(refusal, engine.revision)),
  };
}

function rowsOf(counts: readonly TrafficCount[]): ResourceTraffic[] {
  const busiest = counts.toSorted((one, other) => callsOf(other) - callsOf(one));
  const others = busiest.slice(ROWS_MAX).map((row) => ({ ...row, resource: '*', caller: '' }));
  return [...busiest.slice(0, ROWS_MAX), ...others].map((row) => ({
    ...row,
    responseTimeMeanMs: Math.min(TIME_MS_MAX, row.responseTimeMeanMs),
    responseTimeP99Ms: Math.min(TIME_MS_MAX, row.responseTimeP99Ms),
  }));
}

function callsOf({ passed, refused, failed }: TrafficCount): number {
  return passed + refused + failed;
}

function breakersOf(engine: FlowEngine, nowMs: number): ResourceTraffic[] {
  return engine.breakerStates(nowMs).map(({ resource, state }) => {
    return { resource, breaker: BREAKERS[state] };
  });
}

function wireRefusal(refusal: SampledRefusal, policyRevision: number) {
  const { timeMs, caller, method: resource, ruleId, used, threshold, shadow } = refusal;
  const { retryAfterMs } = refusal;
  return {
    refuseTime: timestampOf(timeMs),
    ...{ caller, resource, ruleId, policyRevision, shadow },
    used: Math.min(AMOUNT_MAX, used),
    threshold: Math.min(AMOUNT_MAX, threshold),
    retryAfter:
      retryAfterMs === undefined ? null : durationOf(Math.min(RETRY_MS_MAX, retryAfterMs)),
  };
}
