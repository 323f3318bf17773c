// The in-memory record behind a real RecordService on a real socket, for the real meshctl process.
import { loadContracts } from '@member-mesh/contracts';
import { sleep, systemClock } from '@member-mesh/kernel';
import { Health, MeshError, RpcServer, sha256Hex } from '@member-mesh/rpc';
import { createTelemetry } from '@member-mesh/telemetry';
import type { MemberRecord } from '../src/import/record.ts';

export const TOKEN = 'token-of-meshctl';

export interface RecordServerOptions {
  /** How long a batch takes, and how long its answer is held back after it was written. */
  batchMs?: { before: number; after: number };
  /** Answers UNAVAILABLE while it says so. */
  unavailable?: () => boolean;
  onBatch?: () => void;
}

export interface RecordServer {
  address: string;
  close: () => Promise<void>;
}

const contracts = loadContracts();

export async function startRecordServer(
  record: MemberRecord,
  options: RecordServerOptions = {},
): Promise<RecordServer> {
  const telemetry = await createTelemetry({
    service: 'member-write',
    name: 'record',
    center: 'a',
    logLevel: 'silent',
  });
  const server = new RpcServer({
    contracts,
    listen: { host: '127.0.0.1', port: 0 },
    peers: { meshctl: [sha256Hex(TOKEN)] },
    telemetry,
    health: new Health(),
    clock: systemClock,
    drainTimeoutMs: 200,
  });
  server.serve(
    contracts.services.record,
    {
      ImportMembers: async ({ importId, rows }, { signal }) => {
        options.onBatch?.();
        if (options.unavailable?.()) throw away();
        await sleep(options.batchMs?.before ?? 0);
        const outcomes = await record.importMembers(importId, rows.map(memberOf), signal);
        await sleep(options.batchMs?.after ?? 0);
        return { outcomes };
      },
      ReadMembers: async ({ memberIds }, { signal }) => {
        const asked = memberIds.map((memberId) => record.hasMember(memberId, signal));
        const known = await Promise.all(asked);
        const there = memberIds.filter((_, index) => known[index]);
        return { members: there.map((memberId) => ({ memberId, version: 1 })) };
      },
    },
    { allow: ['meshctl'] },
  );
  const { port } = await server.start();
  return { address: `127.0.0.1:${port}`, close: () => server.drain() };
}

function memberOf({ number, profile, accounts }: WireRow) {
  const { displayName = '', phone = '', email = '', level = 0 } = profile ?? {};
  const { homeChannel = '', attributes = {} } = profile ?? {};
  const member = { displayName, phone, email, level, homeChannel, attributes, accounts };
  return { number, member };
}

interface WireRow {
  number: number;
  profile: {
    displayName: string;
    phone: string;
    email: string;
    level: number;
    homeChannel: string;
    attributes: Record<string, string>;
  } | null;
  accounts: { platform: string; accountId: string }[];
}

function away(): MeshError {
  return new MeshError({
    kind: 'UNAVAILABLE',
    reason: 'NO_PRIMARY',
    message: 'group 0 has no primary',
    retryAfterMs: 50,
  });
}
