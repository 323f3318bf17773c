import { describe, expect, it } from '@jest/globals';

import type { RefusedCall, TrafficReport, TrafficRow } from '../domain/traffic/traffic.ts';
import { MINUTE_MS, SECOND_MS, TrafficBook } from './traffic-book.ts';

const NOW_MS = Date.UTC(2026, 0, 1);
const GET = '/member.v1.MemberQueryService/GetMember';

const row = (changes: Partial<TrafficRow> = {}): TrafficRow => ({
  ...{ resource: GET, caller: 'order-service', passed: 0, refused: 0, shadowRefused: 0 },
  ...{ failed: 0, responseTimeMeanMs: 0, responseTimeP99Ms: 0, breaker: 'unspecified' },
  ...changes,
});

const report = (changes: Partial<TrafficReport> = {}): TrafficReport => ({
  ...{ gatewayId: 'gateway-a', secondMs: NOW_MS, policyRevision: 7 },
  ...{ rows: [], hotValues: [], refusals: [] },
  ...changes,
});

describe('the traffic of all gateways', () => {
  it('is their sum: counts added, means weighed, of percentiles and breakers the worst', () => {
    const book = new TrafficBook();
    const times = { responseTimeMeanMs: 10, responseTimeP99Ms: 50 };
    book.report(report({ rows: [row({ passed: 30, refused: 2, ...times })] }), NOW_MS);
    const other = row({ passed: 10, failed: 5, responseTimeMeanMs: 20, responseTimeP99Ms: 20 });
    const breaker = row({ resource: 'tier:redis/a', caller: '', breaker: 'open' });
    const closed = { ...breaker, breaker: 'closed' as const };
    book.report(report({ gatewayId: 'gateway-b', rows: [other, breaker] }), NOW_MS);
    book.report(report({ gatewayId: 'query', policyRevision: 6, rows: [closed] }), NOW_MS);
    const span = book.span(NOW_MS, SECOND_MS);
    const mean = (10 * 30 + 20 * 15) / 45;
    const sums = { passed: 40, refused: 2, failed: 5, responseTimeP99Ms: 50 };
    expect(span.rows).toEqual([
      { ...breaker, breaker: 'open' },
      { ...row(sums), responseTimeMeanMs: mean },
    ]);
    expect([...span.followers]).toEqual([
      ['gateway-a', 7],
      ['gateway-b', 7],
      ['query', 6],
    ]);
  });

  it('is summed over several seconds, rates of hot values averaged', () => {
    const book = new TrafficBook();
    for (const second of [0, 1, 3]) {
      const secondMs = NOW_MS + second * SECOND_MS;
      const hot = { resource: GET, value: '42', costPerSecond: 10, refused: second === 1 };
      book.report(report({ secondMs, rows: [row({ passed: 5 })], hotValues: [hot] }), secondMs);
    }
    const span = book.span(NOW_MS, 5 * SECOND_MS);
    expect(span.rows).toMatchObject([{ passed: 15 }]);
    expect(span.hotValues).toEqual([
      { resource: GET, value: '42', costPerSecond: 6, refused: true },
    ]);
  });

  it('is kept for an hour by the second and for a day by the minute', () => {
    const book = new TrafficBook();
    book.report(report({ rows: [row({ passed: 1 })] }), NOW_MS);
    const pass = (laterMs: number): void => {
      const secondMs = NOW_MS + laterMs;
      book.report(report({ secondMs, rows: [row({ passed: 3 })] }), secondMs);
    };
    const passedIn = (everyMs: number): number | undefined =>
      book.span(NOW_MS, everyMs).rows[0]?.passed;
    pass(59_000);
    pass(3_599_000);
    expect([passedIn(SECOND_MS), passedIn(MINUTE_MS)]).toEqual([1, 4]);
    pass(3_602_000);
    expect([passedIn(SECOND_MS), passedIn(MINUTE_MS)]).toEqual([undefined, 4]);
    pass(86_400_000 + MINUTE_MS);
    expect(passedIn(MINUTE_MS)).toBeUndefined();
  });

  it('takes what comes late or from a clock that is wrong', () => {
    const book = new TrafficBook();
    const passed = { rows: [row({ passed: 1 })] };
    book.report(report(passed), NOW_MS + 9_000);
    book.report(report({ ...passed, gatewayId: 'b', secondMs: 0 }), NOW_MS + 1_000);
    book.report(report({ ...passed, gatewayId: 'c' }), NOW_MS + 20_000);
    expect(book.span(NOW_MS, SECOND_MS).rows).toMatchObject([{ passed: 2 }]);
    expect(book.span(NOW_MS + 19_000, SECOND_MS).rows).toMatchObject([{ passed: 1 }]);
  });

  it('tells the busiest rows and the sum of the others', () => {
    const book = new TrafficBook();
    const rows = Array.from({ length: 3_000 }, (_, at) => {
      return row({ caller: `caller-${at}`, passed: at + 1 });
    });
    book.report(report({ rows }), NOW_MS);
    const span = book.span(NOW_MS, SECOND_MS);
    expect(span.rows).toHaveLength(200);
    const total = span.rows.reduce((sum, { passed }) => sum + passed, 0);
    expect(total).toBe((3_000 * 3_001) / 2);
    const callers = span.rows.map(({ caller }) => caller);
    expect(callers.filter((caller) => caller === '')).toHaveLength(1);
    expect(callers).toContain('caller-2999');
    expect(callers).not.toContain('caller-2800');
  });

  it('tells the twenty hottest values', () => {
    const book = new TrafficBook();
    const hotValues = Array.from({ length: 100 }, (_, at) => {
      return { resource: GET, value: String(at), costPerSecond: at, refused: false };
    });
    for (let gateway = 0; gateway < 30; gateway++) {
      const own = hotValues.map((hot) => ({ ...hot, value: `${gateway}-${hot.value}` }));
      const all = [...own.slice(0, 50), ...hotValues.slice(50)];
      book.report(report({ gatewayId: `g-${gateway}`, hotValues: all }), NOW_MS);
    }
    const told = book.span(NOW_MS, SECOND_MS).hotValues;
    expect(told).toHaveLength(20);
    expect(told[0]).toMatchObject({ value: '99', costPerSecond: 99 * 30 });
  });
});

