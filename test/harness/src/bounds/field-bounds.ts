// The bound of every field of every public request, by message and field, or by method and path
// where one request bounds a field otherwise than its message does.
import {
  ACCOUNT,
  type Bound,
  known,
  MEMBER_ID,
  numbers,
  PAGE_SIZE,
  repeated,
  required,
  time,
  VERSION,
} from './bound.ts';
import { FLOW_BOUNDS } from './flow-bounds.ts';

const PHONE: Bound = {
  says: 'E.164',
  inside: ['', '+12345', '+861234567890123'],
  outside: ['13800000000', '+0123456', '+1234', '+8612345678901234', '+86 138'],
};
const EMAIL: Bound = {
  says: 'address of at most 254 bytes',
  inside: ['', 'a@b', `${'a'.repeat(250)}@b.c`],
  outside: ['a', 'a b@c', '@b', 'a@', `${'a'.repeat(251)}@b.c`, 'a\u0000@b'],
};
const HOME_CHANNEL: Bound = {
  says: 'at most 64 lower-case',
  inside: ['', 'a.b_c-1', 'x'.repeat(64)],
  outside: ['A', 'a b', 'x'.repeat(65)],
};
const LEVEL = numbers('0', [0, 9], [-1, 10]);
const CONSISTENCY = known(2);
const REQUEST_ID: Bound = {
  says: '1 to 64 bytes',
  inside: ['a', 'é'.repeat(32)],
  outside: ['', 'é'.repeat(33), 'x'.repeat(65)],
};

const ACCOUNT_REF: Record<string, Bound> = {
  platform: {
    says: 'at most 32',
    inside: ['a', 'x'.repeat(32), 'app-1'],
    outside: ['', 'A', 'a b', 'x'.repeat(33)],
  },
  account_id: {
    says: '1 to 128 bytes without control characters',
    inside: ['a', 'é'.repeat(64), '{"a": 1}'],
    outside: ['', 'é'.repeat(65), 'a\u0000', '\u007f'],
  },
};

const MEMBER: Record<string, Bound> = {
  member_id: { ...MEMBER_ID, says: 'at most 19' },
  display_name: {
    says: 'At most 256 bytes without control',
    inside: ['', '李'.repeat(85), 'x'.repeat(256)],
    outside: ['x'.repeat(257), 'a\nb', '李'.repeat(86)],
  },
  phone: PHONE,
  email: EMAIL,
  level: LEVEL,
  home_channel: HOME_CHANNEL,
  attributes: {
    says: 'at most 32 pairs, 64 bytes a key, 256 a value',
    inside: [{}, { ['k'.repeat(64)]: 'v'.repeat(256) }, pairs(32)],
    outside: [{ '': 'v' }, { ['k'.repeat(65)]: '' }, { k: 'v'.repeat(257) }, pairs(33)],
  },
};

function pairs(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, '']));
}

/** Fields of a member that only the mesh sets. */
const SET_BY_MESH: Record<string, unknown> = {
  version: 5,
  status: 1,
  accounts: [{ account: ACCOUNT }],
  create_time: { seconds: 1 },
  update_time: { seconds: 1 },
  merged_into: '5',
};

