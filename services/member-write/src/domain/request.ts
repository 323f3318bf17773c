// What makes two calls the same request: the caller, the request id, and the body.
import { createHash } from 'node:crypto';

export interface RequestKey {
  caller: string;
  requestId: string;
  /** SHA-256 of method and body. */
  bodyHash: Buffer;
}

/** For how long a request id keeps its answer. */
export const ANSWER_LIFE_MS = 24 * 3_600_000;

export function isAlive(createMs: number, nowMs: number): boolean {
  return nowMs - createMs < ANSWER_LIFE_MS;
}

/** `canonicalBody` is the encoded request without its id, maps in order of their keys. */
export function bodyHashOf(method: string, canonicalBody: Buffer): Buffer {
  return createHash('sha256').update(`${method}\0`).update(canonicalBody).digest();
}
