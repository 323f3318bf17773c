// Follows a share of the changes through: 1, 5 and 60 s after a change came by, each index and each
// cache must show it, or something newer, or nothing. That a tier still shows what was before is
// counted: for an index it is lag, for a cache it must never be.
import { type Clock, sleep } from '@member-mesh/kernel';

import type { CacheCenter } from './cache-center.ts';
import { CacheUnavailable } from './cache-center.ts';
import type { KeyFence } from './fence-keys.ts';
import { type IndexReader, SourceUnavailable } from './sources.ts';

export const FOLLOWED_AFTER_S = [1, 5, 60] as const;
export type FollowedAfter = (typeof FOLLOWED_AFTER_S)[number];

export type Shown = 'change' | 'nothing' | 'older' | 'unreachable';

export interface FollowObserver {
  followed(what: { tier: string; afterS: FollowedAfter; shows: Shown }): void;
  /** A change that was to be followed and is not, since too many are. */
  notFollowed(): void;
}

export interface FollowThroughOptions {
  centers: readonly CacheCenter[];
  indices: readonly IndexReader[];
  observer: FollowObserver;
  clock: Clock;
  /** A fraction from 0 to 1 that decides which changes are followed. */
  fraction: () => number;
  /** From 0 (none) to 1 (all). */
  share: number;
}

interface Followed extends KeyFence {
  notedMs: number;
}

const ROUND_EVERY_MS = 200;
/** In all three waits together; what comes beyond is not followed. */
const FOLLOWED_MAX = 2_000;
/** Looked at in one round, for each wait. */
const LOOKS_MAX = 100;
const MS_PER_S = 1_000;

export class FollowThrough {
  readonly #options: FollowThroughOptions;
  readonly #waits = FOLLOWED_AFTER_S.map((afterS) => ({ afterS, queue: new Array<Followed>() }));

  constructor(options: FollowThroughOptions) {
    this.#options = options;
  }

  /** Told of changes as they come by. */
  note(changes: readonly KeyFence[]): void {
    const { clock, fraction, share, observer } = this.#options;
    const notedMs = clock.monotonicMs();
    for (const change of changes) {
      if (fraction() >= share) continue;
      const waiting = this.#waits.reduce((sum, { queue }) => sum + queue.length, 0);
      if (waiting < FOLLOWED_MAX) this.#waits[0]?.queue.push({ ...change, notedMs });
      else observer.notFollowed();
    }
  }

  /** Runs until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.round();
      await sleep(ROUND_EVERY_MS, signal).catch(() => undefined);
    }
  }

  /** Looks at whatever is due. */
  async round(): Promise<void> {
    const nowMs = this.#options.clock.monotonicMs();
    for (const [at, { afterS, queue }] of this.#waits.entries()) {
      const next = queue.findIndex(({ notedMs }) => notedMs + afterS * MS_PER_S > nowMs);
      const count = Math.min(next < 0 ? queue.length : next, LOOKS_MAX);
      const due = queue.splice(0, count);
      if (due.length === 0) continue;
      await this.#look(due, afterS);
      this.#waits[at + 1]?.queue.push(...due);
    }
  }

  async #look(due: readonly Followed[], afterS: FollowedAfter): Promise<void> {
    const { centers, indices, observer } = this.#options;
    const looks = [
      ...centers.map((center) => ({ tier: `cache/${center.name}`, look: inCache(center, due) })),
      ...indices.map((index) => ({ tier: `index/${index.cluster}`, look: inIndex(index, due) })),
    ];
    await Promise.all(
      looks.map(async ({ tier, look }) => {
        for (const shows of await look) observer.followed({ tier, afterS, shows });
      }),
    );
  }
}

function inCache(center: CacheCenter, due: readonly Followed[]): Promise<Shown[]> {
  return Promise.all(
    due.map(async ({ key, min }): Promise<Shown> => {
      try {
        const { entry, generation = 0 } = await center.look(key);
        if (!entry || entry.kind === 'fence' || entry.generation < generation) return 'nothing';
        return entry.version >= min ? 'change' : 'older';
      } catch (error) {
        if (error instanceof CacheUnavailable) return 'unreachable';
        throw error;
      }
    }),
  );
}

async function inIndex(index: IndexReader, due: readonly Followed[]): Promise<Shown[]> {
  if (!index.serving()) return due.map(() => 'unreachable');
  try {
    const answers = await index.read(due.map(({ key }) => key));
    return answers.map((answer, at): Shown => {
      if (answer.state !== 'found') return 'nothing';
      return answer.version >= (due[at]?.min ?? 0) ? 'change' : 'older';
    });
  } catch (error) {
    if (error instanceof SourceUnavailable) return due.map(() => 'unreachable');
    throw error;
  }
}
