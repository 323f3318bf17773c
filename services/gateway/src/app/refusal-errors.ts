// What a caller is told when a rule stands against its call: which rule, about whom, and when to
// come back. Nothing of it tells what others do.
import type { Call, Refusal, RefusalKind } from '@member-mesh/flow-engine';
import { type ErrorKind, MeshError, type MeshErrorFields } from '@member-mesh/rpc';

interface Words {
  kind: ErrorKind;
  reason: string;
  /** What happened; the rule is named after it. */
  said: (call: Call) => string;
  /** What to do; a time to wait is told after it. */
  advice: string;
}

const WORDS: Readonly<Record<RefusalKind, Words>> = {
  access: {
    kind: 'PERMISSION_DENIED',
    reason: 'ACCESS_DENIED',
    said: ({ caller, method }) => `${caller} may not call ${method}`,
    advice: 'ask the operators of the mesh whether it should',
  },
  breaker: {
    kind: 'UNAVAILABLE',
    reason: 'BREAKER_OPEN',
    said: ({ method }) => `${method} is failing or slow and is not called for a while`,
    advice: 'repeat the call',
  },
  hotspot: {
    kind: 'RESOURCE_EXHAUSTED',
    reason: 'HOTSPOT_LIMITED',
    said: ({ method }) => `a member or account of this call is asked for too often by ${method}`,
    advice: 'keep its answer for a while, or repeat the call',
  },
  limit: {
    kind: 'RESOURCE_EXHAUSTED',
    reason: 'RATE_LIMITED',
    said: ({ caller, method }) => `${caller} is over a limit of ${method}`,
    advice: 'call less often, or repeat the call',
  },
  concurrency: {
    kind: 'RESOURCE_EXHAUSTED',
    reason: 'CONCURRENCY_LIMITED',
    said: ({ caller, method }) => `${caller} has too many calls of ${method} in progress`,
    advice: 'wait for one of them to end and repeat the call',
  },
  system: {
    kind: 'UNAVAILABLE',
    reason: 'OVERLOADED',
    said: () => 'this gateway is at its limit',
    advice: 'repeat the call, also at another gateway',
  },
  shed: {
    kind: 'UNAVAILABLE',
    reason: 'LOAD_SHED',
    said: ({ trafficClass }) => `this gateway is near its limit and sheds ${trafficClass} traffic`,
    advice: 'repeat the call, also at another gateway',
  },
};

export function tellRefusal(call: Call, refusal: Refusal): MeshErrorFields {
  if (refusal.reason === 'cost-above-limit') return tooMuchAtOnce(call, refusal);
  const { kind, reason, said, advice } = WORDS[refusal.kind];
  const { ruleId, retryAfterMs } = refusal;
  const after = retryAfterMs === undefined ? '' : ` in ${Math.ceil(retryAfterMs)} ms`;
  const message = `${said(call)} (rule ${ruleId}); ${advice}${after}`;
  return { kind, reason, message, ...detailsOf(call, refusal, kind), retryAfterMs };
}

/** Its turn comes later than the caller waits. */
export function turnTooLate(call: Call, waitMs: number): MeshError {
  const { caller, method } = call;
  return new MeshError({
    kind: 'RESOURCE_EXHAUSTED',
    reason: 'TURN_AFTER_DEADLINE',
    message: `the turn of ${caller} at ${method} comes in ${Math.ceil(waitMs)} ms, after the deadline of the call; repeat it then, or allow it more time`,
    metadata: { caller, resource: method },
    retryAfterMs: waitMs,
  });
}

export function callerGone({ caller, method }: Call): MeshError {
  return new MeshError({
    kind: 'CANCELLED',
    reason: 'CALLER_GONE',
    message: `${caller} has gone while its call of ${method} waited for its turn`,
  });
}

function tooMuchAtOnce(call: Call, refusal: Refusal): MeshErrorFields {
  const { kind } = WORDS[refusal.kind];
  const { cost, method } = call;
  const what = `a call of ${method} that costs ${cost} never passes rule ${refusal.ruleId}`;
  return {
    ...{ kind, reason: 'COST_ABOVE_LIMIT', ...detailsOf(call, refusal, kind) },
    message: `${what}, which lets ${refusal.threshold} pass; send smaller batches`,
  };
}

function detailsOf(
  { caller, method }: Call,
  { ruleId, threshold }: Refusal,
  kind: ErrorKind,
): Pick<MeshErrorFields, 'metadata' | 'quota'> {
  const metadata = { rule: ruleId, caller, resource: method };
  if (kind !== 'RESOURCE_EXHAUSTED') return { metadata };
  const description = `rule ${ruleId}: at most ${threshold}`;
  return { metadata, quota: [{ subject: `caller:${caller}`, description }] };
}
