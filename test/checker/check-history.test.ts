// Each violation planted into a small history, and beside it the nearest history that is right.
import { describe, expect, it } from '@jest/globals';

import { checkHistory } from './check-history.ts';
import { type Call, type MemberView, type Outcome, type Rule, RULES } from './history.ts';

const X = 'wechat:x';
const Y = 'wechat:y';

function view(memberId: string, version: number, fields: Partial<MemberView> = {}): MemberView {
  return { memberId, version, closed: false, displayName: `n${version}`, accounts: [X], ...fields };
}

const shows = (member: MemberView): Outcome => ({ kind: 'member', member });
const nobody: Outcome = { kind: 'nobody' };
const unknown: Outcome = { kind: 'unknown', reason: 'timeout' };
const refused: Outcome = { kind: 'refused', reason: 'bound already' };

type Told = [
  startMs: number,
  endMs: number,
  operation: Call['operation'],
  outcome: Outcome,
  more?: Partial<Call>,
];

const calls = (...told: Told[]): Call[] =>
  told.map(([startMs, endMs, operation, outcome, more], id) => {
    return { id, client: 'c', startMs, endMs, operation, outcome, ...more };
  });

const get = (memberId: string) => ({ kind: 'get', memberId }) as const;
const lookup = (account: string) => ({ kind: 'lookup', account }) as const;
const update = (memberId: string, version: number) =>
  ({ kind: 'update', memberId, displayName: `n${version}` }) as const;
const register = (account: string, displayName = 'n1') =>
  ({ kind: 'register', account, displayName }) as const;
const bind = (memberId: string, account: string) => ({ kind: 'bind', memberId, account }) as const;
const unbind = (memberId: string, account: string) =>
  ({ kind: 'unbind', memberId, account }) as const;
const owners = (account: string, ...memberIds: string[]) =>
  ({ kind: 'check-ownership', account, memberIds }) as const;
const verdicts = (owned: string[], notOwned: string[]): Outcome => ({
  kind: 'verdicts',
  owned,
  notOwned,
});

const born: Told = [0, 10, register(X), shows(view('m', 1))];
const renamed: Told = [20, 30, update('m', 2), shows(view('m', 2))];
const otherBorn: Told = [0, 10, register(Y), shows(view('o', 1, { accounts: [Y] }))];
const hasBoth = view('m', 2, { displayName: 'n1', accounts: [X, Y] });

const planted: [what: string, rule: Rule, calls: Call[], quietMs?: number][] = [
  [
    'a read older than an acknowledged write',
    'stale-read',
    calls(born, renamed, [31, 40, get('m'), shows(view('m', 1))]),
  ],
  [
    'a batch with one member older than an acknowledged write',
    'stale-read',
    calls(born, renamed, [
      31,
      40,
      { kind: 'batch-get', memberIds: ['m', 'p'] },
      { kind: 'members', members: [view('m', 1)], notFound: ['p'] },
    ]),
  ],
  [
    'a lookup older than an acknowledged write',
    'stale-read',
    calls(born, renamed, [31, 40, lookup(X), shows(view('m', 1))]),
  ],
  ['a registered member that is not there', 'stale-read', calls(born, [11, 20, get('m'), nobody])],
  [
    'a version that shrinks between two reads of a write that nobody acknowledged',
    'shrinking-version',
    calls(
      born,
      [20, 30, update('m', 2), unknown],
      [31, 40, get('m'), shows(view('m', 2))],
      [41, 50, get('m'), shows(view('m', 1))],
    ),
  ],
  [
    'a write that is acknowledged with an older version than was read before',
    'shrinking-version',
    calls(
      born,
      [11, 20, update('m', 5), unknown],
      [21, 30, get('m'), shows(view('m', 5))],
      [31, 40, update('m', 4), shows(view('m', 4))],
    ),
  ],
  [
    'another content under the version of an acknowledged write',
    'two-contents',
    calls(born, renamed, [31, 40, get('m'), shows(view('m', 2, { displayName: 'other' }))]),
  ],
  [
    'two acknowledged writes under one version',
    'two-contents',
    calls(born, renamed, [25, 35, update('m', 3), shows(view('m', 2, { displayName: 'n3' }))]),
  ],
  [
    'a name that nobody gave',
    'unexplained-change',
    calls(born, [31, 40, get('m'), shows(view('m', 2))]),
  ],
  [
    'an acknowledged name that is gone after a bind',
    'unexplained-change',
    calls(born, renamed, [31, 40, bind('m', Y), shows({ ...hasBoth, version: 3 })]),
  ],
  [
    'an account that is gone though unbinding it was refused',
    'unexplained-change',
    calls(
      born,
      [20, 30, bind('m', Y), shows(hasBoth)],
      [31, 40, unbind('m', Y), refused],
      [41, 50, update('m', 3), shows(view('m', 3))],
    ),
  ],
  [
    'a name that is read before it is given',
    'seen-too-early',
    calls(born, [11, 15, get('m'), shows(view('m', 2))], renamed),
  ],
  [
    'another member than was asked for',
    'wrong-member',
    calls(born, otherBorn, [11, 20, get('m'), shows(view('o', 1, { accounts: [Y] }))]),
  ],
  [
    'a member that does not list the account that led to it',
    'wrong-member',
    calls(born, otherBorn, [11, 20, lookup(X), shows(view('o', 1, { accounts: [Y] }))]),
  ],
  [
    'a batch that tells of a stranger',
    'wrong-member',
    calls(born, otherBorn, [
      11,
      20,
      { kind: 'batch-get', memberIds: ['m'] },
      { kind: 'members', members: [view('o', 1, { accounts: [Y] })], notFound: [] },
    ]),
  ],
  [
    'a batch that leaves a member out',
    'wrong-member',
    calls(born, [
      11,
      20,
      { kind: 'batch-get', memberIds: ['m'] },
      { kind: 'members', members: [], notFound: [] },
    ]),
  ],
  [
    'an acknowledged bind whose answer lacks the account',
    'wrong-acknowledgement',
    calls(born, [11, 20, bind('m', Y), shows(view('m', 2))]),
  ],
  [
    'an acknowledged close of a member that stays open',
    'wrong-acknowledgement',
    calls(born, [11, 20, { kind: 'close', memberId: 'm' }, shows(view('m', 2))]),
  ],
  [
    'one account bound to two members',
    'account-on-two-members',
    calls(
      born,
      otherBorn,
      [11, 20, bind('o', X), shows(view('o', 2, { displayName: 'n1', accounts: [X, Y] }))],
      [21, 30, get('m'), shows(view('m', 1))],
    ),
  ],
  [
    'one account registered twice',
    'account-on-two-members',
    calls(
      born,
      [0, 12, register(X), shows(view('o', 1))],
      [13, 20, lookup(X), shows(view('o', 1))],
      [21, 30, get('m'), shows(view('m', 1))],
    ),
  ],
  [
    'an account granted to a second member',
    'account-on-two-members',
    calls(born, otherBorn, [11, 20, owners(X, 'o'), verdicts(['o'], [])]),
  ],
  [
    'an account that leads to nobody while a member has it',
    'lost-binding',
    calls(born, [11, 20, lookup(X), nobody]),
  ],
  [
    'an account that is denied to its member',
    'lost-binding',
    calls(born, [11, 20, owners(X, 'm'), verdicts([], ['m'])]),
  ],
  [
    'an account that is granted to the member that gave it up',
    'wrong-owner',
    calls(
      born,
      [11, 20, bind('m', Y), shows(hasBoth)],
      [21, 30, unbind('m', Y), shows(view('m', 3, { displayName: 'n1' }))],
      [31, 40, owners(Y, 'm'), verdicts(['m'], [])],
    ),
  ],
  [
    'an acknowledged write that the last read does not find',
    'lost-write',
    calls(born, renamed, [101, 110, get('m'), shows(view('m', 1))]),
    100,
  ],
  [
    'a registered member that the last read does not find',
    'lost-write',
    calls(born, [101, 110, get('m'), nobody]),
    100,
  ],
  ['a member that nobody read in the end', 'not-read-back', calls(born, renamed), 100],
];

