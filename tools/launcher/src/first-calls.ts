/**
 * The proof at the end of the first `up`: members are written through one gateway and read through
 * the other, exactly, and imported ones are found by their account. Any difference is a failure,
 * never a remark.
 */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { isDeepStrictEqual } from 'node:util';
import { systemClock, systemRandom } from '@member-mesh/kernel';
import { bearer, clientOf } from './client.ts';
import type { MeshCalls } from './client.ts';
import { Trouble } from './trouble.ts';

const callTimeoutMs = 10_000;
const writtenMembers = 20;
const readImportedEvery = 2500;

export interface FirstCallsContext {
  readonly calls: MeshCalls;
  /** host:port of every gateway. */
  readonly gateways: readonly string[];
  readonly orderKey: string;
  /** The imported file, one JSON object a line. */
  readonly sampleFile: string;
}

export interface FirstCallsResult {
  readonly written: number;
  readonly readBack: number;
  readonly importedRead: number;
  readonly seconds: number;
}

interface SampleRow {
  readonly display_name: string;
  readonly accounts: readonly { readonly platform: string; readonly account_id: string }[];
}

export async function firstCalls(context: FirstCallsContext): Promise<FirstCallsResult> {
  const startedMs = systemClock.monotonicMs();
  const doors = context.gateways.map((address) => openDoor(context, address));
  try {
    let readBack = 0;
    for (let index = 0; index < writtenMembers; index += 1) {
      const writer = doors[index % doors.length];
      if (writer !== undefined) readBack += await writeAndRead(writer, doors, index);
    }
    const importedRead = await readImported(doors, context.sampleFile);
    const seconds = (systemClock.monotonicMs() - startedMs) / 1000;
    return { written: writtenMembers, readBack, importedRead, seconds };
  } finally {
    for (const door of doors) door.close();
  }
}

type Door = ReturnType<typeof openDoor>;

function openDoor(context: FirstCallsContext, address: string) {
  const { calls, orderKey } = context;
  const options = { timeoutMs: callTimeoutMs, metadata: bearer(orderKey) };
  const query = clientOf(calls, calls.contracts.services.memberQuery, [address]);
  const write = clientOf(calls, calls.contracts.services.memberWrite, [address]);
  const close = (): void => {
    query.close();
    write.close();
  };
  return { address, query, write, options, close };
}

async function writeAndRead(writer: Door, doors: readonly Door[], index: number): Promise<number> {
  const unique = systemRandom.bytes(8).toString('hex');
  const { member } = await writer.write.RegisterMember(
    {
      requestId: `first-call-${unique}`,
      account: { platform: 'mesh-check', accountId: `first-call-${unique}` },
      profile: { displayName: `First call ${index} 陈晓 Ægir`, level: index % 5 },
    },
    writer.options,
  );
  if (member === null) throw different(`${writer.address} registered a member and did not tell it`);
  for (const door of doors) {
    const byId = await door.query.GetMember({ memberId: member.memberId }, door.options);
    const account = { platform: 'mesh-check', accountId: `first-call-${unique}` };
    const byAccount = await door.query.LookupAccount({ account }, door.options);
    if (isDeepStrictEqual(byId.member, member) && isDeepStrictEqual(byAccount.member, member)) {
      continue;
    }
    throw different(
      `member ${member.memberId}, written through ${writer.address}, reads differently through ${door.address}`,
    );
  }
  return doors.length * 2;
}

async function readImported(doors: readonly Door[], sampleFile: string): Promise<number> {
  let reads = 0;
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(sampleFile) })) {
    line += 1;
    if ((line - 1) % readImportedEvery !== 0) continue;
    const row = JSON.parse(text) as SampleRow;
    for (const door of doors) {
      for (const { platform, account_id: accountId } of row.accounts) {
        const account = { platform, accountId };
        const { member } = await door.query.LookupAccount({ account }, door.options);
        reads += 1;
        if (member?.displayName === row.display_name) continue;
        throw different(
          `the account ${platform}:${accountId}, imported from line ${line}, is not answered by ${door.address}`,
        );
      }
    }
  }
  return reads;
}

function different(message: string): Trouble {
  return new Trouble(message, {
    advice: 'this is a fault of the mesh: keep .mesh/run and look at ./mesh ctl members describe',
  });
}
