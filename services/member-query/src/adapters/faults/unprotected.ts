// Caches that go without one of the protections that make reads exact, so that a test sees what
// each of them is for. Composed only where MESH_WITHOUT asks for it and faults are on.
import type { Taken } from '../../app/cache-center.ts';
import type { CacheKey } from '../../domain/cache-key.ts';
import { CacheWithPoints } from './points.ts';

export const PROTECTIONS = ['fill-floor', 'fill-token', 'pinned-fences'] as const;
export type Protection = (typeof PROTECTIONS)[number];

/** Tells readers no least version. Its fills store older ones as well: see withoutPart. */
export class CacheWithoutFloor extends CacheWithPoints {
  override async take(key: CacheKey, token: string | undefined): Promise<Taken> {
    const taken = await super.take(key, token);
    return taken.state === 'missing' ? { ...taken, min: 0 } : taken;
  }
}

const LOCK_MS = 2_000;
const EVERY_INDEX = 7;

/**
 * The lock of two seconds that is usual elsewhere: nothing is stored while it lasts, and nothing is
 * known once it is over. That an index has caught up by then is hoped for.
 */
export class CacheWithLockOnly extends CacheWithPoints {
  override async take(key: CacheKey, token: string | undefined): Promise<Taken> {
    const taken = await super.take(key, token);
    if (taken.state !== 'missing') return taken;
    return { ...taken, min: 0, readable: EVERY_INDEX };
  }

  override fence(key: CacheKey, { lockId }: { lockId: Buffer | undefined }): Promise<void> {
    if (lockId) {
      const unlock = (): void => void this.inner.unlock(key, lockId).catch(() => undefined);
      setTimeout(unlock, LOCK_MS).unref();
    }
    return Promise.resolve();
  }
}
