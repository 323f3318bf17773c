// Waits until reads come from where they are meant to: after an import the indices catch up, and
// until they are proven to have it all, the record answers.
import { eventually } from '../../test/workload/fault-door.ts';
import type { BenchMesh } from './bench-mesh.ts';

const WAIT_MS_MAX = 120_000;

/** `before` is done before each attempt, such as taking the members out of the cache. */
export async function expectReadFrom(
  { caller: { query, options } }: BenchMesh,
  ids: readonly string[],
  { source, before }: { source: string; before: () => Promise<void> },
): Promise<void> {
  const sourcesOf = async (): Promise<boolean> => {
    await before();
    const reads = ids.map((memberId) => query.GetMember({ memberId }, options));
    const answers = await Promise.all(reads);
    return answers.every(({ read }) => read?.source === source);
  };
  await eventually(`reads answered by ${source}`, sourcesOf, WAIT_MS_MAX);
}
