// Imports: many members at once, by the same rules as single registrations.
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { describeOnEachDatabase } from '@member-mesh/harness';

import type { WriteProcess } from './support/process.ts';
import { callOptions, until, World } from './support/world.ts';

jest.setTimeout(180_000);

describeOnEachDatabase(describe, { mysql: 'asked' }, (dialect) => {
  let world: World;
  let a: WriteProcess;
  let b: WriteProcess;
  let serial = 0;

  beforeAll(async () => {
    world = await World.start(dialect);
    [a, b] = await Promise.all([world.member(), world.member()]);
  });

  afterAll(async () => {
    await world?.close();
  });

  interface Row {
    number: number;
    profile: { displayName: string; phone: string };
    accounts: { platform: string; accountId: string }[];
  }

  function rows(count: number, accountsEach = 1): Row[] {
    return Array.from({ length: count }, () => {
      const number = ++serial;
      return {
        number,
        profile: { displayName: `成员 ${number}`, phone: '+8613800000000' },
        accounts: Array.from({ length: accountsEach }, (_unused, index) => ({
          platform: index === 0 ? 'wechat' : `app-${index}`,
          accountId: `import-${number}`,
        })),
      };
    });
  }

  const importId = (): string => `import-${++serial}`;

  describe('an import', () => {
    it('writes every row once, whatever is repeated, and the record agrees with the stream', async () => {
      const request = { importId: importId(), rows: rows(500, 2) };
      const first = await a.record.ImportMembers(request, callOptions(30_000));
      const ids = first.outcomes.map((outcome) => outcome.memberId);
      expect(first.outcomes.map((outcome) => outcome.refusedReason).filter(Boolean)).toEqual([]);
      expect(new Set(ids).size).toBe(500);
      const calls = world.caches.fenceCalls.length;
      const locks = world.caches.lockCalls.length;
      const second = await b.record.ImportMembers(request, callOptions(30_000));
      expect(second).toEqual(first);
      // What was written before is fenced again, all of it together.
      expect(world.caches.fenceCalls.length - calls).toBe(1);
      expect(world.caches.lockCalls.length).toBe(locks);
      const { results } = await b.record.ReadAccounts(
        { accounts: request.rows.flatMap((row) => row.accounts) },
        callOptions(),
      );
      expect(results.map((each) => each.member?.memberId)).toEqual(ids.flatMap((id) => [id, id]));
      await world.settled();
      expect(await world.contradictions()).toEqual([]);
      expect(await world.streamed()).toEqual(await world.recorded());
      for (const [name, { version }] of await world.recorded()) {
        expect(world.caches.fences.get(name)?.minVersion).toBe(version);
      }
      expect([...world.caches.locks.values()].every((locks) => locks.size === 0)).toBe(true);
    });

    it('refuses the rows that are wrong or taken, tells why, and writes the others', async () => {
      const [taken, twice, again, wrong, many, good] = rows(6) as [Row, Row, Row, Row, Row, Row];
      const holder = { requestId: world.requestId(0), account: taken.accounts[0]!, profile: {} };
      await a.write.RegisterMember(holder, callOptions());
      again.accounts = [...again.accounts, twice.accounts[0]!];
      wrong.profile.phone = '12';
      many.accounts = [many.accounts[0]!, many.accounts[0]!];
      const batch = [taken, twice, again, wrong, many, good];
      const request = { importId: importId(), rows: batch };
      const { outcomes } = await a.record.ImportMembers(request, callOptions(30_000));
      expect(outcomes.map((each) => [each.number, each.refusedReason, each.refusedField])).toEqual([
        [taken.number, 'ACCOUNT_ALREADY_BOUND', 'accounts'],
        [twice.number, '', ''],
        [again.number, 'ACCOUNT_ALREADY_BOUND', 'accounts'],
        [wrong.number, 'INVALID_FIELD', 'profile.phone'],
        [many.number, 'INVALID_FIELD', 'accounts[1]'],
        [good.number, '', ''],
      ]);
      const changed = { ...request, rows: [{ ...good, profile: { ...good.profile, phone: '' } }] };
      const reused = await b.record.ImportMembers(changed, callOptions(30_000));
      expect(reused.outcomes[0]?.refusedReason).toBe('REQUEST_ID_REUSED');
      await world.settled();
      expect(await world.contradictions()).toEqual([]);
    });

    it('resumed after its answers are gone knows the rows it wrote, and those only', async () => {
      const request = { importId: importId(), rows: rows(40, 2) };
      const first = await a.record.ImportMembers(request, callOptions(30_000));
      const { memberId } = first.outcomes[0]!;
      const displayName = 'changed since';
      const update = {
        ...{ requestId: world.requestId(0), member: { memberId, displayName } },
        updateMask: { paths: ['display_name'] },
      };
      await a.write.UpdateMember(update, callOptions());
      await world.sqlAll('UPDATE idempotency SET create_time = create_time - 88200000');
      const resumed = { ...request, rows: [...request.rows, ...rows(1)] };
      const { outcomes } = await b.record.ImportMembers(resumed, callOptions(30_000));
      expect(outcomes.slice(0, 40)).toEqual(first.outcomes);
      expect(outcomes[40]?.refusedReason).toBe('');
      const [row] = request.rows as [Row];
      const otherContent = { ...row, profile: { ...row.profile, displayName: 'another person' } };
      const reused = { ...request, rows: [otherContent] };
      const foreign = { importId: importId(), rows: [row] };
      for (const refused of [reused, foreign]) {
        await world.sqlAll('DELETE FROM idempotency');
        const answer = await a.record.ImportMembers(refused, callOptions(30_000));
        expect(answer.outcomes[0]?.refusedReason).toBe('ACCOUNT_ALREADY_BOUND');
      }
      await world.settled();
      expect(await world.contradictions()).toEqual([]);
    });

    it('sent twice at the same time writes every row once', async () => {
      const request = { importId: importId(), rows: rows(200, 2) };
      const [first, second] = await Promise.all([
        a.record.ImportMembers(request, callOptions(30_000)),
        b.record.ImportMembers(request, callOptions(30_000)),
      ]);
      expect(second).toEqual(first);
      expect(first.outcomes.filter((outcome) => outcome.refusedReason !== '')).toEqual([]);
      await world.settled();
      await until('no orphan to be left', async () => (await world.contradictions()).length === 0);
    });

    it.each(['after-account-commit', 'before-commit', 'after-commit'])(
      'whose process dies %s goes on where it was',
      async (point) => {
        const victim = await world.member({ fault: `${point}:kill` });
        const request = { importId: importId(), rows: rows(100, 2) };
        await victim.record.ImportMembers(request, callOptions(30_000)).catch(() => undefined);
        expect(await victim.ended()).toBe('SIGKILL');
        const { outcomes } = await a.record.ImportMembers(request, callOptions(30_000));
        expect(outcomes.filter((outcome) => outcome.memberId === '')).toEqual([]);
        await world.settled();
        await until(
          'no orphan to be left',
          async () => (await world.contradictions()).length === 0,
        );
        const keys = request.rows.flatMap((row) => row.accounts);
        const { results } = await b.record.ReadAccounts({ accounts: keys }, callOptions());
        const ids = outcomes.flatMap(({ memberId }) => [memberId, memberId]);
        expect(results.map((each) => each.member?.memberId)).toEqual(ids);
        await world.settled();
        expect(await world.streamed()).toEqual(await world.recorded());
      },
    );

    it('packs its changes into few messages', async () => {
      const before = (await world.nats.streamState('MEMBER_CHANGES'))!.messages;
      await a.record.ImportMembers({ importId: importId(), rows: rows(500) }, callOptions(30_000));
      const state = await world.nats.streamState('MEMBER_CHANGES');
      expect(state!.messages - before).toBeLessThanOrEqual(30);
    });
  });
});
