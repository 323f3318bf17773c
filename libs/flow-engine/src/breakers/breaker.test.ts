import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { Outcome } from '../call.ts';
import type { DegradeRule } from '../policy/rule.ts';
import type { Strategy } from '../policy/words.ts';
import { Breaker } from './breaker.ts';
import { Judgement } from './judgement.ts';

const seed = 20_260_103;

const rule = (changes: Partial<DegradeRule> = {}): DegradeRule => ({
  type: 'degrade',
  resource: '*',
  strategy: 'error_ratio',
  threshold: 0.5,
  slowAfterMs: 64,
  minRequests: 4,
  statWindowMs: 640,
  openForMs: 1_024,
  probes: 2,
  fallback: 'fail_fast',
  ...changes,
});

const breakerOf = (changes: Partial<DegradeRule> = {}): Breaker =>
  new Breaker(new Judgement(rule(changes)));

interface Started {
  generation: number;
  cell: number;
  startMs: number;
}

function enter(breaker: Breaker, nowMs: number, startMs = nowMs): Started {
  const receipts: number[] = [];
  expect(breaker.passesAt(nowMs)).toBe(nowMs);
  breaker.enter(startMs, nowMs, receipts);
  return { generation: receipts[0]!, cell: receipts[1]!, startMs };
}

function run(breaker: Breaker, outcome: Outcome, startMs: number, endMs = startMs): void {
  breaker.leave(enter(breaker, startMs), outcome, endMs);
}

/** A breaker of this rule that four failures have just opened at instant 0. */
function opened(changes: Partial<DegradeRule> = {}): Breaker {
  const breaker = breakerOf(changes);
  for (let call = 0; call < 4; call++) run(breaker, 'failed', 0);
  expect(breaker.stateAt(0)).toBe('open');
  return breaker;
}