const right: [what: string, calls: Call[]][] = [
  [
    'a read that began before the write was acknowledged',
    calls(born, renamed, [29, 40, get('m'), shows(view('m', 1))]),
  ],
  [
    'a read that says itself that it may be old',
    calls(born, renamed, [31, 40, get('m'), shows(view('m', 1)), { admitsStaleness: true }]),
  ],
  [
    'a write whose outcome nobody knew, seen and then seen no more only by overlapping reads',
    calls(
      born,
      [20, 30, update('m', 2), unknown],
      [31, 45, get('m'), shows(view('m', 2))],
      [40, 50, get('m'), shows(view('m', 1))],
    ),
  ],
  [
    'a repeated write that gets its first answer after a later one',
    calls(
      born,
      [20, 30, update('m', 2), unknown, { requestId: 'r' }],
      [31, 40, update('m', 3), shows(view('m', 3))],
      [41, 50, update('m', 2), shows(view('m', 2)), { requestId: 'r' }],
    ),
  ],
  [
    'an account that moves while nobody looks',
    calls(
      [0, 10, register(Y), shows(view('m', 1, { accounts: [Y] }))],
      [11, 20, bind('m', X), shows(hasBoth)],
      [0, 10, register('wechat:z'), shows(view('o', 1, { accounts: ['wechat:z'] }))],
      [21, 30, unbind('m', X), shows(view('m', 3, { displayName: 'n1', accounts: [Y] }))],
      [22, 40, bind('o', X), shows(view('o', 2, { displayName: 'n1', accounts: [X, 'wechat:z'] }))],
    ),
  ],
  [
    'an account that an unbind without an answer may have freed',
    calls(
      born,
      [11, 20, bind('m', Y), shows(hasBoth)],
      [21, 30, unbind('m', Y), unknown],
      [31, 40, lookup(Y), nobody],
    ),
  ],
  [
    'a bind of what is bound already',
    calls(
      born,
      [11, 20, bind('m', X), shows(view('m', 1))],
      [21, 30, get('m'), shows(view('m', 1))],
    ),
  ],
];

const accused = planted.map(([what, rule, history, quietMs = Infinity]) => {
  return { what, rule, history, quietMs };
});
const innocent = right.map(([what, history]) => ({ what, history }));

describe('a history', () => {
  it.each(accused)('with $what is accused of $rule', ({ rule, history, quietMs }) => {
    const violations = checkHistory({ calls: history, quietMs });
    expect(violations.map((violation) => violation.rule)).toContain(rule);
    const proof = violations.find((violation) => violation.rule === rule)?.calls ?? [];
    expect(proof.length).toBeGreaterThan(0);
    expect(proof.every((call) => history.includes(call))).toBe(true);
  });

  it.each(innocent)('with $what is not accused', ({ history }) => {
    expect(checkHistory({ calls: history })).toEqual([]);
  });

  it('is planted here with every violation that there is a rule for', () => {
    expect(new Set(accused.map(({ rule }) => rule))).toEqual(new Set(RULES));
  });
});
