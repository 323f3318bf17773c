// member.v1.MemberQueryService for callers. Reads by key go through the batcher and are answered
// from bytes; searches and questions of ownership are handed on whole.
import type {
  BatchGetMembersRequest__Output,
  BatchLookupAccountsRequest__Output,
  CheckOwnershipRequest__Output,
  Consistency as WireConsistency,
  GetMemberRequest__Output,
  LookupAccountRequest__Output,
  SearchMembersRequest__Output,
  ServiceContract,
} from '@member-mesh/contracts';
import type { ServerCall } from '@member-mesh/rpc';

import type { Consistency, ReadKey, ReadLane, ReadOutcome } from '../domain/read.ts';
import { answerInTime, timeLimitOf } from './answer-in-time.ts';
import { accountsAnswer, membersAnswer } from './batch-answers.ts';
import {
  aboutAccount,
  ABOUT_NOBODY,
  aboutAccounts,
  aboutBoth,
  aboutMember,
  aboutMembers,
} from './call-subjects.ts';
import {
  checkBatchGetMembers,
  checkBatchLookupAccounts,
  checkCheckOwnership,
  checkGetMember,
  checkLookupAccount,
  checkSearchMembers,
} from './check-query.ts';
import { type DoorOptions, type QueryHandlers, refuseIf } from './door-options.ts';
import { encodeMemberAnswer } from './encode-answers.ts';
import { gatedBy, type Passed } from './gated.ts';
import { errorOfOutcome } from './outcome-errors.ts';

const CONSISTENCIES: Record<WireConsistency & string, Consistency> = {
  CONSISTENCY_UNSPECIFIED: 'current',
  CONSISTENCY_AUTHORITATIVE: 'authoritative',
  CONSISTENCY_AVAILABLE: 'available',
};

/** Methods whose requests are handed on as they came. */
export const FORWARDED_QUERIES = ['SearchMembers', 'CheckOwnership'] as const;

type Gated = ReturnType<typeof gatedBy>;

export function createQueryHandlers(
  options: DoorOptions,
  contract: ServiceContract,
): QueryHandlers {
  const gated = gatedBy(options, contract);
  return {
    ...createReads(options, gated),
    ...createBatchReads(options, gated),
    ...createForwarded(options, gated),
  };
}

function createReads(
  { batcher }: DoorOptions,
  gated: Gated,
): Pick<QueryHandlers, 'GetMember' | 'LookupAccount'> {
  const readOne = async (key: ReadKey, lane: ReadLane, call: ServerCall): Promise<Buffer> => {
    const outcome = await answerInTime(call, batcher.read(key, lane, timeLimitOf(call)));
    if (outcome.kind !== 'found') throw errorOfOutcome(outcome, key);
    return encodeMemberAnswer(outcome.member, outcome.origin);
  };
  return {
    GetMember: gated<GetMemberRequest__Output>('GetMember', {
      subjectOf: ({ memberId }) => aboutMember(memberId),
      degradable: isDegradable,
      answer: async (request, passed) => {
        refuseIf(checkGetMember(request));
        const { memberId, minVersion, consistency } = request;
        const key = { kind: 'member', memberId, minVersion } as const;
        return readOne(key, laneOf(consistency, passed), passed.call);
      },
    }),
    LookupAccount: gated<LookupAccountRequest__Output>('LookupAccount', {
      subjectOf: ({ account }) => aboutAccount(account),
      degradable: isDegradable,
      answer: async (request, passed) => {
        refuseIf(checkLookupAccount(request));
        const key = accountOf(request.account);
        return readOne(key, laneOf(request.consistency, passed), passed.call);
      },
    }),
  };
}

function createBatchReads(
  { batcher }: DoorOptions,
  gated: Gated,
): Pick<QueryHandlers, 'BatchGetMembers' | 'BatchLookupAccounts'> {
  const readAll = (
    keys: readonly ReadKey[],
    consistency: string | number,
    passed: Passed,
  ): Promise<ReadOutcome[]> => {
    const { call } = passed;
    const lane = laneOf(consistency, passed);
    return answerInTime(call, batcher.readAll(keys, lane, timeLimitOf(call)));
  };
  return {
    BatchGetMembers: gated<BatchGetMembersRequest__Output>('BatchGetMembers', {
      subjectOf: ({ memberIds }) => aboutMembers(memberIds),
      degradable: isDegradable,
      answer: async (request, passed) => {
        refuseIf(checkBatchGetMembers(request));
        const keys = request.memberIds.map(
          (memberId) => ({ kind: 'member', memberId, minVersion: 0 }) as const,
        );
        return membersAnswer(keys, await readAll(keys, request.consistency, passed));
      },
    }),
    BatchLookupAccounts: gated<BatchLookupAccountsRequest__Output>('BatchLookupAccounts', {
      subjectOf: ({ accounts }) => aboutAccounts(accounts),
      degradable: isDegradable,
      answer: async (request, passed) => {
        refuseIf(checkBatchLookupAccounts(request));
        const keys = request.accounts.map(accountOf);
        return accountsAnswer(keys, await readAll(keys, request.consistency, passed));
      },
    }),
  };
}

/**
 * These cannot be degraded: a search proves nothing about age, and ownership is proven or refused.
 */
function createForwarded(
  { memberQuery, raw }: DoorOptions,
  gated: Gated,
): Pick<QueryHandlers, (typeof FORWARDED_QUERIES)[number]> {
  const forward = (method: string, request: object, { caller, call }: Passed): Promise<Buffer> =>
    memberQuery.forward(method, raw.of(request), { caller, call });
  return {
    SearchMembers: gated<SearchMembersRequest__Output>('SearchMembers', {
      subjectOf: () => ABOUT_NOBODY,
      answer: async (request, passed) => {
        refuseIf(checkSearchMembers(request));
        return forward('SearchMembers', request, passed);
      },
    }),
    CheckOwnership: gated<CheckOwnershipRequest__Output>('CheckOwnership', {
      subjectOf: ({ memberIds, account }) => aboutBoth(memberIds, account),
      answer: async (request, passed) => {
        refuseIf(checkCheckOwnership(request));
        return forward('CheckOwnership', request, passed);
      },
    }),
  };
}

/** Whoever asks for the record itself has no use for anything older. */
function isDegradable({ consistency }: { consistency: string | number }): boolean {
  return consistency !== 'CONSISTENCY_AUTHORITATIVE';
}

function laneOf(wire: string | number, { caller, degraded }: Passed): ReadLane {
  const asked = CONSISTENCIES[wire as WireConsistency & string] ?? 'current';
  return { trafficClass: caller.trafficClass, consistency: degraded ? 'available' : asked };
}

function accountOf(ref: { platform: string; accountId: string } | null): ReadKey & {
  kind: 'account';
} {
  return { kind: 'account', platform: ref?.platform ?? '', accountId: ref?.accountId ?? '' };
}
