// Who surely had an account when, from what members list at each version: a member that was seen
// with an account has it until some write that takes it away may have begun to act.
import { lastBefore } from './search.ts';
import type { SeenVersion } from './sightings.ts';
import type { Span } from './spans.ts';
import type { Write } from './writes.ts';

/** The writes of one member that may end that it has an account, or that it has not. */
export class Enders {
  /** Ascending by version: when the write that was acknowledged with it, or a later one, began. */
  readonly #acknowledged: { version: number; earliestMs: number }[];
  readonly #openMs: number;

  constructor(writes: readonly Write[]) {
    const known = writes.flatMap(({ acknowledged, startMs }) =>
      acknowledged ? [{ version: acknowledged.member.version, startMs }] : [],
    );
    known.sort((one, other) => other.version - one.version);
    let earliestMs = Infinity;
    const descending = known.map(({ version, startMs }) => {
      earliestMs = Math.min(earliestMs, startMs);
      return { version, earliestMs };
    });
    this.#acknowledged = descending.reverse();
    const open = writes.filter(({ state }) => state === 'open');
    this.#openMs = open.reduce((least, { startMs }) => Math.min(least, startMs), Infinity);
  }

  get hasOpen(): boolean {
    return this.#openMs < Infinity;
  }

  /** When what was so at this version may have ended, at the earliest. */
  earliestMsAfter(version: number): number {
    const known = this.#acknowledged;
    const before = lastBefore(known.length, (at) => (known[at]?.version ?? 0) <= version);
    return Math.min(this.#openMs, known[before + 1]?.earliestMs ?? Infinity);
  }
}

export interface Holding {
  memberId: string;
  versions: readonly SeenVersion[];
  /** Whether the member lists the account at a version, or whether it does not. */
  isSo: (version: SeenVersion) => boolean;
  enders: Enders;
}

/** The spans in which it surely was so. */
export function spansOf({ memberId, versions, isSo, enders }: Holding): Span[] {
  const spans: Span[] = [];
  let run: SeenVersion[] = [];
  const end = (): void => {
    const span = spanOf(memberId, run, enders);
    if (span) spans.push(span);
    run = [];
  };
  for (const version of versions) {
    if (!isSo(version)) {
      end();
      continue;
    }
    // Between versions that nobody saw, an open write may have ended it for a while.
    const gap = version.version - (run.at(-1)?.version ?? version.version) > 1;
    if (gap && enders.hasOpen) end();
    run.push(version);
  }
  end();
  return spans;
}

function spanOf(memberId: string, run: readonly SeenVersion[], enders: Enders): Span | undefined {
  const last = run.at(-1);
  if (!last) return undefined;
  let fromMs = Infinity;
  let seenMs = -Infinity;
  for (const { firstEndMs, lastStartMs } of run) {
    fromMs = Math.min(fromMs, firstEndMs);
    seenMs = Math.max(seenMs, lastStartMs);
  }
  const toMs = Math.max(seenMs, enders.earliestMsAfter(last.version));
  if (fromMs >= toMs) return undefined;
  const earliest = run.find(({ firstEndMs }) => firstEndMs === fromMs);
  const calls = [earliest, last].flatMap((each) => each?.sightings[0]?.call ?? []);
  return { memberId, fromMs, toMs, calls: [...new Set(calls)] };
}
