import { describe, expect, it } from '@jest/globals';

import { ProgressLedger } from '../domain/progress-ledger.ts';
import type { ClusterStanding, StreamView } from '../domain/proven-sequence.ts';
import { TrackProgress } from './track-progress.ts';

const START: StreamView = { createdMs: 1, firstSequence: 1 };
const STANDING: ClusterStanding = {
  ...{ floor: 100, kept: { streamCreatedMs: 1, sequence: 100 }, serving: true },
};

async function reachedAfter(
  standing: ClusterStanding,
  views: readonly [StreamView, StreamView] = [START, START],
) {
  const ledger = new ProgressLedger<string>();
  const left = [...views];
  const rejected = (): Promise<never> => Promise.reject(new Error('not asked for'));
  const track = new TrackProgress({
    stream: {
      view: () => Promise.resolve(left.shift()),
      standing: () => Promise.resolve(standing),
    },
    record: {
      readMembers: rejected,
      readAccounts: rejected,
      awaitPublished: () => Promise.resolve(100),
    },
    ...{ ledger, clusters: ['order-a'], note: () => 'a mark' },
    clock: { nowMs: () => 5, monotonicMs: () => 5 },
    ...{ intervalMs: 500, onRound: () => undefined },
  });
  await track.round();
  return ledger.reached('order-a')?.note;
}

describe('the progress of an index', () => {
  it('is proven by its acknowledgements', async () => {
    expect(await reachedAfter(STANDING)).toBe('a mark');
  });

  it('is not proven by a floor that moved past changes the stream dropped', async () => {
    // Both workers slept past the retention: the floor is at the end, and 60 to 99 never came.
    const slept = { ...STANDING, kept: { streamCreatedMs: 1, sequence: 59 } };
    const quiet = { createdMs: 1, firstSequence: 100 };
    expect(await reachedAfter(slept, [quiet, quiet])).toBeUndefined();
    // They may be dropped between the two looks.
    expect(await reachedAfter(slept, [START, quiet])).toBeUndefined();
  });

  it('is not proven while its owner has given it up', async () => {
    expect(await reachedAfter({ ...STANDING, serving: false })).toBeUndefined();
  });

  it('is not proven across two streams', async () => {
    const anew = { createdMs: 2, firstSequence: 1 };
    expect(await reachedAfter(STANDING, [START, anew])).toBeUndefined();
  });
});
