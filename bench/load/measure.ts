// One order as a measured round: its rate, its latencies, and what the processes behind it spent.
import { type Pids, type ProcessorTime, spending } from '../mesh/processor-time.ts';
import type { Generators } from './generators.ts';
import type { Order } from './order.ts';

export interface Round {
  calls: number;
  perSecond: number;
  latenciesMs: Float64Array;
  /** Microseconds of processor time for each call, by process. */
  usPerCall: ProcessorTime;
}

export interface Watched {
  generators: Generators;
  /** The processes that work for the callee. */
  pids: Pids;
}

/** Fails when a call did. */
export async function measureRound(order: Order, { generators, pids }: Watched): Promise<Round> {
  const all = { ...pids, caller: generators.pids };
  const { result, spent } = await spending(all, () => generators.run(order));
  const { calls, failures, elapsedMs, latenciesMs } = result;
  const [failure] = Object.entries(failures);
  if (failure) throw new Error(`${failure[1]} of ${calls} calls failed: ${failure[0]}`);
  const perCall = (ms: number): number => (ms * 1_000) / calls;
  return {
    calls,
    perSecond: (calls * 1_000) / elapsedMs,
    latenciesMs,
    usPerCall: Object.fromEntries(Object.entries(spent).map(([name, ms]) => [name, perCall(ms)])),
  };
}

/** What the servers spent on a call, the caller left out. */
export function serverUs({ usPerCall }: Round): number {
  const servers = Object.entries(usPerCall).filter(([name]) => name !== 'caller');
  return servers.reduce((sum, [, us]) => sum + us, 0);
}

/** "gateway 62 + member-query 40 + redis 12, caller 55 µs": the last round's. */
export function spentText(rounds: readonly Round[]): string {
  const { caller = 0, ...servers } = rounds.at(-1)?.usPerCall ?? {};
  const told = Object.entries(servers).map(([name, us]) => `${name} ${us.toFixed(0)}`);
  return `${told.join(' + ')}, caller ${caller.toFixed(0)} µs`;
}
