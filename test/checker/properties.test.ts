// The checker on histories from a sequential model: none of them is accused, and whatever is
// planted into one is found.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { checkHistory } from './check-history.ts';
import type { Call, History, MemberView, Rule } from './history.ts';
import { type Model, play, type Step, STEP_KINDS } from './sequential-model.ts';

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(...STEP_KINDS),
  member: fc.nat(7),
  account: fc.nat(5),
  leadMs: fc.integer({ min: 1, max: 60 }),
  lagMs: fc.integer({ min: 1, max: 60 }),
  fate: fc.oneof(
    { weight: 6, arbitrary: fc.constant('answered' as const) },
    { weight: 1, arbitrary: fc.constantFrom('lost-before', 'lost-after', 'late' as const) },
  ),
});

const model = fc.array(step, { minLength: 1, maxLength: 120 }).map(play);

interface Plant {
  rule: Rule;
  /** The history with the violation in it; undefined where there is no place for it. */
  into: (model: Model) => History | undefined;
}

/** The same histories in every run; others by MESH_TEST_SEED, which a failure names as well. */
const seed = Number(process.env['MESH_TEST_SEED'] ?? 1);

const lateMs = 1_000_000;

function afterwards(model: Model, parts: Pick<Call, 'operation' | 'outcome'>): History {
  const { calls, quietMs } = model.history;
  const call = { id: lateMs, client: 'planted', startMs: lateMs, endMs: lateMs + 1, ...parts };
  return { quietMs, calls: [...calls, call] };
}

function shown(model: Model, memberId: string, member: MemberView): History {
  return afterwards(model, {
    operation: { kind: 'get', memberId },
    outcome: { kind: 'member', member },
  });
}

const lastOf = (life: readonly MemberView[] | undefined): MemberView | undefined => life?.at(-1);
const livesOf = ({ lives }: Model): (readonly MemberView[])[] => [...lives.values()];

const plants: Record<string, Plant> = {
  'an old version in the end': {
    rule: 'lost-write',
    into: (model) => {
      const life = livesOf(model).find(({ length }) => length > 1);
      return life?.[0] && shown(model, life[0].memberId, life[0]);
    },
  },
  'an old version in between': {
    rule: 'shrinking-version',
    into: (model) => {
      const history = { ...model.history, quietMs: Infinity };
      const life = livesOf(model).find(({ length }) => length > 1);
      // Only what no write acknowledged: then reading alone proves it.
      const calls = history.calls.map((call) => {
        const lost = call.requestId !== undefined && call.outcome.kind === 'member';
        const registers = call.operation.kind === 'register';
        if (!lost || registers) return call;
        return { ...call, outcome: { kind: 'unknown', reason: 'lost' } as const };
      });
      if (!life?.[0]) return undefined;
      return {
        calls: shown({ ...model, history: { ...history, calls } }, life[0].memberId, life[0]).calls,
      };
    },
  },
  'another name': {
    rule: 'two-contents',
    into: (model) => {
      const member = lastOf(livesOf(model)[0]);
      return member && shown(model, member.memberId, { ...member, displayName: 'planted' });
    },
  },
  'a change by nobody': {
    rule: 'unexplained-change',
    into: (model) => {
      const member = lastOf(livesOf(model)[0]);
      if (!member) return undefined;
      const changed = { ...member, version: member.version + 1, displayName: 'planted' };
      return shown(model, member.memberId, changed);
    },
  },
  'a stranger': {
    rule: 'wrong-member',
    into: (model) => {
      const [one, other] = livesOf(model).map(lastOf);
      return one && other && shown(model, one.memberId, other);
    },
  },
  'an account that another one has': {
    rule: 'account-on-two-members',
    into: (model) => {
      const members = livesOf(model).flatMap((life) => lastOf(life) ?? []);
      const holder = members.find(({ accounts }) => accounts.length > 0);
      const other = members.find((member) => member !== holder);
      if (!holder || !other || hasOpenEnders(model, holder)) return undefined;
      const accounts = [...other.accounts, ...holder.accounts];
      return shown(model, other.memberId, { ...other, version: other.version + 1, accounts });
    },
  },
  'a binding that is not there': {
    rule: 'lost-binding',
    into: (model) => {
      const members = livesOf(model).flatMap((life) => lastOf(life) ?? []);
      const holder = members.find(({ accounts }) => accounts.length > 0);
      const [account] = holder?.accounts ?? [];
      if (!holder || !account || hasOpenEnders(model, holder)) return undefined;
      return afterwards(model, {
        operation: { kind: 'lookup', account },
        outcome: { kind: 'nobody' },
      });
    },
  },
};

/** Whether a write that nobody heard of again may still take an account of the member. */
function hasOpenEnders({ history }: Model, { memberId }: MemberView): boolean {
  return history.calls.some(
    ({ operation, outcome }) =>
      outcome.kind === 'unknown' &&
      (operation.kind === 'unbind' || operation.kind === 'close') &&
      operation.memberId === memberId,
  );
}

process.stderr.write(`checker: seed ${seed}\n`);

describe('the checker', () => {
  it('never accuses a history that is right', () => {
    fc.assert(
      fc.property(model, ({ history }) => {
        expect(checkHistory(history)).toEqual([]);
      }),
      { numRuns: 1_000, seed },
    );
  });

  it.each(Object.entries(plants))('always finds %s', (_what, { rule, into }) => {
    fc.assert(
      fc.property(model, (each) => {
        const history = into(each);
        // Not every history has a place for the plant: others are drawn until there were enough.
        fc.pre(history !== undefined);
        expect(checkHistory(history).map((violation) => violation.rule)).toContain(rule);
      }),
      { numRuns: 300, seed },
    );
  });

  it('reads a long history in the time of a test', () => {
    const kinds = STEP_KINDS.filter((kind) => kind !== 'close');
    const steps = Array.from({ length: 100_000 }, (_, at): Step => {
      const mixed = Math.imul(at + 1, 0x9e3779b1) >>> 0;
      const kind = kinds[(mixed >>> 7) % kinds.length] ?? 'get';
      const times = { leadMs: 1 + ((mixed >>> 3) % 50), lagMs: 1 + ((mixed >>> 5) % 50) };
      const fate = mixed % 200 === 0 ? 'lost-after' : 'answered';
      return { kind, member: mixed >>> 11, account: mixed >>> 13, ...times, fate };
    });
    const { history } = play(steps);
    expect(history.calls.length).toBeGreaterThan(80_000);
    expect(checkHistory(history)).toEqual([]);
  });
});
