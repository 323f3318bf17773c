// All writes and authoritative reads, through a real process on real stores.
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { describeOnEachDatabase } from '@member-mesh/harness';
import { MeshError } from '@member-mesh/rpc';

import type { WriteProcess } from './support/process.ts';
import { callOptions, contracts, until, World } from './support/world.ts';

jest.setTimeout(180_000);

describeOnEachDatabase(describe, { mysql: 'asked' }, (dialect) => {
  let world: World;
  let a: WriteProcess;
  let b: WriteProcess;

  beforeAll(async () => {
    world = await World.start(dialect);
    [a, b] = await Promise.all([world.member(), world.member()]);
  });

  afterAll(async () => {
    await world?.close();
  });

  const reasonOf = (promise: Promise<unknown>): Promise<string> =>
    promise.then(
      () => 'OK',
      (error: unknown) =>
        error instanceof MeshError ? `${error.kind} ${error.reason}` : String(error),
    );

  async function registered(memberGroup: number, accountGroup: number) {
    const account = world.account(accountGroup);
    const request = {
      requestId: world.requestId(memberGroup),
      account,
      profile: { displayName: '林小雨 🌧', phone: '+8613800000000', attributes: { b: '2', a: '1' } },
    };
    const { member } = await a.write.RegisterMember(request, callOptions());
    return { account, request, member: member! };
  }

  describe('a record', () => {
    it('is empty until any group has its first row', async () => {
      expect(await b.record.CheckEmpty({}, callOptions())).toEqual({ empty: true });
      await registered(1, 1);
      expect(await b.record.CheckEmpty({}, callOptions())).toEqual({ empty: false });
    });
  });

  describe.each([
    ['in one group', 0, 0],
    ['across groups', 0, 1],
  ])('a registration %s', (_name, memberGroup, accountGroup) => {
    it('is read back from the record, by member and by account, and is in the stream and fenced', async () => {
      const { account, member } = await registered(memberGroup, accountGroup);
      expect(member).toMatchObject({
        ...{ status: 'MEMBER_STATUS_ACTIVE', version: 2 ** 40 + 1, displayName: '林小雨 🌧' },
        accounts: [{ account, quarantined: false }],
        attributes: { a: '1', b: '2' },
      });
      const { memberId } = member;
      const { members } = await b.record.ReadMembers({ memberIds: [memberId] }, callOptions());
      expect(members).toHaveLength(1);
      const { results } = await b.record.ReadAccounts({ accounts: [account] }, callOptions());
      expect(results[0]).toMatchObject({ account, version: 2 ** 40 + 1, member: { memberId } });
      const streamed = await world.streamed();
      expect(streamed.get(`m:${memberId}`)).toEqual({ version: member.version, memberId });
      expect(streamed.get(`a:wechat:${account.accountId}`)).toEqual({
        version: 2 ** 40 + 1,
        memberId,
      });
      const fence = world.caches.fences.get(`m:${memberId}`);
      expect(fence?.minVersion).toBe(member.version);
      expect(fence?.sequence).toBeGreaterThan(0);
      expect(world.caches.isLocked(`m:${memberId}`)).toBe(false);
    });

    it('answers a repeat with the first answer, on another process too, and changes nothing', async () => {
      const { request, member } = await registered(memberGroup, accountGroup);
      const repeated = await b.write.RegisterMember(request, callOptions());
      expect(repeated).toEqual({ member, created: true });
      const other = { ...request, profile: { displayName: 'another' } };
      expect(await reasonOf(b.write.RegisterMember(other, callOptions()))).toBe(
        'INVALID_ARGUMENT REQUEST_ID_REUSED',
      );
    });

    it('is refused for an account that somebody has, or answered with that member where asked for', async () => {
      const { account, member } = await registered(memberGroup, accountGroup);
      const again = { requestId: world.requestId(memberGroup), account };
      expect(await reasonOf(b.write.RegisterMember(again, callOptions()))).toBe(
        'ALREADY_EXISTS ACCOUNT_ALREADY_BOUND',
      );
      const asked = {
        ...again,
        requestId: world.requestId(memberGroup),
        ifBound: 'IF_BOUND_RETURN_MEMBER',
      } as const;
      const answer = await b.write.RegisterMember(asked, callOptions());
      expect(answer).toEqual({ member, created: false });
      expect(await a.write.RegisterMember(asked, callOptions())).toEqual(answer);
    });
  });

  describe('a quarantined account', () => {
    it('leads nobody to its member, stays where it is, and is quarantined in what is committed', async () => {
      const { account, member } = await registered(0, 1);
      const { memberId } = member;
      const second = world.account(0);
      const bind = { requestId: world.requestId(0), memberId, account: second };
      await a.write.BindAccount(bind, callOptions());
      await world.sql(
        0,
        `UPDATE member_account SET quarantined = 1
        WHERE member_id = ${memberId} AND account_id = '${account.accountId}'`,
      );
      const refused = 'FAILED_PRECONDITION ACCOUNT_QUARANTINED';
      const asked = {
        requestId: world.requestId(0),
        account,
        ifBound: 'IF_BOUND_RETURN_MEMBER' as const,
      };
      expect(await reasonOf(a.write.RegisterMember(asked, callOptions()))).toBe(refused);
      const unbind = { requestId: world.requestId(1), memberId, account };
      expect(await reasonOf(b.write.UnbindAccount(unbind, callOptions()))).toBe(refused);
      const close = { requestId: world.requestId(0), memberId };
      expect(await reasonOf(a.write.CloseMember(close, callOptions()))).toBe(refused);
      const taking = { requestId: world.requestId(1), account };
      expect(await reasonOf(b.write.RegisterMember(taking, callOptions()))).toBe(
        'ALREADY_EXISTS ACCOUNT_ALREADY_BOUND',
      );
      const { results } = await a.record.ReadAccounts(
        { accounts: [account, second] },
        callOptions(),
      );
      expect(results.map(({ quarantined }) => quarantined)).toEqual([true, false]);
      const update = {
        ...{ requestId: world.requestId(0), member: { memberId, displayName: 'x' } },
        updateMask: { paths: ['display_name'] },
      };
      const updated = await b.write.UpdateMember(update, callOptions());
      const examined = updated.member?.accounts.filter(({ quarantined }) => quarantined);
      expect(examined).toMatchObject([{ account }]);
      const freeing = { requestId: world.requestId(0), memberId, account: second };
      const { member: after } = await a.write.UnbindAccount(freeing, callOptions());
      expect(after?.accounts).toMatchObject([{ account, quarantined: true }]);
      const stored = await world.sql(
        0,
        `SELECT * FROM member_account WHERE member_id = ${memberId}`,
      );
      expect(stored.map((row) => Number(row['quarantined']))).toEqual([1]);
    });
  });

  describe('an update', () => {
    it('changes the masked fields only, and versions grow by one', async () => {
      const { member } = await registered(0, 0);
      const { memberId, version } = member;
      const request = {
        requestId: world.requestId(1),
        member: { memberId, displayName: 'x', email: 'a@b.c', attributes: { k: 'v' }, phone: '' },
        updateMask: { paths: ['email', 'attributes'] },
        expectedVersion: version,
      };
      const { member: after } = await a.write.UpdateMember(request, callOptions());
      expect(after).toMatchObject({
        ...{
          version: version + 1,
          email: 'a@b.c',
          displayName: '林小雨 🌧',
          attributes: { k: 'v' },
        },
      });
      expect(await b.write.UpdateMember(request, callOptions())).toEqual({ member: after });
      const stale = { ...request, requestId: world.requestId(0) };
      expect(await reasonOf(a.write.UpdateMember(stale, callOptions()))).toBe(
        'ABORTED VERSION_MISMATCH',
      );
      const same = { ...request, requestId: world.requestId(0), expectedVersion: 0 };
      const unchanged = await a.write.UpdateMember(same, callOptions());
      expect(unchanged.member?.version).toBe(version + 1);
      const history = await world.sqlAll(
        `SELECT * FROM history WHERE member_id = ${memberId} ORDER BY version`,
      );
      expect(
        history.map((row) => [String(row['caller']), row['action'], Number(row['version'])]),
      ).toEqual([
        ['order-service', 'register', version],
        ['order-service', 'update', version + 1],
      ]);
    });

    it('is refused with every bad field named', async () => {
      const { member } = await registered(0, 0);
      const request = {
        requestId: '',
        member: { memberId: member.memberId, phone: 'abc' },
        updateMask: { paths: ['phone', 'status'] },
        expectedVersion: -1,
      };
      const error = await a.write
        .UpdateMember(request, callOptions())
        .catch((thrown: unknown) => thrown);
      expect((error as MeshError).violations.map((each) => each.field)).toEqual([
        'request_id',
        'update_mask.paths[1]',
        'member.phone',
        'expected_version',
      ]);
      const missing = {
        ...request,
        requestId: 'r',
        member: { memberId: '12345' },
        updateMask: { paths: ['phone'] },
        expectedVersion: 0,
      };
      expect(await reasonOf(a.write.UpdateMember(missing, callOptions()))).toBe(
        'NOT_FOUND MEMBER_NOT_FOUND',
      );
    });
  });

  describe.each([
    ['in the group of the member', 0],
    ['in another group', 1],
  ])('an account %s', (_name, accountGroup) => {
    it('is bound, looked up, unbound, and free for the next member', async () => {
      const first = (await registered(0, 0)).member;
      const second = (await registered(1, 1)).member;
      const account = world.account(accountGroup);
      const bind = { requestId: world.requestId(0), memberId: first.memberId, account };
      const bound = await a.write.BindAccount(bind, callOptions());
      expect(bound.member?.version).toBe(first.version + 1);
      expect(bound.member?.accounts).toHaveLength(2);
      const again = await b.write.BindAccount(
        { ...bind, requestId: world.requestId(1) },
        callOptions(),
      );
      expect(again.member?.version).toBe(first.version + 1);
      const taken = { ...bind, requestId: world.requestId(0), memberId: second.memberId };
      expect(await reasonOf(b.write.BindAccount(taken, callOptions()))).toBe(
        'ALREADY_EXISTS ACCOUNT_ALREADY_BOUND',
      );
      const unbind = { ...bind, requestId: world.requestId(1) };
      const unbound = await b.write.UnbindAccount(unbind, callOptions());
      expect(unbound.member?.accounts).toHaveLength(1);
      expect(unbound.member?.version).toBe(first.version + 2);
      const { results } = await a.record.ReadAccounts({ accounts: [account] }, callOptions());
      expect(results[0]).toMatchObject({ member: null, version: 2 ** 40 + 2 });
      expect(world.caches.fences.get(`a:wechat:${account.accountId}`)?.minVersion).toBe(
        2 ** 40 + 2,
      );
      const gone = { ...unbind, requestId: world.requestId(1) };
      expect(await reasonOf(a.write.UnbindAccount(gone, callOptions()))).toBe(
        'NOT_FOUND ACCOUNT_NOT_BOUND',
      );
      await a.write.BindAccount({ ...taken, requestId: world.requestId(1) }, callOptions());
      const resolved = await a.record.ReadAccounts({ accounts: [account] }, callOptions());
      expect(resolved.results[0]?.member?.memberId).toBe(second.memberId);
      await world.settled();
      expect(await world.contradictions()).toEqual([]);
    });
  });

  describe('a membership', () => {
    it('keeps its last account, ends with all of them freed, and stays readable', async () => {
      const { member, account } = await registered(0, 1);
      const { memberId } = member;
      const last = { requestId: world.requestId(0), memberId, account };
      expect(await reasonOf(a.write.UnbindAccount(last, callOptions()))).toBe(
        'FAILED_PRECONDITION LAST_ACCOUNT',
      );
      const second = world.account(0);
      await a.write.BindAccount(
        { ...last, requestId: world.requestId(0), account: second },
        callOptions(),
      );
      const close = {
        requestId: world.requestId(1),
        memberId,
        expectedVersion: member.version + 1,
      };
      const closed = await b.write.CloseMember(close, callOptions());
      expect(closed.member).toMatchObject({ status: 'MEMBER_STATUS_CLOSED', accounts: [] });
      expect(await a.write.CloseMember(close, callOptions())).toEqual(closed);
      const { results } = await a.record.ReadAccounts(
        { accounts: [account, second] },
        callOptions(),
      );
      expect(results.map((each) => each.member)).toEqual([null, null]);
      const late = { ...last, requestId: world.requestId(0) };
      expect(await reasonOf(a.write.BindAccount(late, callOptions()))).toBe(
        'FAILED_PRECONDITION MEMBER_NOT_ACTIVE',
      );
      const { members } = await a.record.ReadMembers({ memberIds: [memberId] }, callOptions());
      expect(contractsMember(members[0]!.member).status).toBe('MEMBER_STATUS_CLOSED');
    });
  });

  describe('the record', () => {
    it('is scanned shard by shard, every row once, and is what the stream has', async () => {
      await world.settled();
      const scanned = new Map<string, number>();
      for (let shard = 0; shard < 1024; shard++) {
        let pageToken = '';
        // Pages of one kind of rows, and pages that hold both.
        const pageSize = 1 + (shard % 3);
        do {
          const request = { shard, pageToken, pageSize };
          const page = await a.record.ScanShard(request, callOptions());
          for (const { member, account } of page.rows) {
            const key = member ? `m:${member.memberId}` : `a:wechat:${account!.account!.accountId}`;
            expect(scanned.has(key)).toBe(false);
            scanned.set(key, (member ?? account)!.version);
          }
          pageToken = page.nextPageToken;
        } while (pageToken !== '');
      }
      const recorded = await world.recorded();
      expect([...scanned].sort()).toEqual(
        [...recorded].map(([key, { version }]) => [key, version]).sort(),
      );
      expect(await world.streamed()).toEqual(recorded);
    });

    it('tells that everything is published, and how its groups are', async () => {
      await registered(0, 1);
      const { streamSequence } = await a.record.AwaitPublished({}, callOptions());
      const state = await world.nats.streamState('MEMBER_CHANGES');
      expect(streamSequence).toBe(state?.lastSequence);
      expect(await world.unpublished()).toBe(0);
      const { groups } = await a.record.GetRecordStatus({}, callOptions());
      expect(groups).toMatchObject([
        {
          group: 0,
          reachable: true,
          epoch: 1,
          shardCount: 512,
          outboxUnpublished: 0,
          semiSync: false,
        },
        {
          group: 1,
          reachable: true,
          epoch: 1,
          shardCount: 512,
          outboxUnpublished: 0,
          semiSync: false,
        },
      ]);
    });

    it('is written only by callers that a gateway names', async () => {
      const request = { requestId: 'x', memberId: '1' };
      expect(await reasonOf(a.write.CloseMember(request, { timeoutMs: 2_000 }))).toBe(
        'INVALID_ARGUMENT CALLER_MISSING',
      );
    });

    it('drops what every index has applied, and keeps it while one of them has no consumer', async () => {
      await registered(0, 1);
      await world.settled();
      const ending = new AbortController();
      const consume = (durable: string) =>
        world.nats.consume(
          {
            ...{ stream: 'MEMBER_CHANGES', durable, signal: ending.signal },
            ...{ batchMax: 100, ackWaitMs: 5_000, maxAckPending: 1_000 },
          },
          (batch) => {
            for (const message of batch) message.ack();
            return Promise.resolve();
          },
        );
      const consuming = ['index-order-a', 'index-order-b'].map(consume);
      await until('two of three indices to have applied all', async () => {
        const { lastSequence } = (await world.nats.streamState('MEMBER_CHANGES'))!;
        const progress = await Promise.all(
          ['index-order-a', 'index-order-b'].map((durable) =>
            world.nats.consumerProgress('MEMBER_CHANGES', durable),
          ),
        );
        return progress.every((each) => each?.ackFloor === lastSequence);
      });
      const kept = await outboxRows();
      expect(Math.min(...kept)).toBeGreaterThan(0);
      await wholeRounds();
      expect(await outboxRows()).toEqual(kept);
      consuming.push(consume('index-marketing'));
      await until('the outbox to be empty', async () => Math.max(...(await outboxRows())) === 0);
      ending.abort();
      await Promise.all(consuming);
      await registered(0, 1);
      await world.settled();
      expect(await outboxRows()).toEqual([1, 1]);
    });
  });

  describe('a request id', () => {
    it('is free again after a day, and its answer is deleted an hour later', async () => {
      const { account, request, member } = await registered(0, 0);
      const { memberId } = member;
      const key = `request_id = '${request.requestId}'`;
      await world.sqlAll(
        `UPDATE idempotency SET create_time = create_time - ${DAY_MS} WHERE ${key}`,
      );
      expect(await reasonOf(b.write.RegisterMember(request, callOptions()))).toBe(
        'ALREADY_EXISTS ACCOUNT_ALREADY_BOUND',
      );
      const other = { ...request, account: world.account(0), profile: { displayName: 'y' } };
      const anew = await b.write.RegisterMember(other, callOptions());
      expect(anew).toMatchObject({ created: true, member: { displayName: 'y' } });
      expect(await a.write.RegisterMember(other, callOptions())).toEqual(anew);
      const { results } = await a.record.ReadAccounts({ accounts: [account] }, callOptions());
      expect(results[0]?.member?.memberId).toBe(memberId);
      const aging = `UPDATE idempotency SET create_time = create_time - ${DAY_MS + 2 * HOUR_MS}`;
      await world.sqlAll(`${aging} WHERE ${key}`);
      await until('the answer to be deleted', async () => {
        return (await world.sqlAll(`SELECT 1 FROM idempotency WHERE ${key}`)).length === 0;
      });
    });
  });

  const HOUR_MS = 3_600_000;
  const DAY_MS = 24 * HOUR_MS;

  async function outboxRows(): Promise<number[]> {
    const rows = await world.sqlAll('SELECT COUNT(*) AS n FROM outbox');
    return rows.map((row) => Number(row['n']));
  }

  /** Resolves when each group has been tidied by one whole round at least, begun after the call. */
  async function wholeRounds(): Promise<void> {
    // A round deletes old answers first. Of three rounds of two processes, two are of one process:
    // the first of these has ended.
    for (let round = 0; round < 3; round++) {
      const aged = `INSERT INTO idempotency VALUES
      (0, 'test', 'old-${round}', '', 0, 0, '', '', 0), (1023, 'test', 'old-${round}', '', 0, 0, '', '', 0)`;
      await world.sqlAll(aged);
      await until('old answers to be deleted', async () => {
        return (await world.sqlAll("SELECT 1 FROM idempotency WHERE caller = 'test'")).length === 0;
      });
    }
  }

  function contractsMember(bytes: Buffer) {
    return contracts.messages.member.decode(bytes);
  }
});