describe('refusals of late', () => {
  const refused = (number: number, changes: Partial<RefusedCall> = {}): RefusedCall => ({
    ...{ timeMs: NOW_MS, gatewayId: 'gateway-a', caller: 'a', resource: GET, ruleId: 'r' },
    ...{ policyRevision: 7, used: number, threshold: 5, retryAfterMs: undefined, shadow: false },
    ...changes,
  });
  const query = { count: 50, caller: '', ruleId: '' };

  it('are told newest first, by caller and by rule', () => {
    const book = new TrafficBook();
    const refusals = [refused(1), refused(2, { caller: 'b' }), refused(3, { ruleId: 's' })];
    book.report(report({ refusals }), NOW_MS);
    const told = (changes: object): number[] =>
      book.refusals({ ...query, ...changes }).map(({ used }) => used);
    expect(told({})).toEqual([3, 2, 1]);
    expect(told({ caller: 'b' })).toEqual([2]);
    expect(told({ ruleId: 's' })).toEqual([3]);
    expect(told({ caller: 'b', ruleId: 's' })).toEqual([]);
    expect(told({ count: 2 })).toEqual([3, 2]);
  });

  it('are ten thousand at most', () => {
    const book = new TrafficBook();
    for (let round = 0; round < 110; round++) {
      const refusals = Array.from({ length: 100 }, (_, at) => refused(round * 100 + at));
      book.report(report({ refusals }), NOW_MS);
    }
    const all = book.refusals({ ...query, count: 20_000 });
    expect([all.length, all.at(-1)?.used]).toEqual([10_000, 1_000]);
  });
});
