// Keys of callers: 32 random bytes, so that guessing is hopeless and a plain SHA-256 is hash
// enough. The prefix lets scanners of repositories and logs find a key that leaked.
import { createHash, timingSafeEqual } from 'node:crypto';

const PREFIX = 'mm_';
export const KEY_BYTES = 32;

/** The key that `bytes`, 32 unpredictable ones, stand for. */
export function keyOf(bytes: Buffer): string {
  return PREFIX + bytes.toString('base64url');
}

export function hashOfKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

/** Compares in a time that does not depend on where the hashes differ. */
export function sameHash(presented: Buffer, storedHex: string): boolean {
  const stored = Buffer.from(storedHex, 'hex');
  return stored.length === presented.length && timingSafeEqual(presented, stored);
}
