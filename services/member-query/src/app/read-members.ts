// Reads members by id and by account in one go, each key once however often it is asked for.
import { type Account, accountKey, type MemberId } from '@member-mesh/contracts';

import { memberKey } from '../domain/cache-key.ts';
import type { KeyAnswer, MemberAnswer, ReadContext } from './answers.ts';
import type { LookupAccounts } from './lookup-accounts.ts';
import type { ReadKeys } from './read-keys.ts';

export type MemberWish =
  { by: 'id'; memberId: MemberId; minVersion: number } | { by: 'account'; account: Account };

export interface ReadMembersOptions {
  keys: ReadKeys;
  lookups: LookupAccounts;
}

export class ReadMembers {
  readonly #options: ReadMembersOptions;

  constructor(options: ReadMembersOptions) {
    this.#options = options;
  }

  /** One answer for each wish, in their order. Never rejects on an unreachable tier. */
  async run(wishes: readonly MemberWish[], context: ReadContext): Promise<MemberAnswer[]> {
    const ids = new Map<string, { memberId: MemberId; minVersion: number; place: number }>();
    const accounts = new Map<string, { account: Account; place: number }>();
    const places = wishes.map((wish) => {
      if (wish.by === 'account') {
        const name = accountKey(wish.account);
        const known = accounts.get(name) ?? { account: wish.account, place: accounts.size };
        accounts.set(name, known);
        return known;
      }
      const { memberId, minVersion } = wish;
      // Another floor is another question.
      const name = minVersion === 0 ? memberId : `${memberId} ${minVersion}`;
      const known = ids.get(name) ?? { memberId, minVersion, place: ids.size };
      ids.set(name, known);
      return known;
    });
    const [members, bound] = await Promise.all([
      this.#byId([...ids.values()], context),
      this.#byAccount([...accounts.values()], context),
    ]);
    return wishes.map((wish, at) => {
      const place = places[at]?.place ?? -1;
      const answer = wish.by === 'id' ? members[place] : bound[place];
      return answer ?? { state: 'unavailable', detail: 'not read' };
    });
  }

  async #byId(
    asked: readonly { memberId: MemberId; minVersion: number }[],
    context: ReadContext,
  ): Promise<MemberAnswer[]> {
    if (asked.length === 0) return [];
    const wishes = asked.map(({ memberId, minVersion }) => {
      return { key: memberKey(memberId), minVersion };
    });
    const answers = await this.#options.keys.run(wishes, context);
    return answers.map((answer, at) => answerOf(asked[at]?.memberId ?? '', answer));
  }

  async #byAccount(
    asked: readonly { account: Account }[],
    context: ReadContext,
  ): Promise<MemberAnswer[]> {
    if (asked.length === 0) return [];
    const accounts = asked.map(({ account }) => account);
    return this.#options.lookups.run(accounts, context);
  }
}

function answerOf(memberId: string, answer: KeyAnswer): MemberAnswer {
  if (answer.state === 'found') {
    const { version, payload, source, staleMs } = answer;
    return { state: 'found', memberId, version, member: payload, source, staleMs };
  }
  if (answer.state !== 'resolved') return answer;
  return { state: 'unavailable', detail: 'a member was answered as an account' };
}
