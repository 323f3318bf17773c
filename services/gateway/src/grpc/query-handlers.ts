// member.v1.MemberQueryService for callers. Reads by key go through the batcher and are answered
// from bytes; searches and questions of ownership are handed on whole.
import type { Consistency as WireConsistency } from '@member-mesh/contracts';
import type { ServerCall } from '@member-mesh/rpc';

import type { Consistency, ReadKey, ReadLane, ReadOutcome } from '../domain/read.ts';
import { originOfAll } from '../domain/read.ts';
import { answerInTime, timeLimitOf } from './answer-in-time.ts';
import {
  checkBatchGetMembers,
  checkBatchLookupAccounts,
  checkCheckOwnership,
  checkGetMember,
  checkLookupAccount,
  checkSearchMembers,
} from './check-query.ts';
import { callerOf, type DoorOptions, type QueryHandlers, refuseIf } from './door-options.ts';
import { encodeAccountsAnswer, encodeMemberAnswer, encodeMembersAnswer } from './encode-answers.ts';
import { errorOfOutcome } from './outcome-errors.ts';

const CONSISTENCIES: Record<WireConsistency & string, Consistency> = {
  CONSISTENCY_UNSPECIFIED: 'current',
  CONSISTENCY_AUTHORITATIVE: 'authoritative',
  CONSISTENCY_AVAILABLE: 'available',
};

const NOTHING_SAID: ReadOutcome = { kind: 'unavailable', detail: 'the batch left the key out' };

/** Methods whose requests are handed on as they came. */
export const FORWARDED_QUERIES = ['SearchMembers', 'CheckOwnership'] as const;

export function createQueryHandlers(options: DoorOptions): QueryHandlers {
  return { ...createReads(options), ...createBatchReads(options), ...createForwarded(options) };
}

function createReads(options: DoorOptions): Pick<QueryHandlers, 'GetMember' | 'LookupAccount'> {
  const { batcher } = options;
  const readOne = async (key: ReadKey, lane: ReadLane, call: ServerCall): Promise<Buffer> => {
    const outcome = await answerInTime(call, batcher.read(key, lane, timeLimitOf(call)));
    if (outcome.kind !== 'found') throw errorOfOutcome(outcome, key);
    return encodeMemberAnswer(outcome.member, outcome.origin);
  };
  return {
    GetMember: async (request, call) => {
      refuseIf(checkGetMember(request));
      const { memberId, minVersion, consistency } = request;
      const key = { kind: 'member', memberId, minVersion } as const;
      return readOne(key, laneOf(options, consistency, call), call);
    },
    LookupAccount: async (request, call) => {
      refuseIf(checkLookupAccount(request));
      const key = accountOf(request.account);
      return readOne(key, laneOf(options, request.consistency, call), call);
    },
  };
}

function createBatchReads(
  options: DoorOptions,
): Pick<QueryHandlers, 'BatchGetMembers' | 'BatchLookupAccounts'> {
  const { batcher } = options;
  const readAll = (
    keys: readonly ReadKey[],
    lane: ReadLane,
    call: ServerCall,
  ): Promise<ReadOutcome[]> => {
    return answerInTime(call, batcher.readAll(keys, lane, timeLimitOf(call)));
  };
  return {
    BatchGetMembers: async (request, call) => {
      refuseIf(checkBatchGetMembers(request));
      const keys = request.memberIds.map(
        (memberId) => ({ kind: 'member', memberId, minVersion: 0 }) as const,
      );
      const lane = laneOf(options, request.consistency, call);
      const members: Buffer[] = [];
      const notFound: string[] = [];
      const origins = [];
      const outcomes = await readAll(keys, lane, call);
      for (const [at, key] of keys.entries()) {
        const outcome = outcomes[at] ?? NOTHING_SAID;
        if (outcome.kind === 'found') members.push(outcome.member);
        else if (outcome.kind === 'not-found') notFound.push(key.memberId);
        else throw errorOfOutcome(outcome, key);
        origins.push(outcome.origin);
      }
      return encodeMembersAnswer({ members, notFound }, originOfAll(origins));
    },
    BatchLookupAccounts: async (request, call) => {
      refuseIf(checkBatchLookupAccounts(request));
      const keys = request.accounts.map(accountOf);
      const lane = laneOf(options, request.consistency, call);
      const origins = [];
      const results = [];
      const outcomes = await readAll(keys, lane, call);
      for (const [at, key] of keys.entries()) {
        const outcome = outcomes[at] ?? NOTHING_SAID;
        if (!isAboutBinding(outcome)) throw errorOfOutcome(outcome, key);
        const member = outcome.kind === 'found' ? outcome.member : undefined;
        const { platform, accountId } = key;
        const quarantined = outcome.kind === 'quarantined';
        results.push({ platform, accountId, member, quarantined });
        origins.push(outcome.origin);
      }
      return encodeAccountsAnswer(results, originOfAll(origins));
    },
  };
}

function createForwarded(
  options: DoorOptions,
): Pick<QueryHandlers, (typeof FORWARDED_QUERIES)[number]> {
  const { memberQuery, raw } = options;
  const forward = (method: string, request: object, call: ServerCall): Promise<Buffer> =>
    memberQuery.forward(method, raw.of(request), { caller: callerOf(options, call), call });
  return {
    SearchMembers: async (request, call) => {
      refuseIf(checkSearchMembers(request));
      return forward('SearchMembers', request, call);
    },
    CheckOwnership: async (request, call) => {
      refuseIf(checkCheckOwnership(request));
      return forward('CheckOwnership', request, call);
    },
  };
}

function laneOf(options: DoorOptions, consistency: string | number, call: ServerCall): ReadLane {
  const { trafficClass } = callerOf(options, call);
  return {
    trafficClass,
    consistency: CONSISTENCIES[consistency as WireConsistency & string] ?? 'current',
  };
}

function accountOf(ref: { platform: string; accountId: string } | null): ReadKey & {
  kind: 'account';
} {
  return { kind: 'account', platform: ref?.platform ?? '', accountId: ref?.accountId ?? '' };
}

function isAboutBinding(
  outcome: ReadOutcome,
): outcome is Extract<ReadOutcome, { kind: 'found' | 'not-found' | 'quarantined' }> {
  return ['found', 'not-found', 'quarantined'].includes(outcome.kind);
}
