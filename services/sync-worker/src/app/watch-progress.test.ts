import { describe, expect, it } from '@jest/globals';
import { systemClock } from '@member-mesh/kernel';

import { MemoryCluster } from '../../test/memory-cluster.ts';
import { memoryCells, type Store } from '../../test/memory-cells.ts';
import { QuietObserver } from '../../test/quiet-observer.ts';
import { pairOf } from '../domain/cluster.ts';
import { establishedAs } from '../domain/topology.ts';
import type { StreamView } from './ports.ts';
import { WatchProgress } from './watch-progress.ts';

/** A cluster that applied up to 9 of a stream that is no more, and what the new one shows of it. */
async function watched(view: StreamView, ackFloor: number) {
  const store: Store = { values: new Map() };
  const cells = memoryCells(store, { stepsLeft: Infinity });
  await cells.applied.write({ streamCreatedMs: 4, sequence: 9 }, 0);
  const observer = new QuietObserver();
  const progress = new WatchProgress({
    ...{ cluster: new MemoryCluster(), cells, observer, clock: systemClock },
    stream: {
      view: () => Promise.resolve(view),
      consumer: () => Promise.resolve({ ackFloor, pending: 0, ackPending: 0 }),
      commitTimeAfter: () => Promise.resolve(undefined),
    },
  });
  return { cells, progress };
}

describe('a stream that was made anew', () => {
  it('leaves a cluster serving that applied all of it', async () => {
    const { cells, progress } = await watched(
      { createdMs: 5, firstSequence: 1, lastSequence: 3 },
      3,
    );
    await cells.topology.write(establishedAs(pairOf(1)), 0);
    await progress.tick();
    expect((await cells.topology.read())?.value.state).toBe('serving');
    expect((await cells.applied.read())?.value).toEqual({ streamCreatedMs: 5, sequence: 3 });
  });

  it('marks a cluster as missing that its first changes went by', async () => {
    const view = { createdMs: 5, firstSequence: 20, lastSequence: 30 };
    const { cells, progress } = await watched(view, 30);
    await cells.topology.write(establishedAs(pairOf(1)), 0);
    await progress.tick();
    expect((await cells.topology.read())?.value.state).toBe('missing');
  });

  it('keeps nothing beyond a gap before anybody can be told of it', async () => {
    const view = { createdMs: 5, firstSequence: 20, lastSequence: 30 };
    const { cells, progress } = await watched(view, 30);
    await progress.tick();
    expect((await cells.applied.read())?.value.streamCreatedMs).toBe(4);
  });
});
