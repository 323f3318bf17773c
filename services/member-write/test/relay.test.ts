// What one group that is away, or a process that hangs with claims open, does to the other group's
// publishing and to the proof that everything is published.
import { beforeEach, describe, expect, it } from '@jest/globals';
import { loadContracts, type MemberId, parseAccount } from '@member-mesh/contracts';

import { awaitPublished, ChangesUnpublished } from '../src/app/await-published.ts';
import { Housekeeping } from '../src/app/housekeeping.ts';
import { ChangeCodec } from '../src/app/messages.ts';
import { StreamUnreachable } from '../src/app/ports.ts';
import { listingKey, type OutboxKind } from '../src/app/record-store.ts';
import { Relay } from '../src/app/relay.ts';
import { makeMemberId } from '../src/domain/ids.ts';
import { shardOfAccount } from '../src/domain/shard.ts';
import {
  MemoryRecord,
  memoryOutbox,
  MemoryStream,
  steppingClock,
} from './support/memory-record.ts';

const codec = new ChangeCodec(loadContracts());
const logger = { warn: () => undefined, info: () => undefined };
const observer = { repaired: () => undefined, attemptFailed: () => undefined };
const SWEEP_ROWS = 200;
const PATIENCE_MS = 5_000;

let serial = 0;
let record: MemoryRecord;
let stream: MemoryStream;
let clock: ReturnType<typeof steppingClock>;
let relay: Relay;
let housekeeping: Housekeeping;

beforeEach(() => {
  serial = 0;
  record = new MemoryRecord();
  stream = new MemoryStream();
  clock = steppingClock();
  const outbox = memoryOutbox(record);
  relay = new Relay({ store: record.store, outbox, stream, codec, clock, observer, logger });
  housekeeping = housekeepingWith(() => Promise.resolve(0));
});

function housekeepingWith(pruneAnswers: (group: number) => Promise<number>): Housekeeping {
  const outbox = memoryOutbox(record);
  const answers = { pruneAnswers };
  return new Housekeeping({ groups: [0, 1], outbox, answers, stream, clock, observer, logger });
}

const until = () => ({ deadlineMs: clock.monotonicMs() + PATIENCE_MS });

function accountIn(group: number) {
  for (;;) {
    const account = parseAccount({ platform: 'wechat', accountId: `o-${++serial}` })!;
    if ((shardOfAccount(account) < 512 ? 0 : 1) === group) return account;
  }
}

/** An outbox row of group 0 whose account row names a member of a group. Answers the pair. */
function addRow(kind: OutboxKind, groups: { row?: number; member: number; account?: number }) {
  const { row = 0, member, account: accountGroup = row } = groups;
  const account = accountIn(accountGroup);
  const random = Buffer.from([(serial >> 8) & 0xf, serial & 0xff]);
  const memberId: MemberId = makeMemberId(clock.nowMs(), member === 0 ? 1 : 1_000, random);
  const state = { account, version: 1, memberId };
  record.accounts.set(account.accountId, state);
  const outboxId = String(100_000 + ++serial);
  const changes = [{ kind: 'account' as const, account: state }];
  const payload = codec.encodeChanges(changes, 0);
  const stored = { group: row, shard: row, outboxId, kind, changes, payload, trace: '' };
  record.add(stored, clock.nowMs() - 10_000 + (serial % 100));
  return { outboxId, pair: { account, memberId } };
}

function addRows(count: number, add: () => unknown): void {
  for (let index = 0; index < count; index++) add();
}

describe('the relay, while group 1 is away', () => {
  beforeEach(() => {
    record.away.add(1);
  });

  it('publishes the changes of group 0 beside claims of members in group 1', async () => {
    addRow('claim', { member: 1 });
    const { outboxId } = addRow('change', { member: 0 });
    const flushed = relay.flush(0, until());
    await expect(flushed).rejects.toThrow(/members are in group 1, which is away/);
    expect(stream.published).toEqual([outboxId]);
  });

  it('comes past more releases into group 1 than one sweep takes, and they hold up no proof', async () => {
    addRows(2 * SWEEP_ROWS + 1, () => addRow('release', { member: 0, account: 1 }));
    const { outboxId } = addRow('change', { member: 0 });
    record.rows.at(-1)!.createMs = clock.nowMs() - 1;
    await relay.flush(0, until());
    expect(stream.published).toEqual([outboxId]);
    expect(record.rows).toHaveLength(2 * SWEEP_ROWS + 1);
  });

  it('is finished once it is back', async () => {
    const { outboxId, pair } = addRow('claim', { member: 1 });
    record.listed.add(listingKey(pair));
    addRow('release', { member: 0, account: 1 });
    await expect(relay.flush(0, until())).rejects.toThrow('away');
    record.away.clear();
    const deadlineMs = clock.monotonicMs() + 1_000;
    while (clock.monotonicMs() < deadlineMs) clock.nowMs();
    await relay.flush(0, until());
    expect(stream.published).toEqual([outboxId]);
    expect(record.rows).toEqual([]);
  });
});

