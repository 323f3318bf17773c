import { describe, expect, it } from '@jest/globals';

import { type ClusterStanding, provenSequence, type StreamView } from './proven-sequence.ts';

const kept = (sequence: number, streamCreatedMs = 7) => ({ sequence, streamCreatedMs });
const view = (firstSequence: number): StreamView => ({ createdMs: 7, firstSequence });

describe('what an index has applied', () => {
  it.each<[what: string, ClusterStanding, StreamView, proven: number | undefined]>([
    [
      'the floor while the stream has every change that may be missing',
      { floor: 900, kept: kept(499), serving: true },
      view(500),
      900,
    ],
    [
      'the floor of a stream from which nothing was ever taken',
      { floor: 12, kept: undefined, serving: true },
      view(1),
      12,
    ],
    [
      'nothing once changes were dropped that are not known to be applied',
      { floor: 899, kept: kept(498), serving: true },
      view(500),
      undefined,
    ],
    [
      'nothing where only the progress in an earlier stream is known',
      { floor: 899, kept: kept(5_000, 6), serving: true },
      view(500),
      undefined,
    ],
    [
      'nothing of a cluster that its owner gave up, however far it is kept to be',
      { floor: 899, kept: kept(899), serving: false },
      view(500),
      undefined,
    ],
  ])('is %s', (_what, standing, stream, proven) => {
    expect(provenSequence(standing, stream)).toBe(proven);
  });
});
