import { describe, expect, it } from '@jest/globals';
import { loadContracts, type Services } from '@member-mesh/contracts';

import type { MemberAnswer } from '../app/answers.ts';
import {
  encodeAccounts,
  encodeBatch,
  encodeMember,
  encodeMembers,
  encodeSearch,
  originOfAll,
} from './encode-results.ts';

const contracts = loadContracts();
const member = contracts.messages.member.encode({
  memberId: '42',
  version: 7,
  displayName: '张三',
});

/** What a client generated from the protos reads. */
function decode(service: keyof Services, method: string, bytes: Buffer): unknown {
  const definition = contracts.services[service].definition[method];
  if (!definition) throw new Error(`no method ${method}`);
  return definition.responseDeserialize(bytes);
}

describe('answers put together from bytes', () => {
  it('are what the protos say, item by item', () => {
    const answers: MemberAnswer[] = [
      {
        ...{ state: 'found', memberId: '42', version: 7, member },
        ...{ source: 'CACHE', staleMs: undefined },
      },
      { state: 'absent', source: 'INDEX', staleMs: 1_250 },
      { state: 'quarantined', source: 'STORE', staleMs: undefined },
      { state: 'too-old' },
      { state: 'unavailable', detail: 'nobody answers' },
      { state: 'exhausted' },
    ];
    expect(decode('memberRead', 'BatchRead', encodeBatch(answers))).toMatchObject({
      results: [
        { outcome: 'OUTCOME_FOUND', source: 'SOURCE_CACHE', member, stalenessBound: null },
        {
          outcome: 'OUTCOME_NOT_FOUND',
          source: 'SOURCE_INDEX',
          stalenessBound: { seconds: 1, nanos: 250_000_000 },
        },
        { outcome: 'OUTCOME_QUARANTINED', source: 'SOURCE_STORE' },
        { outcome: 'OUTCOME_TOO_OLD' },
        { outcome: 'OUTCOME_UNAVAILABLE', detail: 'nobody answers' },
        { outcome: 'OUTCOME_EXHAUSTED' },
      ],
    });
  });

  it('are what the protos say for single, many, accounts and searches', () => {
    const origin = { source: 'INDEX', staleMs: 2 } as const;
    const shown = { memberId: '42', version: 7, displayName: '张三' };
    const read = { source: 'SOURCE_INDEX', stalenessBound: { seconds: 0, nanos: 2_000_000 } };
    expect(decode('memberQuery', 'GetMember', encodeMember(member, origin))).toMatchObject({
      member: shown,
      read,
    });
    const many = encodeMembers([member, member], ['1', '2'], origin);
    expect(decode('memberQuery', 'BatchGetMembers', many)).toMatchObject({
      members: [shown, shown],
      notFound: ['1', '2'],
      read,
    });
    const account = { platform: 'wechat', accountId: 'o6' };
    const accounts = encodeAccounts(
      [
        { ...account, member, quarantined: false },
        { ...account, member: undefined, quarantined: true },
      ],
      origin,
    );
    expect(decode('memberQuery', 'BatchLookupAccounts', accounts)).toMatchObject({
      results: [
        { account, member: shown, quarantined: false },
        { account, member: null, quarantined: true },
      ],
      read,
    });
    const found = encodeSearch([member], 'next', origin);
    expect(decode('memberQuery', 'SearchMembers', found)).toMatchObject({
      members: [shown],
      nextPageToken: 'next',
      read,
    });
  });

  it('tell an unknown age as a long one', () => {
    const answer = { source: 'INDEX', staleMs: Infinity } as const;
    const bytes = encodeMember(member, answer);
    const { read } = decode('memberQuery', 'GetMember', bytes) as {
      read: { stalenessBound: { seconds: number } };
    };
    expect(read.stalenessBound.seconds).toBeGreaterThan(300_000_000);
  });

  it('come from the farthest source and are as old as the oldest', () => {
    const origins = [
      { source: 'INDEX', staleMs: 5 },
      { source: 'CACHE', staleMs: undefined },
      { source: 'STORE', staleMs: 3 },
    ] as const;
    expect(originOfAll(origins)).toEqual({ source: 'STORE', staleMs: 5 });
    expect(originOfAll([])).toBeUndefined();
  });
});
