// What is compared: schedules for every kind of rule, each with the rule's own words and what they
// say of an outcome.
import { seededFractions } from '@member-mesh/kernel';

import {
  exactly,
  exactWindow,
  type Judgement,
  mostInAnyWindow,
  passed,
  refused,
} from './oracles.ts';
import { degrades } from './breaker-scenarios.ts';
import { access, flow, hotspot, system } from './rule-pairs.ts';
import type { Outcome, Outcomes, Step } from './schedule.ts';
import type { Scenario } from './scenario.ts';
import { call, enter, exit, many, rules } from './steps.ts';

const SECOND_MS = 1_000;
const NEVER_MORE = 'no window of a second passes more than the threshold; who is under it passes';

const flows: Scenario[] = [
  {
    ...{ kind: 'flow', name: 'calls on both sides of an edge', words: NEVER_MORE },
    steps: [rules(0, flow({ threshold: 10 })), ...many(10, 990, 'a'), ...many(10, 1_500, 'b')],
    judge: exactWindow(10, SECOND_MS),
  },
  {
    ...{ kind: 'flow', name: 'calls at random', words: NEVER_MORE },
    steps: [rules(0, flow({ threshold: 50 })), ...atRandom(3_000, 30_000)],
    judge: exactWindow(50, SECOND_MS),
  },
  {
    ...{ kind: 'flow', name: 'batches at random', words: NEVER_MORE },
    steps: [rules(0, flow({ threshold: 50 })), ...atRandom(1_000, 30_000, 20)],
    judge: exactWindow(50, SECOND_MS),
  },
  {
    ...{ kind: 'flow', name: 'one caller is limited' },
    words: 'the limit of one caller is nobody else’s',
    steps: [
      rules(0, flow({ threshold: 2, caller: 'a' })),
      ...many(3, 10, 'a', { caller: 'a' }),
      ...many(3, 10, 'b', { caller: 'b' }),
    ],
    judge: exactly({ 'a-0': true, 'a-1': true, 'a-2': false, 'b-0': true, 'b-2': true }),
  },
  {
    ...{ kind: 'flow', name: 'calls in progress' },
    words: 'so many calls are in progress at most, and the next one begins when one has ended',
    steps: [
      rules(0, flow({ threshold: 2, metric: 'concurrency' })),
      ...['one', 'two', 'three'].map((id) => enter(10, id)),
      exit(20, 'one'),
      enter(30, 'four'),
      enter(40, 'five'),
    ],
    judge: exactly({ one: true, two: true, three: false, four: true, five: false }),
  },
  {
    ...{ kind: 'flow', name: 'the threshold is changed within a second', words: NEVER_MORE },
    steps: [
      rules(0, flow({ threshold: 5 })),
      ...many(5, 1_100, 'a'),
      rules(1_200, flow({ threshold: 8 })),
      ...many(5, 1_300, 'b'),
    ],
    judge: exactWindow(8, SECOND_MS),
  },
  {
    ...{ kind: 'flow', name: 'warm-up under twice the threshold' },
    words: 'from threshold / 3 up to the threshold over 10 s, and never more',
    steps: [
      rules(0, flow({ threshold: 100, behavior: 'warm_up', warmUpSec: 10 })),
      ...steady(200, 16),
    ],
    judge: warmsUp(100, 10),
  },
  {
    ...{ kind: 'flow', name: 'warm-up under a load that is always allowed' },
    words: 'a third of the threshold passes when all is cold',
    steps: [
      rules(0, flow({ threshold: 90, behavior: 'warm_up', warmUpSec: 10 })),
      ...steady(25, 20),
    ],
    judge: nobodyRefused,
  },
  {
    ...{ kind: 'flow', name: 'paced calls that come together' },
    words: 'evenly spaced, 10 ms each; who would wait for more than 50 ms is refused',
    steps: [
      rules(0, flow({ threshold: 100, behavior: 'pace', queueMs: 50 })),
      ...many(10, 1_000, 'a'),
    ],
    judge: spaced(10, 50),
  },
  {
    ...{ kind: 'flow', name: 'paced calls after a batch', words: NEVER_MORE },
    steps: [
      rules(0, flow({ threshold: 100, behavior: 'pace', queueMs: 50 })),
      ...call(1_000, 'batch', { cost: 100 }),
      ...Array.from({ length: 99 }, (_, n) => call(1_010 + n * 10, `a-${n}`)).flat(),
    ],
    judge: (outcomes) => {
      const most = mostInAnyWindow(passed(outcomes), SECOND_MS);
      return { holds: most <= 100, found: `${most} in a window of 100` };
    },
  },
  {
    ...{ kind: 'flow', name: 'a turn given to a call that another rule refuses' },
    words: 'a call that is refused takes nothing: the next one’s turn is at once',
    steps: [
      rules(
        0,
        flow({ id: 'pace', threshold: 20, caller: 'a', behavior: 'pace', queueMs: 2_000 }),
        flow({ id: 'limit', threshold: 5 }),
      ),
      ...call(1_000, 'first', { caller: 'a' }),
      ...call(1_000, 'refused', { caller: 'a', cost: 30 }),
      ...call(2_001, 'next', { caller: 'a' }),
    ],
    judge: (outcomes) => {
      const next = outcomes.get('next');
      const waitMs = (next?.ranMs ?? 0) - (next?.atMs ?? 0);
      const isRefused = outcomes.get('refused')?.passed === false;
      return { holds: isRefused && next?.passed === true && waitMs === 0, found: waited(waitMs) };
    },
  },
];

