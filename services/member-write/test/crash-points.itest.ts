// Every crash point between the steps of a write: the process dies there with SIGKILL. What is left
// is either the state before or the state after, never a mixture that anybody can read; the relay
// of another process repairs what is left; and the same request repeated gets its answer once.
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { describeOnEachDatabase } from '@member-mesh/harness';

import type { FaultPoint } from '../src/app/ports.ts';
import type { WriteProcess } from './support/process.ts';
import { type AccountName, callOptions, until, World } from './support/world.ts';

jest.setTimeout(1_200_000);

interface Prepared {
  /** Undefined when there is no member before. */
  memberId: string | undefined;
  /** Accounts that the member has only before, and only after. */
  lost: AccountName[];
  gained: AccountName[];
  /** Sends the request; the same one at every call. */
  send: (
    through: WriteProcess,
  ) => Promise<{ member: { memberId: string; version: number } | null }>;
}

type Operation = [name: string, prepare: () => Promise<Prepared>];

const EARLY: FaultPoint[] = ['after-claim', 'after-lock', 'before-commit'];
const LATE: FaultPoint[] = ['after-commit', 'after-publish', 'after-fence'];
const CLAIMING: FaultPoint[] = [
  'after-account-check',
  'before-account-commit',
  'after-account-commit',
];
const RELEASING: FaultPoint[] = ['before-release', 'after-release'];

/** How many processes die at the same time. */
const WORKERS = 2;

