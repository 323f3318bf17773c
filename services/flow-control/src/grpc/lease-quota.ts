// The conversation in which a gateway leases shares of global rules: each ask is answered in turn,
// by the one flow-control that grants. It ends with that one's reign, so that the gateway goes on
// with the next.
import {
  durationOf,
  type LeaseQuotaRequest__Output,
  type LeaseQuotaResponse,
  timestampOf,
} from '@member-mesh/contracts';
import { type Clock, untilAborted } from '@member-mesh/kernel';
import { MeshError } from '@member-mesh/rpc';

import { NotGrantor, type QuotaReign, type RuleAnswer } from '../app/quota/quota-reign.ts';
import type { DoorOptions, Handlers } from './door-options.ts';
import { readLeaseAsk } from './read-lease-ask.ts';

const RETRY_AFTER_MS = 100;
const MS_PER_SECOND = 1_000;

export function createLeaseQuota({
  quotas,
  draining,
  clock,
}: DoorOptions): NonNullable<Handlers['LeaseQuota']> {
  return async function* leaseQuota(requests, call) {
    const { reign } = quotas;
    if (!reign) throw notGrantor();
    const end = AbortSignal.any([reign.ended, draining, call.signal]);
    for await (const request of untilAborted(requests, end)) {
      yield await answered(reign, request, clock);
    }
    if (reign.ended.aborted || draining.aborted) throw notGrantor();
  };
}

async function answered(
  reign: QuotaReign,
  request: LeaseQuotaRequest__Output,
  clock: Clock,
): Promise<LeaseQuotaResponse> {
  const asked = readLeaseAsk(request);
  const about = { ruleId: asked.ruleId, ask: asked.ask.number };
  try {
    return { ...about, ...wireAnswer(await reign.answer(asked), clock.nowMs()) };
  } catch (error) {
    throw error instanceof NotGrantor ? notGrantor(error) : error;
  }
}

function wireAnswer({ answer, windowMs }: RuleAnswer, nowMs: number): LeaseQuotaResponse {
  if (answer.kind === 'wait') return { retryIn: durationOf(answer.retryInMs) };
  const { grantId, share, fairShare, usableMs, fairAfterMs } = answer;
  return {
    ...{ grantId, share, fairShare },
    grantedPerSecond: (share * MS_PER_SECOND) / windowMs,
    fallbackPerSecond: (fairShare * MS_PER_SECOND) / windowMs,
    usable: durationOf(usableMs),
    fairAfter: durationOf(fairAfterMs),
    expireTime: timestampOf(nowMs + usableMs),
  };
}

function notGrantor(cause?: unknown): MeshError {
  return new MeshError({
    kind: 'UNAVAILABLE',
    reason: 'NOT_GRANTOR',
    message: 'this flow-control grants no shares now; ask the next',
    retryAfterMs: RETRY_AFTER_MS,
    cause,
  });
}