describe('a breaker', () => {
  it.each<[string, Partial<DegradeRule>, [Outcome, number][], string]>([
    [
      'errors above their ratio',
      {},
      [
        ['failed', 1],
        ['failed', 1],
        ['failed', 1],
        ['ok', 1],
      ],
      'open',
    ],
    [
      'errors at their ratio',
      {},
      [
        ['failed', 1],
        ['failed', 1],
        ['ok', 1],
        ['ok', 1],
      ],
      'closed',
    ],
    [
      'too few calls',
      {},
      [
        ['failed', 1],
        ['failed', 1],
        ['failed', 1],
      ],
      'closed',
    ],
    ['only mistakes of callers', {}, Array(9).fill(['caller-fault', 1]), 'closed'],
    ['calls that clients gave up', {}, Array(9).fill(['cancelled', 1]), 'closed'],
    ['nothing but errors at a ratio of 1', { threshold: 1 }, Array(4).fill(['failed', 1]), 'open'],
    [
      'errors above their number',
      { strategy: 'error_count', threshold: 3 },
      Array(4).fill(['failed', 1]),
      'open',
    ],
    [
      'errors at their number',
      { strategy: 'error_count', threshold: 4 },
      Array(4).fill(['failed', 1]),
      'closed',
    ],
    [
      'slow calls above their ratio',
      { strategy: 'slow_ratio' },
      [
        ['ok', 65],
        ['ok', 65],
        ['ok', 65],
        ['ok', 1],
      ],
      'open',
    ],
    [
      'calls as slow as they may be',
      { strategy: 'slow_ratio' },
      Array(9).fill(['ok', 64]),
      'closed',
    ],
    [
      'slow calls that clients gave up',
      { strategy: 'slow_ratio' },
      Array(4).fill(['cancelled', 65]),
      'open',
    ],
    [
      'quick errors, where slowness is judged',
      { strategy: 'slow_ratio' },
      Array(9).fill(['failed', 1]),
      'closed',
    ],
    [
      'a mean above the limit',
      { strategy: 'average_response_time' },
      [
        ['ok', 10],
        ['ok', 10],
        ['ok', 10],
        ['ok', 227],
      ],
      'open',
    ],
    [
      'a mean at the limit',
      { strategy: 'average_response_time' },
      [
        ['ok', 10],
        ['ok', 10],
        ['ok', 10],
        ['ok', 226],
      ],
      'closed',
    ],
  ])('that saw %s', (_what, changes, calls, state) => {
    const breaker = breakerOf(changes);
    const ordered = calls.toSorted(([, one], [, other]) => other - one);
    const started = ordered.map(([, elapsedMs]) => enter(breaker, 1_000 - elapsedMs));
    ordered.forEach(([outcome], at) => breaker.leave(started[at]!, outcome, 1_000));
    expect(breaker.stateAt(1_000)).toBe(state);
  });

  it('sees the share of errors rise when good calls leave its window', () => {
    const breaker = breakerOf();
    for (let call = 0; call < 10; call++) run(breaker, 'ok', 0);
    for (let call = 0; call < 6; call++) run(breaker, 'failed', 400);
    expect(breaker.stateAt(620)).toBe('closed');
    expect(breaker.stateAt(660)).toBe('open');
  });

  it.each<Strategy>(['slow_ratio', 'average_response_time'])('by %s sees a hang', (strategy) => {
    const breaker = breakerOf({ strategy });
    for (let call = 0; call < 4; call++) enter(breaker, 10);
    expect(breaker.stateAt(74)).toBe('closed');
    expect(breaker.stateAt(76)).toBe('open');
  });

  it('keeps counting a hang for as long as it lasts', () => {
    const breaker = breakerOf({ strategy: 'slow_ratio' });
    for (let call = 0; call < 3; call++) enter(breaker, call * 2_000);
    expect(breaker.stateAt(6_000)).toBe('closed');
    enter(breaker, 6_000);
    expect(breaker.stateAt(6_066)).toBe('open');
  });

  it('is open for its time, then lets in as many probes as must succeed, and closes', () => {
    const breaker = opened();
    expect(breaker.passesAt(500)).toBe(1_024);
    const first = enter(breaker, 1_024);
    expect(breaker.stateAt(1_024)).toBe('half-open');
    const second = enter(breaker, 1_030);
    expect(breaker.passesAt(1_030)).toBe(Infinity);
    breaker.leave(first, 'ok', 1_040);
    expect(breaker.passesAt(1_040)).toBe(Infinity);
    breaker.leave(second, 'caller-fault', 1_050);
    expect(breaker.stateAt(1_050)).toBe('closed');
  });

  it('opens again when a probe fails, for its time from then', () => {
    const breaker = opened();
    breaker.leave(enter(breaker, 1_100), 'failed', 1_200);
    expect(breaker.passesAt(1_200)).toBe(2_224);
  });

  it('lets another probe in for one that was given up', () => {
    const breaker = opened({ probes: 1 });
    breaker.leave(enter(breaker, 1_100), undefined, 1_110);
    expect(breaker.stateAt(1_110)).toBe('half-open');
    breaker.leave(enter(breaker, 1_110), 'cancelled', 1_120);
    expect(breaker.passesAt(1_120)).toBe(1_120);
  });

  it('counts a probe that does not return as failed and lets another in', () => {
    const breaker = opened({ probes: 1 });
    const lost = enter(breaker, 1_100);
    expect(breaker.stateAt(2_120)).toBe('half-open');
    expect(breaker.stateAt(2_150)).toBe('open');
    const next = enter(breaker, 3_300);
    breaker.leave(lost, 'ok', 3_310);
    expect(breaker.stateAt(3_310)).toBe('half-open');
    breaker.leave(next, 'ok', 3_320);
    expect(breaker.stateAt(3_320)).toBe('closed');
  });

  it('counts the time it is open from the first probe that did not return', () => {
    const breaker = opened({ probes: 2 });
    enter(breaker, 1_100);
    enter(breaker, 1_500);
    const firstMs = 1_100 + 1_024 + 1_024;
    expect(breaker.passesAt(2_600)).toBeGreaterThan(firstMs);
    expect(breaker.passesAt(2_600)).toBeLessThanOrEqual(firstMs + 1_024 / 64);
  });

  it('is not moved by calls that began before it changed', () => {
    const breaker = breakerOf({ probes: 1 });
    const stragglers = Array.from({ length: 9 }, () => enter(breaker, 0));
    for (let call = 0; call < 4; call++) run(breaker, 'failed', 0);
    breaker.leave(stragglers[0]!, 'ok', 10);
    expect(breaker.stateAt(10)).toBe('open');
    const probe = enter(breaker, 1_100);
    breaker.leave(stragglers[1]!, 'ok', 1_110);
    breaker.leave(stragglers[2]!, 'failed', 1_110);
    expect(breaker.stateAt(1_110)).toBe('half-open');
    breaker.leave(probe, 'ok', 1_120);
    stragglers.slice(3).forEach((each) => breaker.leave(each, 'failed', 1_130));
    expect(breaker.stateAt(1_130)).toBe('closed');
  });

  it('keeps its state when its numbers change', () => {
    const breaker = opened();
    breaker.retune(new Judgement(rule({ threshold: 0.9, slowAfterMs: 5 })));
    expect(breaker.stateAt(100)).toBe('open');
    const counting = breakerOf();
    for (let call = 0; call < 3; call++) run(counting, 'failed', 0);
    counting.retune(new Judgement(rule({ minRequests: 3 })));
    expect(counting.stateAt(1)).toBe('open');
  });
});

interface ModelCall {
  startMs: number;
  generation: number;
}

/** The same machine written from the rule's words, with lists of everything that happened. */
class BreakerModel {
  state: 'closed' | 'open' | 'half-open' = 'closed';
  generation = 0;
  #untilMs = 0;
  #succeeded = 0;
  #running = new Set<ModelCall>();
  #done: { atMs: number; isBad: boolean; elapsedMs: number }[] = [];
  readonly #rule: DegradeRule;

  constructor(degrade: DegradeRule) {
    this.#rule = degrade;
  }

  passes(nowMs: number): boolean {
    this.tick(nowMs);
    if (this.state === 'open') return nowMs >= this.#untilMs;
    return this.state === 'closed' || this.#running.size + this.#succeeded < this.#rule.probes;
  }

