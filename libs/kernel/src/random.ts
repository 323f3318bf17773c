// The only file that draws real randomness. Everything else takes a Random, so that a test repeats
// itself.
import { randomBytes } from 'node:crypto';

export interface Random {
  /** That many unpredictable bytes. */
  bytes(count: number): Buffer;
  /** A number from 0 up to but not including 1. */
  fraction(): number;
}

export const systemRandom: Random = {
  bytes: (count) => randomBytes(count),
  fraction: () => Math.random(),
};
