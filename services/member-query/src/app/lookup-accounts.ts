// From an account to its member. The account's row and the member are two keys with versions of
// their own, so neither alone proves a binding: the answer is the member only if that member itself
// lists the account, and where the two disagree the record decides. That a member lists an account
// is enough: a row is only ever taken from a member that does not list it.
//
// A tier that lags may show an account where it was, at a member that still lists it. So neither
// half of an answer is older than the present, whatever is away, unless that was asked for.
import type { Account } from '@member-mesh/contracts';
import { parseMemberId } from '@member-mesh/contracts';

import { keyOfAccount, memberKey } from '../domain/cache-key.ts';
import { type Listing, listingOf } from '../domain/member-bytes.ts';
import { type KeyAnswer, type MemberAnswer, type ReadContext, staler } from './answers.ts';
import type { ReadKeys } from './read-keys.ts';
import { type RecordReader, type ResolvedAccount, SourceUnavailable } from './sources.ts';

export interface LookupAccountsOptions {
  keys: ReadKeys;
  record: RecordReader;
}

interface Pointer {
  at: number;
  account: Account;
  memberId: string;
  staleMs: number | undefined;
}

export class LookupAccounts {
  readonly #options: LookupAccountsOptions;

  constructor(options: LookupAccountsOptions) {
    this.#options = options;
  }

  /** One answer for each account, in their order. Never rejects on an unreachable tier. */
  async run(accounts: readonly Account[], context: ReadContext): Promise<MemberAnswer[]> {
    const { keys } = this.#options;
    const wishes = accounts.map((account) => ({ key: keyOfAccount(account), minVersion: 0 }));
    const rows = (await keys.run(wishes, context)).map((row) => believed(row, context));
    const pointers: Pointer[] = [];
    const answers = rows.map((row, at): MemberAnswer | undefined => {
      if (row.state !== 'found') return answerOf(row);
      const memberId = row.payload.toString('latin1');
      const { source, staleMs } = row;
      if (memberId === '') return { state: 'absent', source, staleMs };
      const account = accounts[at] as Account;
      pointers.push({ at, account, memberId, staleMs });
      return undefined;
    });
    const followed = await this.#follow(pointers, context);
    pointers.forEach(({ at }, index) => (answers[at] = followed[index]));
    return answers.map((answer) => answer ?? { state: 'unavailable', detail: 'not read' });
  }

  async #follow(pointers: readonly Pointer[], context: ReadContext): Promise<MemberAnswer[]> {
    if (pointers.length === 0) return [];
    const wishes = pointers.flatMap(({ memberId }) => {
      const id = parseMemberId(memberId);
      return id === undefined ? [] : [{ key: memberKey(id), minVersion: 0 }];
    });
    const read = await this.#options.keys.run(wishes, context);
    const members = read.map((member) => believed(member, context));
    const disputed: number[] = [];
    const answers = pointers.map((pointer, index): MemberAnswer | undefined => {
      const member = members[index];
      if (!member) return { state: 'unavailable', detail: 'an account row names no member' };
      if (member.state !== 'found' && member.state !== 'absent') return answerOf(member);
      const answer = member.state === 'found' ? agreed(pointer, member) : undefined;
      if (!answer) disputed.push(index);
      return answer;
    });
    const accounts = disputed.flatMap((index) => pointers[index]?.account ?? []);
    const decided = await this.#decide(accounts, context);
    disputed.forEach((index, place) => (answers[index] = decided[place]));
    return answers.map((answer) => answer ?? { state: 'unavailable', detail: 'not decided' });
  }

  async #decide(accounts: readonly Account[], context: ReadContext): Promise<MemberAnswer[]> {
    if (accounts.length === 0) return [];
    const pool = context.trafficClass === 'marketing' ? 'marketing' : 'order';
    try {
      const resolved = await this.#options.record.readAccounts(accounts, pool);
      return resolved.map(answerOfRecord);
    } catch (error) {
      if (!(error instanceof SourceUnavailable)) throw error;
      const detail = `account and member disagree, and ${error.message}`;
      return accounts.map(() => ({ state: 'unavailable', detail }));
    }
  }
}

function agreed(
  pointer: Pointer,
  member: KeyAnswer & { state: 'found' },
): MemberAnswer | undefined {
  const staleMs = staler(pointer.staleMs, member.staleMs);
  const { source, version, payload } = member;
  const listing = listed(payload, pointer.account);
  if (listing === 'unlisted') return undefined;
  if (listing === 'quarantined') return { state: 'quarantined', source, staleMs };
  const { memberId } = pointer;
  return { state: 'found', memberId, version, member: payload, source, staleMs };
}

/** Bytes that cannot be read prove nothing: the record decides. */
function listed(member: Buffer, account: Account): Listing {
  try {
    return listingOf(member, account);
  } catch (error) {
    if (error instanceof RangeError) return 'unlisted';
    throw error;
  }
}

function believed(answer: KeyAnswer, { wanted }: ReadContext): KeyAnswer {
  if (wanted === 'available') return answer;
  if (!('staleMs' in answer) || answer.staleMs === undefined) return answer;
  const detail = 'the record does not answer, and what an index says of an account may be past';
  return { state: 'unavailable', detail };
}

function answerOf(row: Exclude<KeyAnswer, { state: 'found' }>): MemberAnswer {
  return row.state === 'resolved' ? answerOfRecord(row.account) : row;
}

function answerOfRecord({ member, quarantined }: ResolvedAccount): MemberAnswer {
  const origin = { source: 'STORE', staleMs: undefined } as const;
  if (quarantined) return { state: 'quarantined', ...origin };
  if (!member) return { state: 'absent', ...origin };
  const { memberId, version, bytes } = member;
  return { state: 'found', memberId, version, member: bytes, ...origin };
}
