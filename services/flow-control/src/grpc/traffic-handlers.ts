// Traffic over the wire: what gateways report, and what people watch.
import {
  durationOf,
  type ListRefusalsResponse,
  type Refusal,
  timestampOf,
  type WatchTrafficResponse,
} from '@member-mesh/contracts';
import { wireOf } from '@member-mesh/flow-policy';
import { type Clock, sleep, untilAborted } from '@member-mesh/kernel';

import { beginOf } from '../app/traffic-book.ts';
import type { RefusedCall, TrafficSpan } from '../domain/traffic/traffic.ts';
import type { DoorOptions, Handlers } from './door-options.ts';
import { readListRefusals, readReport, readWatchTraffic } from './read-traffic.ts';

type TrafficHandlers = Pick<Handlers, 'ReportTraffic' | 'WatchTraffic' | 'ListRefusals'>;

/** Gateways report a second when it is over; nearly all have by then. */
const GRACE_MS = 1_000;

export function createTrafficHandlers(options: DoorOptions): TrafficHandlers {
  const { traffic, clock, draining } = options;
  return {
    ReportTraffic: async (requests, call) => {
      const end = AbortSignal.any([draining, call.signal]);
      for await (const request of untilAborted(requests, end)) {
        traffic.report(readReport(request), clock.nowMs());
      }
      return {};
    },
    async *WatchTraffic(request, call) {
      const { everyMs, fromMs } = readWatchTraffic(request);
      const end = AbortSignal.any([draining, call.signal]);
      const nowMs = clock.nowMs();
      const asked = Math.min(fromMs ?? nowMs, nowMs);
      const firstMs = Math.max(asked, traffic.keptFromMs(everyMs, nowMs));
      for (let atMs = beginOf(firstMs, everyMs); !end.aborted; atMs += everyMs) {
        const isPast = atMs + everyMs + GRACE_MS <= nowMs;
        await passed(atMs + everyMs + GRACE_MS, { clock, signal: end });
        if (end.aborted) return;
        const span = traffic.span(atMs, everyMs);
        if (!isPast || span.followers.size > 0) yield wireSpan(span);
      }
    },
    ListRefusals: (request): Promise<ListRefusalsResponse> => {
      const refusals = traffic.refusals(readListRefusals(request));
      return Promise.resolve({ refusals: refusals.map(wireRefusal) });
    },
  };
}

/** Resolves when the clock has come so far, or the signal aborts. */
async function passed(
  timeMs: number,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<void> {
  const leftMs = timeMs - clock.nowMs();
  if (leftMs > 0) await sleep(leftMs, signal).catch(() => undefined);
}

function wireSpan({ startMs, rows, hotValues, followers }: TrafficSpan): WatchTrafficResponse {
  return {
    second: timestampOf(startMs),
    resources: rows.map((row) => ({ ...row, breaker: wireOf('BREAKER_STATE_', row.breaker) })),
    hotValues: [...hotValues],
    followers: [...followers].map(([gatewayId, policyRevision]) => ({ gatewayId, policyRevision })),
  };
}

function wireRefusal({ timeMs, retryAfterMs, ...refusal }: RefusedCall): Refusal {
  return {
    ...refusal,
    refuseTime: timestampOf(timeMs),
    retryAfter: retryAfterMs === undefined ? null : durationOf(retryAfterMs),
  };
}