describeOnEachDatabase(describe, { mysql: 'asked' }, (dialect) => {
  let world: World;
  /** The process that lives on. */
  let witness: WriteProcess;

  beforeAll(async () => {
    world = await World.start(dialect);
    witness = await world.member();
  });

  afterAll(async () => {
    await world?.close();
  });

  async function member(accounts: AccountName[]): Promise<string> {
    const [first, ...others] = accounts;
    const request = { requestId: world.requestId(0), account: first!, profile: {} };
    const { member: made } = await witness.write.RegisterMember(request, callOptions());
    const { memberId } = made!;
    for (const account of others) {
      const bind = { requestId: world.requestId(0), memberId, account };
      await witness.write.BindAccount(bind, callOptions());
    }
    return memberId;
  }

  const register = (accountGroup: number) => (): Promise<Prepared> => {
    const account = world.account(accountGroup);
    const request = { requestId: world.requestId(0), account, profile: { displayName: 'n' } };
    return Promise.resolve({
      memberId: undefined,
      lost: [],
      gained: [account],
      send: (through) => through.write.RegisterMember(request, callOptions()),
    });
  };

  const update = (claimGroup: number) => async (): Promise<Prepared> => {
    const memberId = await member([world.account(0)]);
    const request = {
      requestId: world.requestId(claimGroup),
      member: { memberId, displayName: 'changed' },
      updateMask: { paths: ['display_name'] },
    };
    const send: Prepared['send'] = (through) => through.write.UpdateMember(request, callOptions());
    return { memberId, lost: [], gained: [], send };
  };

  const bind = (accountGroup: number) => async (): Promise<Prepared> => {
    const memberId = await member([world.account(0)]);
    const account = world.account(accountGroup);
    const request = { requestId: world.requestId(0), memberId, account };
    const send: Prepared['send'] = (through) => through.write.BindAccount(request, callOptions());
    return { memberId, lost: [], gained: [account], send };
  };

  const unbind = (accountGroup: number) => async (): Promise<Prepared> => {
    const account = world.account(accountGroup);
    const memberId = await member([world.account(0), account]);
    const request = { requestId: world.requestId(1), memberId, account };
    const send: Prepared['send'] = (through) => through.write.UnbindAccount(request, callOptions());
    return { memberId, lost: [account], gained: [], send };
  };

  const close = async (): Promise<Prepared> => {
    const lost = [world.account(0), world.account(1), world.account(1)];
    const memberId = await member(lost);
    const request = { requestId: world.requestId(0), memberId };
    const send: Prepared['send'] = (through) => through.write.CloseMember(request, callOptions());
    return { memberId, lost, gained: [], send };
  };

  const claiming: Operation[] = [
    ['a registration across groups', register(1)],
    ['a bind across groups', bind(1)],
  ];
  const releasing: Operation[] = [
    ['an unbind across groups', unbind(1)],
    ['a close across groups', close],
  ];
  const operations: Operation[] = [
    ...claiming,
    ...releasing,
    ['a registration in one group', register(0)],
    ['an update', update(0)],
    ['an update whose claim lies in another group', update(1)],
    ['a bind in one group', bind(0)],
    ['an unbind in one group', unbind(0)],
  ];

  const cases: [string, FaultPoint, Operation][] = [
    ...operations.flatMap((operation) =>
      [...EARLY, ...LATE].map((point): [string, FaultPoint, Operation] => [
        operation[0],
        point,
        operation,
      ]),
    ),
    ...claiming.flatMap((operation) =>
      CLAIMING.map((point): [string, FaultPoint, Operation] => [operation[0], point, operation]),
    ),
    ...releasing.flatMap((operation) =>
      RELEASING.map((point): [string, FaultPoint, Operation] => [operation[0], point, operation]),
    ),
  ];

  async function holderOf(account: AccountName): Promise<string> {
    const { results } = await witness.record.ReadAccounts({ accounts: [account] }, callOptions());
    return results[0]?.member?.memberId ?? '';
  }

  async function versionOf(memberId: string): Promise<number> {
    const { members } = await witness.record.ReadMembers({ memberIds: [memberId] }, callOptions());
    return members[0]?.version ?? 0;
  }

  /** What a dead process left, as the other one reads it at once. */
  interface Crash {
    prepared: Prepared;
    answer: unknown;
    signal: unknown;
    versionBefore: number;
    versionAfter: number;
    /** Whether each gained account has its member, and each lost one has none. */
    gained: boolean[];
    freed: boolean[];
  }

  async function crash(point: FaultPoint, [, prepare]: Operation): Promise<Crash> {
    const victim = await world.member({ fault: `${point}:kill` });
    const prepared = await prepare();
    const { memberId, gained, lost } = prepared;
    const versionBefore = memberId === undefined ? 0 : await versionOf(memberId);
    const ended = victim.ended();
    // The client would look for another process to ask until its deadline.
    const unanswered = ended.then(() => 'no answer');
    const sent = prepared.send(victim).catch(() => 'no answer');
    const answer = await Promise.race([sent, unanswered]);
    const signal = await ended;
    const heldBy = (accounts: AccountName[]): Promise<string[]> =>
      Promise.all(accounts.map(holderOf));
    return {
      ...{ prepared, answer, signal, versionBefore },
      versionAfter: memberId === undefined ? 0 : await versionOf(memberId),
      gained: (await heldBy(gained)).map((holder) => holder !== ''),
      freed: (await heldBy(lost)).map((holder) => holder === ''),
    };
  }

  describe('a process that dies', () => {
    const crashes = new Map<string, Crash>();
    const nameOf = (name: string, point: FaultPoint): string => `${name} ${point}`;

    beforeAll(async () => {
      const waiting = [...cases];
      const worker = async (): Promise<void> => {
        for (let next = waiting.shift(); next; next = waiting.shift()) {
          const [name, point, operation] = next;
          crashes.set(nameOf(name, point), await crash(point, operation));
        }
      };
      await Promise.all(Array.from({ length: WORKERS }, worker));
    });

    it.each(cases)('in %s, %s, leaves all of it or nothing', (name, point) => {
      const left = crashes.get(nameOf(name, point))!;
      const committed = !EARLY.includes(point) && !CLAIMING.includes(point);
      expect(left).toMatchObject({ answer: 'no answer', signal: 'SIGKILL' });
      expect(left.gained.every((held) => held === committed)).toBe(true);
      expect(left.freed.every((free) => free === committed)).toBe(true);
      const existed = left.versionBefore > 0;
      expect(left.versionAfter - left.versionBefore).toBe(existed && committed ? 1 : 0);
    });

    it('leaves nothing that the relay of another one does not finish', async () => {
      await expectWhole();
    });

    // Now that nobody else is there who might have been faster.
    it.each<[string, FaultPoint, () => Promise<Prepared>]>([
      ['published-late', 'after-commit', update(0)],
      ['orphan-cleared', 'after-account-commit', bind(1)],
      ['release-finished', 'before-release', unbind(1)],
    ])('has its work finished by the other one and told: %s', async (kind, point, prepare) => {
      const repairs = (): Promise<number> =>
        witness.metric(new RegExp(`^member_write_repairs_total.*${kind}`));
      const before = await repairs();
      await crash(point, ['', prepare]);
      await until(`the witness to tell of ${kind}`, async () => (await repairs()) > before);
    });

    it.each(cases)('in %s, %s, lets the same request be answered once', async (name, point) => {
      const { prepared, versionBefore } = crashes.get(nameOf(name, point))!;
      const { member: repeated } = await prepared.send(witness);
      const { memberId, version } = repeated!;
      expect(await versionOf(memberId)).toBe(version);
      expect(version).toBe(versionBefore === 0 ? 2 ** 40 + 1 : versionBefore + 1);
      for (const account of prepared.gained) expect(await holderOf(account)).toBe(memberId);
      for (const account of prepared.lost) expect(await holderOf(account)).toBe('');
      expect(world.caches.fences.get(`m:${memberId}`)?.minVersion).toBe(version);
      const history = await world.sqlAll(
        `SELECT version FROM history WHERE member_id = ${memberId}`,
      );
      expect(history.filter((row) => Number(row['version']) === version)).toHaveLength(1);
      await expectFenced([...prepared.gained, ...prepared.lost]);
    });

    it('leaves no trace once all is repeated', async () => {
      await expectWhole();
    });
  });

  async function expectWhole(): Promise<void> {
    await world.settled();
    await until('no orphan to be left', async () => (await world.contradictions()).length === 0);
    await world.settled();
    expect(await world.streamed()).toEqual(await world.recorded());
  }

  /** The repeat has fenced every account at its present version. */
  async function expectFenced(accounts: AccountName[]): Promise<void> {
    const recorded = await world.recorded();
    for (const { platform, accountId } of accounts) {
      const name = `a:${platform}:${accountId}`;
      const fence = world.caches.fences.get(name);
      expect(fence?.minVersion).toBe(recorded.get(name)?.version);
    }
  }
});