  enter(nowMs: number): ModelCall {
    if (this.state === 'open') this.#become('half-open');
    const call = { startMs: nowMs, generation: this.generation };
    this.#running.add(call);
    return call;
  }

  leave(call: ModelCall, outcome: Outcome, nowMs: number): void {
    this.tick(nowMs);
    if (call.generation !== this.generation) return;
    this.#running.delete(call);
    const elapsedMs = nowMs - call.startMs;
    const isSlow = this.#judgesTime && elapsedMs > this.#rule.slowAfterMs!;
    if (outcome === 'cancelled' && !isSlow) return;
    const isBad = this.#judgesTime ? isSlow : outcome === 'failed';
    if (this.state === 'half-open') {
      if (isBad || outcome === 'failed') this.#open(nowMs);
      else if (++this.#succeeded === this.#rule.probes) this.#become('closed');
      return;
    }
    this.#done.push({ atMs: nowMs, isBad, elapsedMs });
    this.tick(nowMs);
  }

  tick(nowMs: number): void {
    if (this.state === 'open') return;
    const overdue = [...this.#running].filter((call) => this.#overdueMs(call) <= nowMs);
    if (this.state === 'half-open') {
      if (overdue.length > 0) this.#open(Math.min(...overdue.map((call) => this.#overdueMs(call))));
      return;
    }
    const step = this.#rule.statWindowMs! / 64;
    const recent = this.#done.filter(
      ({ atMs }) => Math.floor(atMs / step) > Math.floor(nowMs / step) - 64,
    );
    const hanging = this.#judgesTime ? overdue : [];
    const calls = recent.length + hanging.length;
    if (calls < this.#rule.minRequests) return;
    const bad = recent.filter(({ isBad }) => isBad).length + hanging.length;
    const totalMs =
      recent.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0) +
      hanging.reduce((sum, { startMs }) => sum + nowMs - startMs, 0);
    const trips = {
      unspecified: false,
      average_response_time: totalMs / calls > this.#rule.slowAfterMs!,
      slow_ratio: bad / calls > this.#rule.threshold,
      error_ratio: bad / calls > this.#rule.threshold,
      error_count: bad > this.#rule.threshold,
    }[this.#rule.strategy];
    if (trips) this.#open(nowMs);
  }

  get #judgesTime(): boolean {
    return ['average_response_time', 'slow_ratio'].includes(this.#rule.strategy);
  }

  #overdueMs({ startMs }: ModelCall): number {
    const limitMs = this.#judgesTime ? this.#rule.slowAfterMs! : this.#rule.openForMs!;
    const cellMs = limitMs / 64;
    return (Math.floor(startMs / cellMs) + 1) * cellMs + limitMs;
  }

  #open(atMs: number): void {
    this.#become('open');
    this.#untilMs = atMs + this.#rule.openForMs!;
  }

  #become(state: BreakerModel['state']): void {
    this.state = state;
    this.generation++;
    this.#succeeded = 0;
    this.#running = new Set();
    this.#done = [];
  }
}

describe('a breaker beside its model', () => {
  const events = fc.array(
    fc.record({
      stepMs: fc.oneof(
        fc.nat(20),
        fc.nat(200),
        fc.constant(1_024),
        // Round the ring of steps and back to where something was counted.
        fc.integer({ min: 120, max: 130 }).map((windowSteps) => windowSteps * 10),
      ),
      // Which call ends: undefined begins one.
      ends: fc.option(fc.nat(), { nil: undefined, freq: 2 }),
      outcome: fc.constantFrom<Outcome>('ok', 'failed', 'failed', 'caller-fault', 'cancelled'),
    }),
    { maxLength: 150 },
  );

  it.each<Strategy>(['average_response_time', 'slow_ratio', 'error_ratio', 'error_count'])(
    'by %s does the same in every history',
    (strategy) => {
      fc.assert(
        fc.property(events, fc.integer({ min: 1, max: 3 }), (history, probes) => {
          const threshold = strategy === 'error_count' ? 2 : 0.5;
          const words = rule({ strategy, threshold, probes, minRequests: 3 });
          const breaker = new Breaker(new Judgement(words));
          const model = new BreakerModel(words);
          const running: [Started, ModelCall][] = [];
          let nowMs = 5_000;
          for (const { stepMs, ends, outcome } of history) {
            nowMs += stepMs;
            expect(breaker.passesAt(nowMs) <= nowMs).toBe(model.passes(nowMs));
            if (ends === undefined) {
              if (!model.passes(nowMs)) continue;
              const call = model.enter(nowMs);
              running.push([enter(breaker, nowMs), call]);
            } else if (running.length > 0) {
              const [[started, call]] = running.splice(ends % running.length, 1) as [
                (typeof running)[0],
              ];
              breaker.leave(started, outcome, nowMs);
              model.leave(call, outcome, nowMs);
            }
            expect(breaker.stateAt(nowMs)).toBe(model.state);
          }
        }),
        { seed, numRuns: 300 },
      );
    },
  );
});