const READS: Record<string, Record<string, Bound>> = {
  GetMemberRequest: { member_id: MEMBER_ID, min_version: VERSION, consistency: CONSISTENCY },
  BatchGetMembersRequest: {
    member_ids: {
      says: 'At most 500',
      inside: [[], repeated(500, '1')],
      outside: [repeated(501, '1'), ['1', '0']],
    },
    consistency: CONSISTENCY,
  },
  LookupAccountRequest: { account: required(), consistency: CONSISTENCY },
  BatchLookupAccountsRequest: {
    accounts: {
      says: 'At most 500',
      inside: [[], repeated(500, ACCOUNT)],
      outside: [repeated(501, ACCOUNT), [ACCOUNT, {}]],
    },
    consistency: CONSISTENCY,
  },
  SearchMembersRequest: {
    ...{ phone: PHONE, email: EMAIL, home_channel: HOME_CHANNEL, level_min: LEVEL },
    status: known(4),
    platform: { ...ACCOUNT_REF.platform!, outside: ACCOUNT_REF.platform!.outside.slice(1) },
    created_after: time(),
    created_before: { ...time(), inside: [null, { seconds: 253_402_300_799 }] },
    order_by: {
      says: '"create_time", "update_time", "level" or "member_id"',
      inside: ['', 'create_time', 'level desc', 'member_id', 'update_time desc'],
      outside: ['phone', 'level asc', 'level  desc', 'desc'],
    },
    page_size: PAGE_SIZE,
    page_token: { says: '1,024 bytes', inside: ['x'.repeat(1_024)], outside: ['x'.repeat(1_025)] },
  },
  CheckOwnershipRequest: {
    account: required(),
    member_ids: {
      says: 'At most 100',
      inside: [[], repeated(100, '1')],
      outside: [repeated(101, '1'), ['1', '']],
    },
  },
};

const BINDING = {
  ...{ request_id: REQUEST_ID, member_id: MEMBER_ID, account: required() },
  expected_version: VERSION,
};
const WRITABLE = ['display_name', 'phone', 'email', 'level', 'home_channel', 'attributes'];
const WRITES: Record<string, Record<string, Bound>> = {
  RegisterMemberRequest: {
    ...{ request_id: REQUEST_ID, account: required(), if_bound: known(1) },
    profile: { says: 'the rest must be unset', inside: [null, {}], outside: [] },
  },
  UpdateMemberRequest: {
    request_id: REQUEST_ID,
    member: { says: 'member_id says whose', inside: [], outside: [null] },
    update_mask: {
      says: '1 to 6 of display_name',
      inside: WRITABLE.map((path) => ({ paths: [path] })),
      outside: [
        null,
        { paths: [] },
        { paths: ['accounts'] },
        { paths: ['member_id'] },
        { paths: repeated(7, 'phone') },
      ],
    },
    expected_version: VERSION,
  },
  BindAccountRequest: BINDING,
  UnbindAccountRequest: BINDING,
  CloseMemberRequest: {
    ...{ request_id: REQUEST_ID, member_id: MEMBER_ID, expected_version: VERSION },
  },
};

export const FIELD_BOUNDS: Readonly<Record<string, Bound>> = {
  ...named('member.v1', { AccountRef: ACCOUNT_REF, Member: MEMBER, ...READS, ...WRITES }),
  ...named('flow.v1', FLOW_BOUNDS),
  ...bySetter('RegisterMember/profile', {
    says: 'the rest must be unset',
    of: 'member.v1.RegisterMemberRequest.profile',
    values: { ...SET_BY_MESH, member_id: '5' },
    refused: true,
  }),
  ...bySetter('UpdateMember/member', {
    says: 'only the masked ones are looked at',
    of: 'member.v1.UpdateMemberRequest.member',
    values: SET_BY_MESH,
    refused: false,
  }),
};

function named(scope: string, messages: Record<string, Record<string, Bound>>) {
  const entries = Object.entries(messages).flatMap(([message, fields]) =>
    Object.entries(fields).map(([field, bound]) => [`${scope}.${message}.${field}`, bound]),
  );
  return Object.fromEntries(entries) as Record<string, Bound>;
}

function bySetter(
  path: string,
  setting: { says: string; of: string; values: Record<string, unknown>; refused: boolean },
) {
  const { says, of, values, refused } = setting;
  const entries = Object.entries(values).map(([field, value]): [string, Bound] => {
    const sides = refused ? { inside: [], outside: [value] } : { inside: [value], outside: [] };
    return [`${path}.${field}`, { says, of, ...sides }];
  });
  return Object.fromEntries(entries);
}
