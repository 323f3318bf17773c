import { describe, expect, it } from '@jest/globals';
import type { ReportTrafficRequest } from '@member-mesh/contracts';
import { type Clock, systemClock } from '@member-mesh/kernel';

import { type ReportClient, TrafficReporter } from './traffic-reporter.ts';

/** A clock by which the next second is always about to begin. */
function hurriedClock(): Clock {
  let nowMs = 999;
  return { ...systemClock, nowMs: () => (nowMs += 1_000) };
}

function reporting(clients: readonly ReportClient[]) {
  const stop = new AbortController();
  const ended: unknown[] = [];
  let made = 0;
  const reporter = new TrafficReporter({
    ...{ clients, followerId: 'gateway-a', clock: hurriedClock() },
    collect: () => ({ policyRevision: ++made }),
    onEnded: (error) => ended.push(error),
  });
  const running = reporter.run(stop.signal);
  return {
    ended,
    end: async () => {
      stop.abort();
      await running;
    },
  };
}

/** Keeps what it is told, and tells when there are so many. */
function listening(count: number): {
  client: ReportClient;
  heard: Promise<ReportTrafficRequest[]>;
} {
  const { promise: heard, resolve } = Promise.withResolvers<ReportTrafficRequest[]>();
  const reports: ReportTrafficRequest[] = [];
  const client: ReportClient = {
    ReportTraffic: async (requests) => {
      for await (const report of requests) {
        reports.push(report);
        if (reports.length === count) resolve(reports);
      }
    },
  };
  return { client, heard };
}

describe('the reporter of traffic', () => {
  it('tells every flow-control each second, once', async () => {
    const [one, other] = [listening(3), listening(3)];
    const { end } = reporting([one.client, other.client]);
    const [first, second] = await Promise.all([one.heard, other.heard]);
    await end();
    expect(first.map(({ policyRevision }) => policyRevision)).toEqual([1, 2, 3]);
    expect(second).toEqual(first);
    const seconds = first.map((report) => Number(report.second?.seconds));
    expect(seconds.toSorted((a, b) => a - b)).toEqual(seconds);
    expect(first[0]).toMatchObject({ gatewayId: 'gateway-a', second: { nanos: 0 } });
  });

  it('goes on with the others when one fails, and keeps only the newest for one that hangs', async () => {
    const well = listening(12);
    const failing: ReportClient = { ReportTraffic: () => Promise.reject(new Error('away')) };
    const late = listening(5);
    const hanging: ReportClient = {
      ReportTraffic: async (requests, options) => {
        await well.heard;
        return late.client.ReportTraffic(requests, options);
      },
    };
    const { end, ended } = reporting([failing, well.client, hanging]);
    await well.heard;
    const newest = await late.heard;
    await end();
    expect(newest[0]?.policyRevision).toBeGreaterThan(6);
    expect(ended[0]).toEqual(new Error('away'));
  });
});
