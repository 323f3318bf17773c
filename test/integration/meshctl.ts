// meshctl as an operator runs it: a process of its own, its data from standard output.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { eventually } from '../workload/fault-door.ts';

const main = fileURLToPath(new URL('../../tools/meshctl/src/main.ts', import.meta.url));
const OUTPUT_BYTES_MAX = 64 * 2 ** 20;
const TIMEOUT_MS = 120_000;

/**
 * Runs meshctl against the mesh of `stateFile`; answers what it printed. Rejects with what it said.
 */
export async function meshctl(stateFile: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [main, ...args], {
    env: { PATH: process.env.PATH, MESH_STATE_FILE: stateFile },
    maxBuffer: OUTPUT_BYTES_MAX,
    timeout: TIMEOUT_MS,
  });
  return stdout;
}

/** The same, with `--output json`, parsed. */
export async function meshctlJson<T>(stateFile: string, ...args: readonly string[]): Promise<T> {
  return JSON.parse(await meshctl(stateFile, ...args, '--output', 'json')) as T;
}

export interface IndexStatus {
  clusters: { applied_sequence: number; last_sequence: number; set_aside: number }[];
}

const CLUSTERS = ['order-a', 'order-b', 'marketing'] as const;
const SETTLE_MS_MAX = 60_000;

/** Resolves when every index has applied everything. */
export function indexed(stateFile: string): Promise<void> {
  const caughtUp = async (): Promise<boolean> => {
    const { clusters } = await meshctlJson<IndexStatus>(stateFile, 'index', 'status');
    return (
      clusters.length === CLUSTERS.length &&
      clusters.every((each) => each.applied_sequence >= each.last_sequence)
    );
  };
  return eventually('the indices have caught up', caughtUp, SETTLE_MS_MAX);
}

/** Compares every row of the record with every document; rejects where they differ. */
export async function expectNoDifference(stateFile: string): Promise<void> {
  await indexed(stateFile);
  for (const cluster of CLUSTERS) await meshctl(stateFile, 'index', 'verify', cluster);
}
