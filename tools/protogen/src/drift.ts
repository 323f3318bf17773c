// Tells how committed types differ from what the protos say now, file by file.
import type { FileTree } from './generate.ts';

export interface Difference {
  path: string;
  /** `missing` and `changed` as seen from the committed types; `stale` has no proto any more. */
  kind: 'missing' | 'changed' | 'stale';
}

/** Sorted by path; empty when both are the same. */
export function drift(committed: FileTree, fresh: FileTree): Difference[] {
  const paths = [...new Set([...committed.keys(), ...fresh.keys()])].sort();
  return paths.flatMap((path): Difference[] => {
    const [was, is] = [committed.get(path), fresh.get(path)];
    if (was === is) return [];
    if (was === undefined) return [{ path, kind: 'missing' }];
    if (is === undefined) return [{ path, kind: 'stale' }];
    return [{ path, kind: 'changed' }];
  });
}
