// What was acknowledged is proven only where it was read after its last write had ended.
import type { Violation } from './history.ts';
import type { Sighting } from './sightings.ts';
import type { Write } from './writes.ts';

export function findNotReadBack(
  sightings: readonly Sighting[],
  writes: readonly Write[],
  quietMs: number,
): Violation[] {
  if (quietMs === Infinity) return [];
  const readBack = new Set(
    sightings
      .filter(({ call, acknowledges }) => !acknowledges && call.startMs >= quietMs)
      .map(({ member }) => member.memberId),
  );
  const newest = new Map<string, Write>();
  for (const write of writes) {
    if (write.acknowledged) newest.set(write.acknowledged.member.memberId, write);
  }
  return [...newest].flatMap(([memberId, { acknowledged }]): Violation[] => {
    if (readBack.has(memberId) || !acknowledged) return [];
    const what = `${memberId} was written and not read after all was quiet`;
    return [{ rule: 'not-read-back', what, calls: [acknowledged.call] }];
  });
}
