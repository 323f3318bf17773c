// What a rule says, in a line for people.
import type {
  AccessRule,
  DegradeRule,
  EngineRule,
  FlowRule,
  HotspotRule,
  SystemRule,
} from '@member-mesh/flow-engine';
import { textOfDuration } from './duration-text.ts';

const WINDOW_MS_DEFAULT = 1_000;
const MIN_REQUESTS_DEFAULT = 5;
const PERCENT = 100;

/** What the rule lets pass, or when it stands in the way. */
export function sayingOf({ kind }: EngineRule, threshold?: number): string {
  switch (kind.type) {
    case 'flow':
      return flowSaying(kind);
    case 'hotspot':
      return hotspotSaying(kind, threshold ?? kind.threshold);
    case 'degrade':
      return degradeSaying(kind);
    case 'system':
      return systemSaying(kind);
    case 'access':
      return accessSaying(kind);
  }
}

/** Whose calls count together. */
export function poolOf({ kind }: EngineRule): string {
  if (kind.type !== 'flow' && kind.type !== 'hotspot') return 'all callers together';
  return kind.caller === '' ? 'all callers together' : "this caller's own";
}

/** Why the rule is enforced for this caller, or only watches it. */
export function enforcementOf({ mode, enforcePercent }: EngineRule, isEnforced: boolean): string {
  if (mode === 'shadow') return 'shadow';
  if (enforcePercent === 0 || enforcePercent >= PERCENT) return 'enforced';
  const among = `${isEnforced ? 'among' : 'not among'} ${enforcePercent} % of callers`;
  return `${isEnforced ? 'enforced' : 'shadow'}: ${among}`;
}

function flowSaying(kind: FlowRule): string {
  const where = kind.scope === 'global' ? 'over all gateways' : 'per gateway';
  const burst = kind.burst > 0 ? ` and ${kind.burst} after a quiet time` : '';
  if (kind.metric === 'concurrency') {
    return `${kind.threshold} calls in progress${burst}, ${where}`;
  }
  const cost = `cost ${kind.threshold} in ${timeOf(kind.windowMs ?? WINDOW_MS_DEFAULT)}${burst}`;
  return `${cost}, ${where}${shapeOf(kind)}`;
}

function shapeOf({ behavior, warmUpMs = 0, queueTimeoutMs = 0 }: FlowRule): string {
  if (behavior === 'pace') return `, evenly spaced, waiting up to ${timeOf(queueTimeoutMs)}`;
  return behavior === 'warm_up' ? `, warming up over ${timeOf(warmUpMs)}` : '';
}

function hotspotSaying(kind: HotspotRule, threshold: number): string {
  const value = kind.key === 'account' ? 'each account' : 'each member';
  const held = kind.penaltyMs ? `, then held for ${timeOf(kind.penaltyMs)}` : '';
  return `${value} ${threshold} in ${timeOf(kind.windowMs ?? WINDOW_MS_DEFAULT)}, per gateway${held}`;
}

const JUDGED = {
  unspecified: 'calls are bad',
  average_response_time: 'calls are slow on average',
  slow_ratio: 'the share of slow calls is above',
  error_ratio: 'the share of failed calls is above',
  error_count: 'failed calls are above',
};

function degradeSaying(kind: DegradeRule): string {
  const isOnTime = kind.strategy === 'average_response_time';
  const limit = isOnTime ? '' : ` ${kind.threshold}`;
  const slow = kind.slowAfterMs === undefined ? '' : ` (slow: over ${timeOf(kind.slowAfterMs)})`;
  const seen = `of ${kind.minRequests || MIN_REQUESTS_DEFAULT} or more in ${timeOf(kind.statWindowMs ?? WINDOW_MS_DEFAULT)}`;
  const then =
    kind.fallback === 'serve_available' ? 'reads are answered as AVAILABLE' : 'calls fail at once';
  return `when ${JUDGED[kind.strategy]}${limit}${slow} ${seen}, ${then} for ${timeOf(kind.openForMs ?? 0)}`;
}

function systemSaying(kind: SystemRule): string {
  const limits = [
    kind.costPerSecondMax > 0 ? `cost ${kind.costPerSecondMax} a second` : '',
    kind.concurrencyMax > 0 ? `${kind.concurrencyMax} calls in progress` : '',
    kind.eventLoopDelayMaxMs ? `event loop at most ${timeOf(kind.eventLoopDelayMaxMs)} late` : '',
    kind.responseTimeMeanMaxMs ? `mean response ${timeOf(kind.responseTimeMeanMaxMs)}` : '',
    kind.adaptiveConcurrency ? 'as many calls in progress as answer in good time' : '',
  ].filter((limit) => limit !== '');
  const shed = 'marketing at 4/5 of it, ops never';
  return limits.length === 0 ? 'no limit' : `${limits.join(', ')}, per gateway; ${shed}`;
}

function accessSaying({ allow, deny }: AccessRule): string {
  const lists = [
    allow.length > 0 ? `allows ${allow.join(', ')}` : '',
    deny.length > 0 ? `denies ${deny.join(', ')}` : '',
  ];
  return lists.filter((list) => list !== '').join('; ');
}

function timeOf(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  return textOfDuration({ seconds, nanos: Math.round((ms - seconds * 1_000) * 1e6) });
}