const hotspots: Scenario[] = [
  {
    ...{ kind: 'hotspot', name: 'one value asked for too often' },
    words: 'a value passes so often in a second, whatever others do',
    steps: [
      rules(0, hotspot(3)),
      ...many(4, 1_000, 'x', { value: 'wechat:x' }),
      ...many(3, 1_000, 'y', { value: 'wechat:y' }),
    ],
    judge: exactly({ 'x-0': true, 'x-2': true, 'x-3': false, 'y-0': true, 'y-2': true }),
  },
  {
    ...{ kind: 'hotspot', name: 'a value with a threshold of its own' },
    words: 'an override is the threshold of its value',
    steps: [
      rules(0, hotspot(3, ['wechat:x', 1])),
      ...many(2, 1_000, 'x', { value: 'wechat:x' }),
      ...many(3, 1_000, 'y', { value: 'wechat:y' }),
    ],
    judge: exactly({ 'x-0': true, 'x-1': false, 'y-2': true }),
  },
  {
    ...{ kind: 'hotspot', name: 'calls on both sides of a refill', words: NEVER_MORE },
    steps: [
      rules(0, hotspot(5)),
      ...many(1, 1_000, 'a', { value: 'wechat:x' }),
      ...many(4, 1_990, 'b', { value: 'wechat:x' }),
      ...many(5, 2_001, 'c', { value: 'wechat:x' }),
    ],
    judge: exactWindow(5, SECOND_MS),
  },
  {
    ...{ kind: 'hotspot', name: 'thousands of other values in between', words: NEVER_MORE },
    steps: [
      rules(0, hotspot(5)),
      ...many(5, 1_000, 'a', { value: 'wechat:x' }),
      ...Array.from({ length: 5_000 }, (_, n) =>
        call(1_100, `other-${n}`, { value: `wechat:${n}` }),
      ).flat(),
      ...many(5, 1_200, 'b', { value: 'wechat:x' }),
    ],
    judge: (outcomes) => {
      const ofX = passed(outcomes).filter(({ value }) => value === 'wechat:x');
      const most = mostInAnyWindow(ofX, SECOND_MS);
      const others = refused(outcomes).filter(({ value }) => value !== 'wechat:x').length;
      return {
        holds: most <= 5 && others === 0,
        found: `${most} in a window of 5, ${others} others refused`,
      };
    },
  },
];

