// Latencies at fixed rates: calls have their moments whatever the answers do, and a call that is
// sent late has waited as well.
import type { BenchmarkRun, Row } from '../frame/benchmark.ts';
import { inTurns, type Plan, rowOf } from '../frame/side-by-side.ts';
import { quantile } from '../frame/statistics.ts';

import type { Round } from '../load/measure.ts';
import type { Side } from '../mesh/read-sides.ts';
import type { ReadRound } from './rounds.ts';

const RATES = [500, 1_000, 2_000] as const;
const SHARES_OF_PEAK = [0.5, 0.75] as const;
/** What cannot do a rate has no latency at it, only a queue. */
const SHARE_MAX = 0.9;

export interface Rounds {
  round: ReadRound;
  /** Calls a second of each side at its best. */
  peaks: Readonly<Record<Side, number>>;
}

interface Rate {
  perSecond: number;
  name: string;
}

export async function openLoopRows(run: BenchmarkRun, rounds: Rounds): Promise<Row[]> {
  const { quick, tell } = run;
  const { peaks } = rounds;
  const fixed = RATES.map((perSecond): Rate => ({ perSecond, name: `at ${perSecond}/s` }));
  const shares = SHARES_OF_PEAK.map((share): Rate => {
    const perSecond = Math.round((peaks.ours * share) / 100) * 100;
    return { perSecond, name: `at ${share * 100} % of our peak, ${perSecond}/s` };
  });
  const rates = quick ? fixed.slice(0, 1) : [...fixed, ...shares];
  const rows: Row[] = [];
  for (const rate of rates) {
    if (rate.perSecond > peaks.ours * SHARE_MAX) {
      tell(`${rate.perSecond} reads a second are too many for this machine now`);
      continue;
    }
    tell(`reads ${rate.name}`);
    rows.push(...(await rowsAt(rate, rounds, quick)));
  }
  return rows;
}

async function rowsAt({ perSecond, name }: Rate, rounds: Rounds, quick: boolean): Promise<Row[]> {
  const { round, peaks } = rounds;
  const sides = (['ours', 'echo', 'proxy'] as const).filter(
    (side) => perSecond <= peaks[side] * SHARE_MAX,
  );
  const durationMs = quick ? 500 : 2_000;
  const at = (side: Side) => () => round(side, { kind: 'open', perSecond }, durationMs);
  const plan: Plan = quick ? { rounds: 1, warmUps: 0 } : { rounds: 3, warmUps: 0 };
  const turns = Object.fromEntries(sides.map((side) => [side, at(side)]));
  const measured = await inTurns<string, Round>(turns, plan);
  const latencies = (side: Side, share: number): number[] =>
    (measured[side] ?? []).map(({ latenciesMs }) => quantile([...latenciesMs], share));
  const others = (['echo', 'proxy'] as const).filter((side) => sides.includes(side));
  return others.flatMap((other) =>
    [0.5, 0.99].map((share) =>
      rowOf(
        {
          name: `reads ${name}, p${share * 100}, beside ${other}`,
          ...{ unit: 'ms', better: 'lower' },
          meaning: 'from the intended moment of sending to the answer, at a fixed rate',
        },
        { ours: latencies('ours', share), other: latencies(other, share) },
      ),
    ),
  );
}
