// Schedules for degrade rules.
import { exactly } from './oracles.ts';
import { degrade } from './rule-pairs.ts';
import type { Scenario } from './scenario.ts';
import { call, enter, exit, failing, rules } from './steps.ts';

const errors = { strategy: 'error_count', threshold: 4, openSec: 2 } as const;

export const degrades: readonly Scenario[] = [
  {
    ...{ kind: 'degrade', name: 'more errors than allowed' },
    words: 'open after more than 4 failed calls within a second, asked again 2 s later',
    steps: [
      rules(0, degrade(errors)),
      ...Array.from({ length: 5 }, (_, n) => failing(1_100 + n, `bad-${n}`)).flat(),
      ...call(1_200, 'while open'),
      ...call(3_200, 'probe'),
      ...call(3_300, 'after'),
    ],
    judge: exactly({ 'bad-4': true, 'while open': false, probe: true, after: true }),
  },
  {
    ...{ kind: 'degrade', name: 'errors on both sides of an edge' },
    words: 'open after more than 4 failed calls within a second, wherever it begins',
    steps: [
      rules(0, degrade(errors)),
      ...Array.from({ length: 4 }, (_, n) => failing(1_990 + n, `early-${n}`)).flat(),
      ...Array.from({ length: 4 }, (_, n) => failing(2_001 + n, `late-${n}`)).flat(),
      ...call(2_100, 'after'),
    ],
    judge: exactly({ 'early-3': true, 'late-0': true, 'late-1': false, after: false }),
  },
  {
    ...{ kind: 'degrade', name: 'a share of failed calls' },
    words: 'open when more than half of at least 4 calls failed',
    steps: [
      rules(0, degrade({ strategy: 'error_ratio', threshold: 0.5, minRequests: 4, openSec: 2 })),
      ...call(1_100, 'well-0'),
      ...call(1_110, 'well-1'),
      ...Array.from({ length: 3 }, (_, n) => failing(1_120 + n, `bad-${n}`)).flat(),
      ...call(1_200, 'after'),
    ],
    judge: exactly({ 'bad-2': true, after: false }),
  },
  {
    ...{ kind: 'degrade', name: 'a share of slow calls' },
    words: 'open when more than half of at least 4 calls took longer than 100 ms',
    steps: [
      rules(0, degrade(slow(4))),
      ...Array.from({ length: 4 }, (_, n) => enter(1_100, `slow-${n}`)),
      ...Array.from({ length: 4 }, (_, n) => exit(1_301, `slow-${n}`)),
      ...call(1_310, 'after'),
    ],
    judge: exactly({ 'slow-3': true, after: false }),
  },
  {
    ...{ kind: 'degrade', name: 'calls that hang' },
    words: 'a call that has taken longer than 100 ms is slow, ended or not',
    steps: [
      rules(0, degrade(slow(4))),
      ...Array.from({ length: 4 }, (_, n) => enter(1_100, `hanging-${n}`)),
      ...call(1_900, 'after'),
    ],
    judge: exactly({ 'hanging-3': true, after: false }),
  },
  {
    ...{ kind: 'degrade', name: 'a call from before the opening ends well' },
    words: 'only its own probe closes a breaker',
    steps: [
      rules(0, degrade(errors)),
      enter(1_000, 'straggler'),
      ...Array.from({ length: 5 }, (_, n) => failing(1_100 + n, `bad-${n}`)).flat(),
      enter(3_200, 'probe'),
      exit(3_250, 'straggler'),
      ...call(3_260, 'behind the probe'),
      exit(3_300, 'probe', true),
      ...call(3_310, 'after'),
    ],
    judge: exactly({ probe: true, 'behind the probe': false, after: false }),
  },
  {
    ...{ kind: 'degrade', name: 'a call from before the opening fails' },
    words: 'only its own probe opens a half-open breaker again',
    steps: [
      rules(0, degrade(errors)),
      enter(1_000, 'straggler'),
      ...Array.from({ length: 5 }, (_, n) => failing(1_100 + n, `bad-${n}`)).flat(),
      enter(3_200, 'probe'),
      exit(3_250, 'straggler', true),
      exit(3_300, 'probe'),
      ...call(3_310, 'after'),
    ],
    judge: exactly({ probe: true, after: true }),
  },
  {
    ...{ kind: 'degrade', name: 'a probe that never comes back' },
    words: 'a probe that is not back does not keep the breaker half-open',
    steps: [
      rules(0, degrade(errors)),
      ...Array.from({ length: 5 }, (_, n) => failing(1_100 + n, `bad-${n}`)).flat(),
      enter(3_200, 'lost'),
      ...call(20_000, 'much later'),
      ...call(20_100, 'and after'),
    ],
    judge: exactly({ lost: true, 'much later': true, 'and after': true }),
  },
  {
    ...{ kind: 'degrade', name: 'two breakers on one resource' },
    words: 'several on one resource never block each other',
    steps: [
      rules(
        0,
        degrade({ ...errors, id: 'short', openSec: 1 }),
        degrade({ ...errors, id: 'long', openSec: 3 }),
      ),
      ...Array.from({ length: 5 }, (_, n) => failing(1_100 + n, `bad-${n}`)).flat(),
      ...call(2_500, 'too early for one'),
      ...call(4_200, 'probe of both'),
      ...call(4_300, 'after'),
    ],
    judge: exactly({ 'too early for one': false, 'probe of both': true, after: true }),
  },
  {
    ...{ kind: 'degrade', name: 'the threshold of an open breaker is changed' },
    words: 'an edit does not close a breaker',
    steps: [
      rules(0, degrade(errors)),
      ...Array.from({ length: 5 }, (_, n) => failing(1_100 + n, `bad-${n}`)).flat(),
      rules(1_200, degrade({ ...errors, threshold: 6 })),
      ...call(1_300, 'after the edit'),
      ...call(3_300, 'probe'),
    ],
    judge: exactly({ 'after the edit': false, probe: true }),
  },
];

function slow(minRequests: number) {
  const limits = { threshold: 0.5, slowAfterMs: 100, openSec: 2 };
  return { strategy: 'slow_ratio', minRequests, ...limits } as const;
}
