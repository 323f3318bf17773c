// Puts the points of a test, and the protections that it goes without, around caches and indices.
import { type FaultPlan, openFaults } from '@member-mesh/faults';

import type { CacheCenter } from '../../app/cache-center.ts';
import type { IndexReader } from '../../app/sources.ts';
import { CacheWithPoints, FAULT_POINTS, IndexWithPoints } from './points.ts';
import { CacheWithLockOnly, CacheWithoutFloor, type Protection } from './unprotected.ts';

export type QueryFaults = ReturnType<typeof composeFaults>;

/** Without a plan everything is what it was. */
export function composeFaults(plan: FaultPlan<Protection> | undefined) {
  const faults = openFaults(plan, FAULT_POINTS);
  const goesWithout = (protection: Protection): boolean => plan?.without.has(protection) === true;
  return {
    control: faults,
    fillWithout: (['fill-floor', 'fill-token'] as const).find(goesWithout),
    around: (center: CacheCenter): CacheCenter => {
      if (!faults) return center;
      if (goesWithout('fill-floor')) return new CacheWithoutFloor(center, faults);
      if (goesWithout('pinned-fences')) return new CacheWithLockOnly(center, faults);
      return new CacheWithPoints(center, faults);
    },
    aroundIndex: (index: IndexReader): IndexReader =>
      faults ? new IndexWithPoints(index, faults) : index,
    beforeEvent: (): Promise<void> => faults?.reach('before-event') ?? Promise.resolve(),
  };
}
