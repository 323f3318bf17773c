// When pins are let go. Usually once every index has what they stand for; sooner when an index is
// so far behind, or pins are so many, that memory would pay for it. Letting go early costs the
// indices that are behind their right to be read (beat.lua), never exactness.
import type { PerCluster } from './bucket-state.ts';

export interface ReleaseLimits {
  /** Beats after which a pin goes, whatever the indices are. */
  pinLife: number;
  /** Pins of one bucket above which the slowest indices are not waited for. */
  pinsMax: number;
}

export interface ReleaseView {
  beat: number;
  /** Of the indices that exist by configuration. */
  proven: readonly number[];
  pins: number;
}

/** Pins stamped before the answer may go. */
export function releaseBefore({ beat, proven, pins }: ReleaseView, limits: ReleaseLimits): number {
  const slowest = Math.min(...proven);
  const fastest = Math.max(0, ...proven);
  const byAge = beat - limits.pinLife;
  if (pins > 2 * limits.pinsMax) return beat;
  if (pins > limits.pinsMax) return Math.max(fastest, byAge);
  return Math.max(Number.isFinite(slowest) ? slowest : 0, byAge, 0);
}

/** The proofs that speak for a bucket's generation; 0 where there is none. */
export function proofsFor(
  generation: number,
  claims: readonly { generation: number; beat: number }[],
): PerCluster {
  const proof = (at: number): number =>
    claims[at]?.generation === generation ? (claims[at]?.beat ?? 0) : 0;
  return [proof(0), proof(1), proof(2)];
}
