// The three that answer reads of the same members: the mesh, a bare echo, and a plain proxy of the
// same two hops; each with the processes that work for it.
import { isDeepStrictEqual } from 'node:util';

import { loadContracts, type Member } from '@member-mesh/contracts';
import { chunk } from '@member-mesh/kernel';

import { eventually } from '../../test/workload/fault-door.ts';
import type { Target } from '../load/order.ts';
import { asking } from '../opponents/ask.ts';
import { type Method, pathOf } from '../opponents/member-query.ts';
import { startEcho, startProxy } from '../opponents/start.ts';
import type { BenchMesh } from './bench-mesh.ts';
import type { Pids } from './processor-time.ts';

export type Side = 'ours' | 'echo' | 'proxy';

const READ_BATCH = 100;
const SAMPLE = 20;

export interface ReadSides {
  /** Ids of the members that all of them answer with. */
  readonly ids: readonly string[];
  target(side: Side, method: Method): Target;
  pids(side: Side): Pids;
  close(): Promise<void>;
}

/** Fails unless all three answer the same to the same requests. */
export async function startReadSides(bench: BenchMesh, count: number): Promise<ReadSides> {
  const ids = await bench.members(count);
  const members = await encodedMembersOf(bench, ids);
  const echo = await startEcho(members);
  const proxy = await startProxy(bench.redis(), members);
  const redis = bench.readPids()['redis'] ?? [];
  const addresses = { ours: bench.gateway, echo: echo.address, proxy: proxy.address };
  const sides: ReadSides = {
    ids,
    target: (side, method) => ({
      address: addresses[side],
      path: pathOf(method),
      metadata: side === 'ours' ? bench.metadata : {},
    }),
    pids: (side) => {
      if (side === 'ours') return bench.readPids();
      return side === 'echo' ? echo.pids : { ...proxy.pids, redis };
    },
    close: async () => {
      await echo.close();
      await proxy.close();
    },
  };
  await expectSameAnswers(sides).catch(async (error: unknown) => {
    await sides.close();
    throw error;
  });
  return sides;
}

/**
 * The members as the mesh answers with them, read until the cache has them all: not every read
 * fills it, such as one of the record while the indices still catch up with an import.
 */
export async function encodedMembersOf(
  { caller }: BenchMesh,
  ids: readonly string[],
): Promise<Buffer[]> {
  const { member: codec } = loadContracts().messages;
  const { query, options } = caller;
  const encoded: Buffer[] = [];
  for (const memberIds of chunk(ids, READ_BATCH)) {
    let cached: Member[] = [];
    await eventually('members answered by the cache', async () => {
      const { members, read } = await query.BatchGetMembers({ memberIds }, options);
      if (members.length !== memberIds.length) throw new Error('an imported member is not there');
      cached = members;
      return read?.source === 'SOURCE_CACHE';
    });
    encoded.push(...cached.map((member) => codec.encode(member)));
  }
  return encoded;
}

async function expectSameAnswers(sides: ReadSides): Promise<void> {
  const ours = await answersOf(sides, 'ours');
  for (const side of ['echo', 'proxy'] as const) {
    if (isDeepStrictEqual(ours, await answersOf(sides, side))) continue;
    throw new Error(`the ${side} does not answer what the mesh answers`);
  }
}

function answersOf(sides: ReadSides, side: Side): Promise<unknown> {
  const ids = sides.ids.slice(0, SAMPLE);
  return asking(sides.target(side, 'GetMember'), async (ask) => {
    const gets = [];
    for (const id of ids) gets.push(await ask('GetMember', { member_id: id }));
    const batch = await ask('BatchGetMembers', { member_ids: ids });
    const members = batch.members.toSorted((a, b) => a.member_id.localeCompare(b.member_id));
    return { gets, batch: { ...batch, members } };
  });
}