describe('a change whose write is publishing it', () => {
  it('is not published again for a proof that is asked for meanwhile, nor is one after it', async () => {
    const { outboxId } = addRow('change', { member: 0 });
    const [outbox, finished] = [memoryOutbox(record), memoryOutbox(record)];
    let looks = 0;
    const inFlight = {
      ...outbox,
      unpublished: async (...asked: Parameters<typeof outbox.unpublished>) => {
        // Another write commits, and then the first one notes that its change is published.
        if (++looks === 1) addRow('change', { member: 0 });
        const { shard, group } = record.rows[0]!;
        const row = { group, shard, outboxId };
        if (looks === 2) {
          await finished.markPublished(0, [{ row, sequence: 1, streamCreatedMs: 1 }], until());
        }
        return await outbox.unpublished(...asked);
      },
    };
    const asking = { store: record.store, stream, codec, clock, observer, logger };
    await new Relay({ ...asking, outbox: inFlight }).flush(0, until());
    expect([looks, stream.published, record.rows.length]).toEqual([2, [], 1]);
  });

  it('is published for the proof once its write has died, and nothing after it is', async () => {
    const { outboxId } = addRow('change', { member: 0 });
    const outbox = memoryOutbox(record);
    const unpublished: typeof outbox.unpublished = async (...asked) => {
      addRow('change', { member: 0 });
      return await outbox.unpublished(...asked);
    };
    const asking = { store: record.store, stream, codec, clock, observer, logger };
    await new Relay({ ...asking, outbox: { ...outbox, unpublished } }).flush(0, until());
    expect(stream.published).toEqual([outboxId]);
  });
});

describe('a claim whose member a write in flight holds', () => {
  it('is waited for by nobody: the others are published, and the proof is had', async () => {
    const claims = Array.from({ length: 20 }, () => addRow('claim', { member: 1 }));
    for (const { pair } of claims) record.held.add(pair.memberId);
    const { outboxId } = addRow('change', { member: 0 });
    const claim = addRow('claim', { member: 0 });
    record.listed.add(listingKey(claim.pair));
    await relay.flush(0, until());
    expect(stream.published).toEqual([outboxId, claim.outboxId]);
    expect(new Set(record.waits)).toEqual(new Set(['none']));
    expect(record.rows).toHaveLength(claims.length);
  });

  it('is published all the same where the member lists the account by what is committed', async () => {
    const { outboxId, pair } = addRow('claim', { member: 1 });
    record.held.add(pair.memberId);
    record.listed.add(listingKey(pair));
    await relay.flush(0, until());
    expect(stream.published).toEqual([outboxId]);
  });

  it('is freed and not published once the write is gone without listing it', async () => {
    const { pair } = addRow('claim', { member: 1 });
    await relay.flush(0, until());
    expect(stream.published).toEqual([]);
    expect(record.accounts.get(pair.account.accountId)?.memberId).toBeUndefined();
    expect(record.rows).toEqual([]);
  });
});

describe('the proof that everything is published', () => {
  const ask = () =>
    awaitPublished({ housekeeping, relay, stream, store: record.store }, until()).catch(
      (error: unknown) => error,
    );

  it('is withheld while a group is away, which it names; the other group is published', async () => {
    addRow('change', { member: 0 });
    addRow('change', { row: 1, member: 1 });
    record.away.add(1);
    const refused = (await ask()) as ChangesUnpublished;
    expect(refused).toBeInstanceOf(ChangesUnpublished);
    expect(refused.groups).toEqual([1]);
    expect(stream.published).toHaveLength(1);
    record.away.clear();
    expect(await ask()).toBe(2);
  });

  it('is withheld at once when the stream does not take a change', async () => {
    addRow('change', { member: 0 });
    stream.away = true;
    expect(await ask()).toBeInstanceOf(StreamUnreachable);
  });
});

describe('housekeeping', () => {
  it('tidies a group while another one does not answer', async () => {
    const ending = new AbortController();
    const tidied = Promise.withResolvers<number>();
    const hanging = Promise.withResolvers<number>();
    const running = housekeepingWith((group) => {
      if (group === 0) return hanging.promise;
      tidied.resolve(group);
      return Promise.resolve(0);
    }).run(ending.signal);
    expect(await tidied.promise).toBe(1);
    ending.abort();
    hanging.resolve(0);
    await running;
  });
});
