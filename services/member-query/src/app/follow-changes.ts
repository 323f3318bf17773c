// Fences every change of the stream once more: what a writer that died between commit and fence
// left behind. A change is done when both centers have its fences.
import type { CacheKey } from '../domain/cache-key.ts';
import { CentersUnreachable, type FenceKeys, type KeyFence } from './fence-keys.ts';

export interface ChangeMessage {
  /** The keys that it changed, with their versions; empty for what cannot be read. */
  fences: readonly KeyFence[];
  done(): void;
  /** Comes again after a while. */
  again(afterMs: number): void;
}

const WITHIN_MS = 5_000;
const AGAIN_AFTER_MS = 1_000;

export async function followChanges(
  fenceKeys: FenceKeys,
  batch: readonly ChangeMessage[],
): Promise<void> {
  const newest = new Map<string, { key: CacheKey; min: number }>();
  for (const { key, min } of batch.flatMap(({ fences }) => fences)) {
    const known = newest.get(key.name);
    if (!known || known.min < min) newest.set(key.name, { key, min });
  }
  try {
    if (newest.size > 0) await fenceKeys.fence(undefined, [...newest.values()], WITHIN_MS);
  } catch (error) {
    if (!(error instanceof CentersUnreachable)) throw error;
    for (const message of batch) message.again(AGAIN_AFTER_MS);
    return;
  }
  for (const message of batch) message.done();
}