const systems: Scenario[] = [
  {
    ...{ kind: 'system', name: 'calls in progress' },
    words: 'no more than 3 calls are in progress at a gateway',
    steps: [
      rules(0, system({ concurrency: 3 })),
      ...Array.from({ length: 5 }, (_, n) => enter(1_000, `call-${n}`)),
      exit(1_100, 'call-0'),
      enter(1_200, 'next'),
    ],
    judge: exactly({ 'call-2': true, 'call-3': false, 'call-4': false, next: true }),
  },
  {
    ...{ kind: 'system', name: 'cost in a second', words: NEVER_MORE },
    steps: [
      rules(0, system({ costPerSecond: 10 })),
      ...many(10, 990, 'a'),
      ...many(10, 1_500, 'b'),
    ],
    judge: exactWindow(10, SECOND_MS),
  },
];

const accesses: Scenario[] = [
  {
    ...{ kind: 'access', name: 'who is allowed', words: 'nobody else may' },
    steps: [
      rules(0, access({ allow: ['a', 'b'] })),
      ...call(1_000, 'a', { caller: 'a' }),
      ...call(1_000, 'c', { caller: 'c' }),
    ],
    judge: exactly({ a: true, c: false }),
  },
  {
    ...{ kind: 'access', name: 'who is denied', words: 'everybody else may' },
    steps: [
      rules(0, access({ deny: ['a'] })),
      ...call(1_000, 'a', { caller: 'a' }),
      ...call(1_000, 'ab', { caller: 'ab' }),
    ],
    judge: exactly({ a: false, ab: true }),
  },
];

export const scenarios: readonly Scenario[] = [
  ...flows,
  ...hotspots,
  ...degrades,
  ...systems,
  ...accesses,
];

/** Calls at times drawn evenly, each of a cost up to `costMax`. */
function atRandom(count: number, spanMs: number, costMax = 1): Step[] {
  const fraction = seededFractions(7);
  const times = Array.from({ length: count }, () => Math.floor(fraction() * spanMs));
  return times
    .sort((one, other) => one - other)
    .flatMap((at, n) => call(at, `call-${n}`, { cost: 1 + Math.floor(fraction() * costMax) }));
}

/** So many calls a second, evenly, for so many seconds. */
function steady(perSecond: number, seconds: number): Step[] {
  return Array.from({ length: perSecond * seconds }, (_, n) =>
    call(SECOND_MS + Math.floor((n * SECOND_MS) / perSecond), `call-${n}`),
  ).flat();
}

function warmsUp(threshold: number, warmUpSec: number) {
  return (outcomes: Outcomes): Judgement => {
    const ran = passed(outcomes);
    const inSecond = (second: number): number =>
      ran.filter(({ ranMs }) => Math.floor(ranMs / SECOND_MS) === second).length;
    const [cold, warm] = [inSecond(1), inSecond(warmUpSec + 4)];
    const most = mostInAnyWindow(ran, SECOND_MS);
    // The rate rises while it is counted.
    const isCold = cold <= (threshold / 3) * 1.25;
    return {
      holds: isCold && warm >= threshold * 0.95 && most <= threshold,
      found: `${cold} in the first second, ${warm} when warm, at most ${most} in any`,
    };
  };
}

function nobodyRefused(outcomes: Outcomes): Judgement {
  const count = refused(outcomes).length;
  return { holds: count === 0, found: `${count} refused` };
}

function spaced(everyMs: number, queueMs: number) {
  return (outcomes: Outcomes): Judgement => {
    const ran = passed(outcomes);
    const gaps = ran.slice(1).map(({ ranMs }, at) => ranMs - (ran[at] as Outcome).ranMs);
    const longest = Math.max(...ran.map(({ atMs, ranMs }) => ranMs - atMs));
    const holds = gaps.every((gap) => gap >= everyMs) && longest === queueMs;
    return {
      holds,
      found: `${ran.length} pass, ${Math.min(...gaps)} ms apart, ${waited(longest)}`,
    };
  };
}

function waited(ms: number): string {
  return ms === 0 ? 'no wait' : `a wait of ${ms} ms`;
}
