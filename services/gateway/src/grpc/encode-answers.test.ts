import { describe, expect, it } from '@jest/globals';
import {
  type BatchGetMembersResponse__Output,
  type BatchLookupAccountsResponse__Output,
  type GetMemberResponse__Output,
  loadContracts,
} from '@member-mesh/contracts';
import fc from 'fast-check';

import { originOfAll, type ReadOrigin } from '../domain/read.ts';
import { encodeAccountsAnswer, encodeMemberAnswer, encodeMembersAnswer } from './encode-answers.ts';

const { messages, services } = loadContracts();
const CACHE: ReadOrigin = { source: 'SOURCE_CACHE' };
const member = (memberId: string, displayName = ''): Buffer =>
  messages.member.encode({ memberId, displayName });

function decode<T>(method: string, bytes: Buffer): T {
  return services.memberQuery.definition[method]?.responseDeserialize(bytes) as T;
}

describe('an answer assembled from bytes', () => {
  it('decodes to the member it was assembled from, whatever its size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), (size) => {
        const name = 'x'.repeat(size);
        const bytes = encodeMemberAnswer(member('5', name), CACHE);
        const answer = decode<GetMemberResponse__Output>('GetMember', bytes);
        return answer.member?.displayName === name && answer.read?.source === 'SOURCE_CACHE';
      }),
      { examples: [[0], [120], [121], [127], [128], [16_383], [16_384]] },
    );
  });

  it('carries the bound of staleness only where there is one', () => {
    const stale = { source: 'SOURCE_INDEX', stalenessBoundMs: 1_250 } as const;
    const bytes = encodeMemberAnswer(member('5'), stale);
    const { read } = decode<GetMemberResponse__Output>('GetMember', bytes);
    expect(read?.stalenessBound).toEqual({ seconds: 1, nanos: 250_000_000 });
    const fresh = encodeMemberAnswer(member('5'), CACHE);
    expect(decode<GetMemberResponse__Output>('GetMember', fresh).read?.stalenessBound).toBeNull();
  });

  it('keeps the order of members and of ids that were not found', () => {
    const found = { members: [member('2'), member('1')], notFound: ['9', '8'] };
    const bytes = encodeMembersAnswer(found, CACHE);
    const answer = decode<BatchGetMembersResponse__Output>('BatchGetMembers', bytes);
    expect(answer.members.map(({ memberId }) => memberId)).toEqual(['2', '1']);
    expect(answer.notFound).toEqual(['9', '8']);
  });

  it('has an entry for each account, with and without a member', () => {
    const entries = [
      { platform: 'wechat', accountId: 'é', member: member('2'), quarantined: false },
      { platform: 'app-ly', accountId: 'y', member: undefined, quarantined: true },
    ];
    const bytes = encodeAccountsAnswer(entries, CACHE);
    const { results } = decode<BatchLookupAccountsResponse__Output>('BatchLookupAccounts', bytes);
    expect(results).toMatchObject([
      { account: { platform: 'wechat', accountId: 'é' }, quarantined: false },
      { account: { platform: 'app-ly', accountId: 'y' }, member: null, quarantined: true },
    ]);
    expect(results[0]?.member?.memberId).toBe('2');
  });
});

describe('the origin of several answers', () => {
  it('is the farthest source and the greatest bound', () => {
    const origins: ReadOrigin[] = [
      { source: 'SOURCE_CACHE' },
      { source: 'SOURCE_STORE' },
      { source: 'SOURCE_INDEX', stalenessBoundMs: 20 },
      { source: 'SOURCE_INDEX', stalenessBoundMs: 10 },
    ];
    expect(originOfAll(origins)).toEqual({ source: 'SOURCE_STORE', stalenessBoundMs: 20 });
    expect(originOfAll([])).toEqual({ source: 'SOURCE_UNSPECIFIED' });
  });
});
