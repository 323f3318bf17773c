// member.v1.MemberQueryService, for gateways. Members go out as the bytes that were committed.
import type { ReadSubject, Services } from '@member-mesh/contracts';
import type { Implementation, ServerCall } from '@member-mesh/rpc';

import type { MemberAnswer, Origin } from '../app/answers.ts';
import { checkOwnership } from '../app/check-ownership.ts';
import type { LookupAccounts } from '../app/lookup-accounts.ts';
import type { MemberWish, ReadMembers } from '../app/read-members.ts';
import type { SearchMembers } from '../app/search-members.ts';
import { encodePageToken } from '../domain/search-query.ts';
import {
  type AccountResult,
  encodeAccounts,
  encodeMember,
  encodeMembers,
  encodeSearch,
  originOfAll,
} from './encode-results.ts';
import {
  classOf,
  contextOf,
  parseAccounts,
  parseMemberIds,
  parseOneAccount,
  parseMemberWish,
  parseOwnershipIds,
  parseSearch,
} from './parse-read.ts';
import { errorOf, unanswerable } from './read-errors.ts';

type Handlers = NonNullable<Services['memberQuery']['types']>['handlers'];
export type MemberQueryImplementation = Implementation<Handlers>;

export interface MemberQueryServiceOptions {
  members: ReadMembers;
  lookups: LookupAccounts;
  search: SearchMembers;
}

export function memberQueryService(options: MemberQueryServiceOptions): MemberQueryImplementation {
  return { ...singleReads(options), ...batchReads(options), ...questions(options) };
}

function singleReads({ members }: MemberQueryServiceOptions): MemberQueryImplementation {
  const readOne = async (
    wish: MemberWish,
    subject: ReadSubject,
    { consistency, call }: { consistency: string | number; call: ServerCall },
  ): Promise<Buffer> => {
    const [answer] = await members.run([wish], contextOf(classOf(call), consistency));
    if (!answer) throw unanswerable('nothing was read');
    if (answer.state !== 'found') throw errorOf(answer, subject);
    return encodeMember(answer.member, answer);
  };
  return {
    GetMember: async ({ memberId: text, minVersion, consistency }, call) => {
      const memberId = parseMemberWish(text, minVersion);
      const wish = { by: 'id', memberId, minVersion } as const;
      return readOne(wish, { memberId }, { consistency, call });
    },
    LookupAccount: async ({ account: ref, consistency }, call) => {
      const account = parseOneAccount(ref);
      return readOne({ by: 'account', account }, account, { consistency, call });
    },
  };
}

function batchReads({ members }: MemberQueryServiceOptions): MemberQueryImplementation {
  return {
    BatchGetMembers: async ({ memberIds, consistency }, call) => {
      const ids = parseMemberIds(memberIds, 'member_ids');
      const wishes = ids.map((memberId) => ({ by: 'id', memberId, minVersion: 0 }) as const);
      const answers = await members.run(wishes, contextOf(classOf(call), consistency));
      const found: Buffer[] = [];
      const notFound: string[] = [];
      answers.forEach((answer, at) => {
        const memberId = ids[at] ?? '';
        if (answer.state === 'found') found.push(answer.member);
        else if (answer.state === 'absent') notFound.push(memberId);
        else throw errorOf(answer, { memberId });
      });
      return encodeMembers(found, notFound, originOfAll(originsOf(answers)));
    },
    BatchLookupAccounts: async ({ accounts: refs, consistency }, call) => {
      const accounts = parseAccounts(refs);
      const wishes = accounts.map((account) => ({ by: 'account', account }) as const);
      const answers = await members.run(wishes, contextOf(classOf(call), consistency));
      const results = accounts.map((account, at): AccountResult => {
        const answer = answers[at];
        if (!answer) throw unanswerable('nothing was read');
        const { platform, accountId } = account;
        const quarantined = answer.state === 'quarantined';
        if (answer.state === 'found') {
          return { platform, accountId, member: answer.member, quarantined };
        }
        if (answer.state === 'absent' || answer.state === 'quarantined') {
          return { platform, accountId, member: undefined, quarantined };
        }
        throw errorOf(answer, account);
      });
      return encodeAccounts(results, originOfAll(originsOf(answers)));
    },
  };
}

function questions({ lookups, search }: MemberQueryServiceOptions): MemberQueryImplementation {
  return {
    SearchMembers: async (request, call) => {
      const query = parseSearch(request, classOf(call));
      const answer = await search.run(query);
      if (answer.state === 'unavailable') throw unanswerable(answer.detail);
      const token = answer.next ? encodePageToken(query, answer.next) : '';
      const members = answer.members.map(({ member }) => member);
      return encodeSearch(members, token, answer);
    },
    CheckOwnership: async ({ account: ref, memberIds: texts }, call) => {
      const account = parseOneAccount(ref);
      const memberIds = parseOwnershipIds(texts);
      const trafficClass = classOf(call);
      const answer = await checkOwnership(lookups, { account, memberIds, trafficClass });
      if (answer.state === 'unavailable') throw unanswerable(answer.detail);
      return {
        results: memberIds.map((memberId, at) => ({
          memberId,
          verdict: answer.owned[at] ? 'VERDICT_OWNED' : 'VERDICT_NOT_OWNED',
        })),
      };
    },
  };
}

function originsOf(answers: readonly MemberAnswer[]): Origin[] {
  return answers.flatMap((answer) => ('source' in answer ? [answer] : []));
}
