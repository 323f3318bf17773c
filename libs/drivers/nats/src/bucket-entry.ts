// What a bucket holds and tells, in plain types.
import type { KvEntry } from 'nats';

export interface BucketEntry {
  value: Buffer;
  revision: number;
}

export interface BucketChange {
  key: string;
  /** Undefined when the key was deleted. */
  value: Buffer | undefined;
  revision: number;
}

export interface WatchOptions {
  signal: AbortSignal;
  /** Called each time everything that was there at the (re)start of the watch has been yielded. */
  onCurrent?: (() => void) | undefined;
}

export function bytesOf(value: Uint8Array): Buffer {
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}

export function changeOf(entry: KvEntry): BucketChange {
  const deleted = entry.operation !== 'PUT';
  const value = deleted ? undefined : bytesOf(entry.value);
  return { key: entry.key, value, revision: entry.revision };
}
