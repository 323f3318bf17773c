// Numbers that look random and are the same for the same seed on every machine, so that a generated
// file can be named by its seed instead of being kept. Math.random cannot be seeded.
import { createHash } from 'node:crypto';

export interface SeededRandom {
  /** A number from 0 up to but not including 1, with 32 bits. */
  fraction(): number;
  /** A whole number from 0 up to but not including `bound`, which is at most 2^32. */
  below(bound: number): number;
}

/** Draws from xoshiro128**; its state is the first 128 bits of the seed's SHA-256. */
export function seededRandom(seed: string): SeededRandom {
  const digest = createHash('sha256').update(seed).digest();
  const [a, b, c, d] = [0, 4, 8, 12].map((at) => digest.readUInt32LE(at)) as State;
  // A state of all zeros would stay there.
  const next = xoshiro128StarStar([a, b, c, (d | 1) >>> 0]);
  const fraction = (): number => next() / 4_294_967_296;
  return { fraction, below: (bound) => Math.floor(fraction() * bound) };
}

type State = [number, number, number, number];

/**
 * xoshiro128** 1.1 by David Blackman and Sebastiano Vigna ("Scrambled Linear Pseudorandom Number
 * Generators", 2018): whole numbers below 2^32.
 */
export function xoshiro128StarStar([first, second, third, fourth]: State): () => number {
  let a = first;
  let b = second;
  let c = third;
  let d = fourth;
  return () => {
    const scrambled = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return scrambled;
  };
}

function rotateLeft(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
