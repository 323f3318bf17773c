// Measured rounds of one read method on any of the sides, all with the same generators.
import { CONNECTIONS, type Generators, GENERATORS, startGenerators } from '../load/generators.ts';
import { measureRound, type Round } from '../load/measure.ts';
import type { Pace } from '../load/order.ts';
import type { BenchMesh } from '../mesh/bench-mesh.ts';
import { type ReadSides, type Side, startReadSides } from '../mesh/read-sides.ts';
import type { Method } from '../opponents/member-query.ts';

/** As many as keep both cores busy on every side: neither side is measured waiting. */

/** Requests of one method, each with what its answer has to contain. */
export interface Script {
  method: Method;
  requests: readonly Buffer[];
  expected: readonly string[];
}

export type ReadRound = (side: Side, pace: Pace, durationMs: number) => Promise<Round>;

export function roundsOf(sides: ReadSides, generators: Generators, script: Script): ReadRound {
  const { method, requests, expected } = script;
  return (side, pace, durationMs) => {
    const target = sides.target(side, method);
    const order = { target, requests, expected, connections: CONNECTIONS, pace, durationMs };
    return measureRound(order, { generators, pids: sides.pids(side) });
  };
}

/** Starts what reads are compared with, and ends it after `work`. */
export async function withReadSides<T>(
  mesh: BenchMesh,
  members: number,
  work: (sides: ReadSides, generators: Generators) => Promise<T>,
): Promise<T> {
  const sides = await startReadSides(mesh, members);
  try {
    const generators = await startGenerators(GENERATORS);
    try {
      return await work(sides, generators);
    } finally {
      await generators.close();
    }
  } finally {
    await sides.close();
  }
}
