// The door of RecordService: authoritative reads and bulk writes for the other services and for
// operators.
import type {
  ImportOutcome,
  ResolvedAccount,
  ResolvedAccount__Output,
  Services,
} from '@member-mesh/contracts';
import type { Bulkhead, Clock } from '@member-mesh/kernel';
import type { Implementation, ServerCall } from '@member-mesh/rpc';

import { awaitPublished, type AwaitPublishedGround } from '../app/await-published.ts';
import { importMembers, type ImportResult } from '../app/import-members.ts';
import type { ChangeCodec } from '../app/messages.ts';
import {
  readAccounts,
  readMembers,
  type ResolvedAccountState,
  scanShard,
} from '../app/read-record.ts';
import type { RecordStore, Until } from '../app/record-store.ts';
import type { GroupProbe } from '../app/record-status.ts';
import type { WriteGround } from '../app/write.ts';
import { messageOf, told } from './errors.ts';
import { untilOf } from './member-write-service.ts';
import {
  type ImportParser,
  pageTokenOf,
  parseAccounts,
  parseMemberIds,
  parseScan,
  type RefusedRow,
} from './parse-record.ts';

type Handlers = NonNullable<Services['record']['types']>['handlers'];

export interface RecordServiceOptions extends AwaitPublishedGround {
  ground: WriteGround;
  store: RecordStore;
  codec: ChangeCodec;
  parser: ImportParser;
  groups: GroupProbe;
  clock: Clock;
  /** Bound the reads and the import batches of this process. */
  reads: Bulkhead;
  imports: Bulkhead;
}

const READ_TIME_MAX_MS = 10_000;
const IMPORT_TIME_MAX_MS = 60_000;

export function recordService(options: RecordServiceOptions): Implementation<Handlers> {
  const { store, codec, groups } = options;
  return {
    ReadMembers: async ({ memberIds }, call) => {
      const ids = parseMemberIds(memberIds);
      const members = await read(options, call, (until) => readMembers(store, ids, until));
      return { members: members.map((member) => codec.memberRow(member)) };
    },
    ReadAccounts: async ({ accounts }, call) => {
      const parsed = parseAccounts(accounts);
      const resolved = await read(options, call, (until) => readAccounts(store, parsed, until));
      return { results: resolved.map((each) => resolvedMessage(each, codec)) };
    },
    ScanShard: async (request, call) => {
      const page = parseScan(request);
      const scanned = await read(options, call, (until) => scanShard(store, page, until));
      return {
        rows: scanned.changes.map((change) => codec.changeMessage(change)),
        nextPageToken: pageTokenOf(scanned.next),
      };
    },
    CheckEmpty: async (_request, call) => ({
      empty: await read(options, call, (until) => store.isEmpty(until)),
    }),
    AwaitPublished: (_request, call) =>
      told(async () => {
        const until = untilOf(call, options.clock, READ_TIME_MAX_MS);
        return { streamSequence: await awaitPublished(options, until) };
      }),
    ImportMembers: async (request, call) => {
      const { rows, refused } = options.parser.parse(call.caller, request);
      const until = untilOf(call, options.clock, IMPORT_TIME_MAX_MS);
      const results = await told(() =>
        options.imports.run(() => importMembers(options.ground, rows, until), until.signal),
      );
      const outcomes = outcomesByNumber(results, refused);
      return { outcomes: request.rows.map(({ number }) => outcomes.get(number) ?? { number }) };
    },
    GetRecordStatus: async (_request, call) => {
      const states = await groups.probe(untilOf(call, options.clock, READ_TIME_MAX_MS));
      return {
        groups: states.map(({ outbox, semiSync, ...state }) => ({
          ...state,
          outboxUnpublished: outbox.unpublished,
          outboxRows: outbox.rows,
          semiSync: semiSync.on,
          semiSyncReplicas: semiSync.replicas,
        })),
      };
    },
  };
}

function read<T>(
  { clock, reads }: RecordServiceOptions,
  call: ServerCall,
  work: (until: Until) => Promise<T>,
): Promise<T> {
  const until = untilOf(call, clock, READ_TIME_MAX_MS);
  return told(() => reads.run(() => work(until), until.signal));
}

function resolvedMessage(
  { account, version, member, quarantined }: ResolvedAccountState,
  codec: ChangeCodec,
): ResolvedAccount {
  const { platform, accountId } = account;
  const row: ResolvedAccount__Output['member'] | ResolvedAccount['member'] =
    member && codec.memberRow(member);
  return { account: { platform, accountId }, version, member: row ?? null, quarantined };
}

function outcomesByNumber(
  results: readonly ImportResult[],
  refused: readonly RefusedRow[],
): Map<number, ImportOutcome> {
  const outcomes = new Map<number, ImportOutcome>();
  for (const { number, violation } of refused) {
    const { field, description } = violation;
    outcomes.set(number, {
      ...{ number, refusedReason: 'INVALID_FIELD', refusedField: field },
      detail: `${field} ${description}`,
    });
  }
  for (const result of results) {
    const { number } = result;
    if (result.kind === 'written') outcomes.set(number, { number, memberId: result.memberId });
    else {
      const { reason } = result.refusal;
      const field = 'account' in result.refusal ? { refusedField: 'accounts' } : {};
      const detail = messageOf(result.refusal);
      outcomes.set(number, { number, refusedReason: reason, ...field, detail });
    }
  }
  return outcomes;
}
