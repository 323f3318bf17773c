// One bound of one request field: what its proto says, and values on both sides of it.

export interface Bound {
  /** Words of the field's comment in the proto that state the bound. */
  says: string;
  /** The field whose comment it is; the bounded field itself unless told. */
  of?: string;
  /** Just within: passes the door. */
  inside: readonly unknown[];
  /** Just beyond: INVALID_ARGUMENT naming the field. Empty where the bound lies in `inside`. */
  outside: readonly unknown[];
}

export const repeated = <T>(count: number, value: T): T[] => Array<T>(count).fill(value);
export const differing = (count: number): string[] =>
  Array.from({ length: count }, (_, at) => `caller-${at}`);

const DAY_S = 86_400;
const REVISION_MAX = '9007199254740991';
const UNSAFE = '9007199254740992';

export const ACCOUNT = { platform: 'wechat', accountId: 'o6_bm' };

/** A known value or none: what a later release may add is refused by this one. */
export const known = (inside: number, says = 'known values'): Bound => {
  return { says, inside: [0, inside], outside: [inside + 1, 99, -1] };
};

/** A known value that must be given. */
export const chosen = (inside: number): Bound => {
  return { says: 'known values', inside: [1, inside], outside: [0, inside + 1, -1] };
};

export const numbers = (says: string, inside: number[], outside: number[]): Bound => {
  return { says, inside, outside };
};

export const AMOUNT = numbers('t most 10^9', [0, 1e9], [-1, 1.000_001e9, NaN, Infinity]);
export const THRESHOLD = numbers('at least 1', [1, 1e9], [0.5, 0, -1, 1.1e9, NaN]);
export const COUNT = numbers('t most 1,000,000', [0, 1_000_000], [-1, 1_000_001]);
export const PAGE_SIZE = numbers('1 to 200, default 50', [0, 1, 200], [-1, 201]);

export const VERSION: Bound = {
  says: '2^53 - 1',
  inside: [0, 1, REVISION_MAX],
  outside: [-1, UNSAFE, '9223372036854775807'],
};

/** As VERSION, and it must be given. */
export const NUMBERED: Bound = {
  says: '1 to 2^53 - 1',
  inside: [1, REVISION_MAX],
  outside: [0, -1, UNSAFE],
};

export const MEMBER_ID: Bound = {
  says: 'Member.member_id',
  inside: ['1', '9223372036854775807'],
  outside: ['', '0', '01', '-1', '1a', '１', '9223372036854775808', '99999999999999999999'],
};

export const NAME: Bound = {
  says: "ower-case letters, digits and '-', at most 64",
  inside: ['a', 'x'.repeat(64), 'a-1'],
  outside: ['', 'x'.repeat(65), 'A', 'a b', 'é'],
};

/** A reference to a name that may be left out. */
export const nameOrNone = (says: string): Bound => {
  return { ...NAME, says, inside: ['', ...NAME.inside], outside: NAME.outside.slice(1) };
};

export const time = (says = 'years 1 to 9999'): Bound => {
  return {
    says,
    inside: [null, { seconds: -62_135_596_800 }, { seconds: 253_402_300_799, nanos: 999_999_999 }],
    outside: [
      { seconds: 253_402_300_800 },
      { seconds: '-9223372036854775808' },
      { seconds: 1, nanos: -1 },
      { seconds: 1, nanos: 1_000_000_000 },
    ],
  };
};

const seconds = (ms: number): object => {
  return { seconds: Math.floor(ms / 1_000), nanos: (ms % 1_000) * 1e6 };
};

/** A duration from `minMs` to `maxMs`; a negative minimum means above 0. */
export const duration = (says: string, minMs: number, maxMs: number): Bound => {
  const above = minMs < 0;
  return {
    says,
    inside: [seconds(above ? 1 : minMs), seconds(maxMs)],
    outside: [
      ...(above ? [{}] : []),
      ...(minMs > 0 ? [seconds(minMs - 1)] : []),
      seconds(maxMs + 1),
      { seconds: -1 },
      { seconds: 1, nanos: -1 },
      { seconds: 1, nanos: 1_000_000_000 },
      { seconds: '9223372036854775807' },
    ],
  };
};

export const DAY_MS = DAY_S * 1_000;

/** A resource that gateways know, at its most; and names of what does not exist. */
export const resource = (more: readonly string[] = [], less: readonly string[] = []): Bound => {
  return {
    says: 'must exist',
    inside: ['*', 'class:ops', '/member.v1.MemberQueryService/*', ...more],
    outside: ['', 'class:none', '/member.v1.MemberQueryService/None', '/no.Service/*', ...less],
  };
};

export const required = (says = 'Required'): Bound => {
  return { says, inside: [], outside: [null] };
};
