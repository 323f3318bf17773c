// What gateways report, as people read it: a row for each resource and caller, as rates.
import { msOf } from '@member-mesh/contracts';
import type { MeshClients } from '../mesh/clients.ts';

type FlowControl = ReturnType<MeshClients['flowControl']>;
type Answers<K extends 'WatchTraffic'> =
  ReturnType<FlowControl[K]> extends AsyncIterable<infer Answer> ? Answer : never;
export type Traffic = Answers<'WatchTraffic'>;
export type Refusal = Awaited<ReturnType<FlowControl['ListRefusals']>>['refusals'][number];
type ResourceTraffic = Traffic['resources'][number];

export interface TrafficRow {
  resource: string;
  caller: string;
  passed_per_second: number;
  refused_per_second: number;
  shadow_refused_per_second: number;
  failed_per_second: number;
  response_time_mean_ms: number;
  response_time_p99_ms: number;
  /** "closed", "open" or "half-open"; empty where no breaker is. */
  breaker: string;
}

const BREAKERS: Readonly<Record<string, string>> = {
  BREAKER_STATE_CLOSED: 'closed',
  BREAKER_STATE_OPEN: 'open',
  BREAKER_STATE_HALF_OPEN: 'half-open',
};

export function trafficRow(each: ResourceTraffic, seconds: number): TrafficRow {
  return {
    ...{ resource: each.resource, caller: each.caller },
    passed_per_second: each.passed / seconds,
    refused_per_second: each.refused / seconds,
    shadow_refused_per_second: each.shadowRefused / seconds,
    failed_per_second: each.failed / seconds,
    response_time_mean_ms: each.responseTimeMeanMs,
    response_time_p99_ms: each.responseTimeP99Ms,
    breaker: BREAKERS[each.breaker] ?? '',
  };
}

/** The busiest first; open breakers before everything. */
export function inOrder(rows: readonly TrafficRow[]): TrafficRow[] {
  const weight = (row: TrafficRow): number =>
    row.breaker === 'open' || row.breaker === 'half-open' ? Infinity : callsOf(row);
  return rows.toSorted((one, other) => {
    const [first, second] = [weight(one), weight(other)];
    if (first !== second) return second > first ? 1 : -1;
    return `${one.resource}\n${one.caller}` < `${other.resource}\n${other.caller}` ? -1 : 1;
  });
}

function callsOf(row: TrafficRow): number {
  return row.passed_per_second + row.refused_per_second;
}

export const TRAFFIC_HEADER = [
  ...['resource', 'caller', 'passed/s', 'refused/s', 'shadow/s', 'failed/s'],
  ...['mean ms', 'p99 ms', 'breaker'],
];

export function trafficCells(row: TrafficRow): (string | number)[] {
  return [
    shortResource(row.resource),
    row.caller || '(all)',
    ...[row.passed_per_second, row.refused_per_second].map(figure),
    ...[row.shadow_refused_per_second, row.failed_per_second].map(figure),
    ...[row.response_time_mean_ms, row.response_time_p99_ms].map(figure),
    row.breaker === 'open' ? 'OPEN' : row.breaker,
  ];
}

/** "/member.v1.MemberQueryService/GetMember" as "MemberQueryService/GetMember". */
export function shortResource(resource: string): string {
  return resource.replace(/^\/(?:[\w.]+\.)?(\w+)\//, '$1/');
}

/** Numbers of three digits or so; whole from ten on. */
export function figure(value: number): number {
  return value >= 10 ? Math.round(value) : Math.round(value * 10) / 10;
}

export interface RefusalRow {
  refuse_time: string;
  gateway_id: string;
  caller: string;
  resource: string;
  rule_id: string;
  used: number;
  threshold: number;
  retry_after_ms: number | null;
  shadow: boolean;
}

export function refusalRow(refusal: Refusal): RefusalRow {
  return {
    refuse_time: new Date(msOf(refusal.refuseTime) ?? 0).toISOString(),
    ...{ gateway_id: refusal.gatewayId, caller: refusal.caller, resource: refusal.resource },
    ...{ rule_id: refusal.ruleId, used: refusal.used, threshold: refusal.threshold },
    ...{ retry_after_ms: msOf(refusal.retryAfter) ?? null, shadow: refusal.shadow },
  };
}

export const REFUSAL_HEADER = [
  ...['refused', 'gateway', 'caller', 'resource', 'rule', 'used', 'threshold', 'retry after'],
  'mode',
];

export function refusalCells(row: RefusalRow): (string | number)[] {
  return [
    ...[row.refuse_time, row.gateway_id, row.caller, shortResource(row.resource), row.rule_id],
    ...[figure(row.used), figure(row.threshold)],
    row.retry_after_ms === null ? '' : `${Math.ceil(row.retry_after_ms)} ms`,
    row.shadow ? 'shadow' : 'refused',
  ];
}
