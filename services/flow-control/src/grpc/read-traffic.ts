// Reports of traffic from the wire, and what is asked about it.
import {
  type HotValue as WireHotValue,
  type ListRefusalsRequest__Output,
  msOf,
  PAGE_SIZE_DEFAULT,
  PAGE_SIZE_MAX,
  type ReportTrafficRequest__Output,
  type ResourceTraffic__Output,
  Violations,
  violationsOfTimestamp,
  type WatchTrafficRequest__Output,
} from '@member-mesh/contracts';
import { timeField, wordOf } from '@member-mesh/flow-policy';
import { invalidArgument } from '@member-mesh/rpc';

import { MINUTE_MS, type RefusalQuery, SECOND_MS } from '../app/traffic-book.ts';
import { isName, NAME_DESCRIPTION } from '../domain/names.ts';
import { RESOURCE_BYTES_MAX, WAIT_MS } from '../domain/rules/limits.ts';
import {
  BREAKER_STATES,
  type HotValue,
  type RefusedCall,
  type TrafficReport,
  type TrafficRow,
} from '../domain/traffic/traffic.ts';
import { violationsOfGatewayId } from './check-requests.ts';

const ROWS_MAX = 10_000;
const HOT_VALUES_MAX = 100;
const REFUSALS_MAX = 100;
const VALUE_BYTES_MAX = 256;
const COUNT = { min: 0, max: Number.MAX_SAFE_INTEGER, whole: true };
const TIME_MS = { min: 0, max: 1e9 };
const COST = { min: 0, max: 1e12 };

/** @throws INVALID_ARGUMENT naming every bad field. */
export function readReport(wire: ReportTrafficRequest__Output): TrafficReport {
  const { gatewayId, policyRevision } = wire;
  const violations = new Violations('', violationsOfGatewayId(gatewayId));
  violations.found.push(...violationsOfTimestamp(wire.second, 'second'));
  violations.number(policyRevision, 'policy_revision', COUNT);
  const rows = each(wire.resources, { field: 'resources', max: ROWS_MAX, violations }, readRow);
  const hotValues = each(
    wire.hotValues,
    { field: 'hot_values', max: HOT_VALUES_MAX, violations },
    readHotValue,
  );
  const refusals = each(
    wire.refusals,
    { field: 'refusals', max: REFUSALS_MAX, violations },
    (refusal, found) => readRefusal(refusal, { found, gatewayId }),
  );
  refuse(violations);
  const secondMs = msOf(wire.second) ?? 0;
  return { gatewayId, secondMs, policyRevision, rows, hotValues, refusals };
}

export interface TrafficQuery {
  everyMs: number;
  /** Since 1970; undefined for what comes from now on. */
  fromMs: number | undefined;
}

export function readWatchTraffic({ every, from }: WatchTrafficRequest__Output): TrafficQuery {
  const violations = new Violations('', violationsOfTimestamp(from, 'from'));
  const { everyMs = SECOND_MS } = timeField('everyMs', every, { violations, field: 'every' });
  const isWhole = everyMs % SECOND_MS === 0 && everyMs >= SECOND_MS && everyMs <= MINUTE_MS;
  violations.require(isWhole, 'every', 'must be 1 to 60 whole seconds');
  refuse(violations);
  return { everyMs, fromMs: msOf(from) };
}

export function readListRefusals(wire: ListRefusalsRequest__Output): RefusalQuery {
  const { caller, ruleId, pageSize } = wire;
  const violations = new Violations('');
  violations.require(caller === '' || isName(caller), 'caller', NAME_DESCRIPTION);
  violations.require(ruleId === '' || isName(ruleId), 'rule_id', NAME_DESCRIPTION);
  violations.number(pageSize, 'page_size', { min: 0, max: PAGE_SIZE_MAX, whole: true });
  refuse(violations);
  return { count: pageSize || PAGE_SIZE_DEFAULT, caller, ruleId };
}

interface EachOf {
  field: string;
  max: number;
  violations: Violations;
}

function each<W, T>(
  items: readonly W[],
  { field, max, violations }: EachOf,
  read: (item: W, violations: Violations) => T,
): T[] {
  if (items.length > max) {
    violations.add(field, `must be at most ${max}`);
    return [];
  }
  return items.map((item, at) => read(item, violations.within(`${field}[${at}]`)));
}

function readRow(wire: ResourceTraffic__Output, violations: Violations): TrafficRow {
  const { resource, caller, passed, refused, shadowRefused, failed } = wire;
  const { responseTimeMeanMs, responseTimeP99Ms } = wire;
  checkResource(resource, violations);
  violations.require(caller === '' || isName(caller), 'caller', NAME_DESCRIPTION);
  violations.number(passed, 'passed', COUNT);
  violations.number(refused, 'refused', COUNT);
  violations.number(shadowRefused, 'shadow_refused', COUNT);
  violations.number(failed, 'failed', COUNT);
  violations.number(responseTimeMeanMs, 'response_time_mean_ms', TIME_MS);
  violations.number(responseTimeP99Ms, 'response_time_p99_ms', TIME_MS);
  const state = { prefix: 'BREAKER_STATE_', value: wire.breaker } as const;
  const breaker = wordOf(BREAKER_STATES, state, { violations, field: 'breaker' });
  return {
    ...{ resource, caller, passed, refused, shadowRefused, failed },
    ...{ responseTimeMeanMs, responseTimeP99Ms, breaker },
  };
}

function readHotValue(wire: Required<WireHotValue>, violations: Violations): HotValue {
  const { resource, value, refused } = wire;
  const costPerSecond = Number(wire.costPerSecond);
  checkResource(resource, violations);
  const isShort = Buffer.byteLength(value) <= VALUE_BYTES_MAX;
  violations.require(isShort, 'value', `must be at most ${VALUE_BYTES_MAX} bytes`);
  violations.number(costPerSecond, 'cost_per_second', COST);
  return { resource, value, costPerSecond, refused };
}

type WireRefusal = ReportTrafficRequest__Output['refusals'][number];

function readRefusal(
  wire: WireRefusal,
  { found: violations, gatewayId }: { found: Violations; gatewayId: string },
): RefusedCall {
  const { caller, resource, ruleId, policyRevision, used, threshold, shadow } = wire;
  checkResource(resource, violations);
  violations.require(isName(caller), 'caller', NAME_DESCRIPTION);
  violations.require(isName(ruleId), 'rule_id', NAME_DESCRIPTION);
  violations.number(policyRevision, 'policy_revision', COUNT);
  violations.number(used, 'used', COST);
  violations.number(threshold, 'threshold', COST);
  for (const { description } of violationsOfTimestamp(wire.refuseTime, '')) {
    violations.add('refuse_time', description);
  }
  const at = { violations, field: 'retry_after' };
  const { retryAfterMs } = timeField('retryAfterMs', wire.retryAfter, at);
  violations.duration(retryAfterMs, 'retry_after', WAIT_MS);
  const timeMs = msOf(wire.refuseTime) ?? 0;
  // Whoever reports is meant, whatever it says.
  const who = { timeMs, gatewayId, caller, resource, ruleId, policyRevision };
  return { ...who, used, threshold, retryAfterMs, shadow };
}

function checkResource(resource: string, violations: Violations): void {
  const isResource = resource !== '' && Buffer.byteLength(resource) <= RESOURCE_BYTES_MAX;
  violations.require(isResource, 'resource', `must be 1 to ${RESOURCE_BYTES_MAX} bytes`);
}

function refuse({ found }: Violations): void {
  if (found.length > 0) throw invalidArgument(found);
}
