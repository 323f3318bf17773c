// Two processes at the same rows at the same time: one account never has two members, versions
// never repeat, and a request takes effect once however often and wherever it is sent.
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { describeOnEachDatabase } from '@member-mesh/harness';
import { MeshError } from '@member-mesh/rpc';

import type { WriteProcess } from './support/process.ts';
import { type AccountName, callOptions, until, World } from './support/world.ts';

jest.setTimeout(240_000);

const GROUPS = [
  ['in one group', 0],
  ['across groups', 1],
] as const;

describeOnEachDatabase(describe, { mysql: 'asked' }, (dialect) => {
  let world: World;
  let both: [WriteProcess, WriteProcess];

  beforeAll(async () => {
    world = await World.start(dialect);
    both = await Promise.all([world.member(), world.member()]);
  });

  afterAll(async () => {
    await world?.close();
  });

  const outcome = (promise: Promise<unknown>): Promise<string> =>
    promise.then(
      () => 'OK',
      (error: unknown) => (error instanceof MeshError ? error.reason : String(error)),
    );

  /** Sends again what is worth sending again, as a caller does. */
  async function insist<T>(send: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await send();
      } catch (error) {
        const transient = error instanceof MeshError && error.kind === 'UNAVAILABLE';
        if (!transient || tries > 20) throw error;
      }
    }
  }

  async function register(account: AccountName, group = 0) {
    const request = { requestId: world.requestId(group), account, profile: {} };
    const { member } = await insist(() => both[0].write.RegisterMember(request, callOptions()));
    return member!;
  }

  async function expectWhole(): Promise<void> {
    await world.settled();
    await until('no orphan to be left', async () => (await world.contradictions()).length === 0);
    await world.settled();
    expect(await world.streamed()).toEqual(await world.recorded());
  }

  describe('an account wanted by two', () => {
    it.each(GROUPS)('at once is bound to one of them, %s', async (_name, group) => {
      const members = [await register(world.account(0)), await register(world.account(0))];
      for (let round = 0; round < 15; round++) {
        const account = world.account(group);
        const results = await Promise.all(
          members.map(({ memberId }, index) => {
            const request = { requestId: world.requestId(round % 2), memberId, account };
            return outcome(insist(() => both[index]!.write.BindAccount(request, callOptions())));
          }),
        );
        expect(results.sort()).toEqual(['ACCOUNT_ALREADY_BOUND', 'OK']);
      }
      await expectWhole();
    });

    it.each(GROUPS)('at once is registered once, %s', async (_name, group) => {
      for (let round = 0; round < 8; round++) {
        const account = world.account(group);
        const results = await Promise.all(
          [0, 1, 0, 1].map((index) => {
            const request = { requestId: world.requestId(0), account, profile: {} };
            return outcome(insist(() => both[index]!.write.RegisterMember(request, callOptions())));
          }),
        );
        expect(results.filter((result) => result === 'OK')).toHaveLength(1);
        expect(results.filter((result) => result === 'ACCOUNT_ALREADY_BOUND')).toHaveLength(3);
      }
      await expectWhole();
    });

    it('at once is registered once, and all who ask for it get that member', async () => {
      for (let round = 0; round < 8; round++) {
        const account = world.account(round % 2);
        const answers = await Promise.all(
          [0, 1, 0, 1].map((index) => {
            const ifBound = 'IF_BOUND_RETURN_MEMBER' as const;
            const request = { requestId: world.requestId(0), account, profile: {}, ifBound };
            return insist(() => both[index]!.write.RegisterMember(request, callOptions()));
          }),
        );
        expect(new Set(answers.map((answer) => answer.member?.memberId)).size).toBe(1);
        expect(answers.filter((answer) => answer.created)).toHaveLength(1);
      }
    });
  });

  describe('one member changed from many sides', () => {
    it('gets every version once', async () => {
      const { memberId, version } = await register(world.account(0));
      const versions = await Promise.all(
        Array.from({ length: 30 }, async (_unused, index) => {
          const request = {
            requestId: world.requestId(index % 2),
            member: { memberId, displayName: `name ${index}` },
            updateMask: { paths: ['display_name'] },
          };
          const { member } = await insist(() =>
            both[index % 2]!.write.UpdateMember(request, callOptions()),
          );
          return member!.version - version;
        }),
      );
      expect(versions.sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_u, i) => i + 1));
      const history = await world.sqlAll(
        `SELECT version, version_before FROM history WHERE member_id = ${memberId} ORDER BY version`,
      );
      for (const [index, row] of history.entries()) {
        const before = index === 0 ? 0 : Number(history[index - 1]!['version']);
        expect(Number(row['version_before'])).toBe(before);
      }
    });
  });

  describe('a request', () => {
    it('sent from four sides at once takes effect once, with one answer', async () => {
      const { memberId, version } = await register(world.account(0));
      const spare = world.account(1);
      const common = { memberId, account: spare };
      const fields = { member: { memberId, level: 5 }, updateMask: { paths: ['level'] } };
      const claimGroups = [0, 1, 0, 1];
      const ids = claimGroups.map((group) => world.requestId(group));
      const account = world.account(1);
      const sends: ((through: WriteProcess) => Promise<{ member: unknown }>)[] = [
        (to) => to.write.UpdateMember({ requestId: ids[1]!, ...fields }, callOptions()),
        (to) => to.write.BindAccount({ requestId: ids[0]!, ...common }, callOptions()),
        (to) => to.write.UnbindAccount({ requestId: ids[3]!, ...common }, callOptions()),
        (to) => to.write.CloseMember({ requestId: ids[2]!, memberId }, callOptions()),
        (to) => to.write.RegisterMember({ requestId: 'once', account, profile: {} }, callOptions()),
      ];
      for (const [index, send] of sends.entries()) {
        const answers = await Promise.all(
          [0, 1, 0, 1].map((side) => insist(() => send(both[side]!))),
        );
        expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
        const { member } = answers[0]! as { member: { version: number } };
        expect(member.version).toBe(index < 4 ? version + index + 1 : 2 ** 40 + 1);
      }
      await expectWhole();
    });

    it.each([0, 1])('id is refused for any other body, claim in group %i', async (group) => {
      const [one, two] = [await register(world.account(0)), await register(world.account(1), 1)];
      const requestId = world.requestId(group);
      const bind = { requestId, memberId: one.memberId, account: world.account(0) };
      await both[0].write.BindAccount(bind, callOptions());
      const others = [
        both[1].write.BindAccount({ ...bind, memberId: two.memberId }, callOptions()),
        both[1].write.BindAccount({ ...bind, account: world.account(1) }, callOptions()),
        both[1].write.UnbindAccount(bind, callOptions()),
        both[1].write.CloseMember({ requestId, memberId: two.memberId }, callOptions()),
        both[1].write.RegisterMember({ requestId, account: world.account(0) }, callOptions()),
      ];
      const reasons = await Promise.all(others.map(outcome));
      expect(new Set(reasons)).toEqual(new Set(['REQUEST_ID_REUSED']));
      const foreign = { ...callOptions(), metadata: { 'x-mesh-caller': 'ops-console' } };
      expect(await outcome(both[1].write.UnbindAccount(bind, foreign))).toBe('OK');
    });
  });

  describe('members and accounts in disorder', () => {
    it('stay whole through hundreds of random writes from two processes', async () => {
      const accounts = Array.from({ length: 6 }, (_u, index) => world.account(index % 2));
      const homes = [world.account(0), world.account(1), world.account(0), world.account(1)];
      const members = await Promise.all(homes.map((home, index) => register(home, index % 2)));
      const pick = <T>(items: readonly T[]): T => items[Math.floor(Math.random() * items.length)]!;
      const expected = new Set([
        'OK',
        'ACCOUNT_ALREADY_BOUND',
        'ACCOUNT_NOT_BOUND',
        'WRITE_CONTENDED',
      ]);
      const worker = async (): Promise<void> => {
        for (let count = 0; count < 40; count++) {
          const { memberId } = pick(members);
          const request = {
            requestId: world.requestId(count % 2),
            memberId,
            account: pick(accounts),
          };
          const through = pick(both).write;
          const method = pick(['BindAccount', 'UnbindAccount'] as const);
          expect(expected).toContain(await outcome(through[method](request, callOptions())));
        }
      };
      await Promise.all(Array.from({ length: 6 }, worker));
      await expectWhole();
      const { results } = await both[0].record.ReadAccounts({ accounts }, callOptions());
      const { members: read } = await both[1].record.ReadMembers(
        { memberIds: members.map((member) => member.memberId) },
        callOptions(),
      );
      const versions = await world.recorded();
      for (const { memberId, version } of read) {
        expect(versions.get(`m:${memberId}`)?.version).toBe(version);
      }
      for (const [index, { member }] of results.entries()) {
        const row = versions.get(`a:wechat:${accounts[index]!.accountId}`);
        expect(member?.memberId ?? '').toBe(row?.memberId ?? '');
      }
    });
  });
});
