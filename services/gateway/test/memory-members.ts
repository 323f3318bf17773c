// Members in memory, behind the same contracts as member-query and member-write: enough for a
// caller to live through everything the public services promise, without a store.
import type { AccountRef__Output, Member, ReadResult } from '@member-mesh/contracts';
import { MeshError } from '@member-mesh/rpc';

import { contracts, type HandlersOf } from './peers.ts';

interface Stored {
  memberId: string;
  version: number;
  status: 'MEMBER_STATUS_ACTIVE' | 'MEMBER_STATUS_CLOSED';
  displayName: string;
  phone: string;
  email: string;
  level: number;
  homeChannel: string;
  attributes: Record<string, string>;
  accounts: AccountRef__Output[];
}

const nameOf = (account: AccountRef__Output | null): string =>
  `${account?.platform}:${account?.accountId}`;

const refusal = (kind: MeshError['kind'], reason: string): MeshError =>
  new MeshError({ kind, reason, message: `refused: ${reason}` });

export class MemoryMembers {
  readonly #members = new Map<string, Stored>();
  readonly #answers = new Map<string, { body: string; answer: object }>();
  #nextId = 1_000;

  readonly reads: HandlersOf<'memberRead'> = {
    BatchRead: async ({ items }) => ({
      results: items.map(({ memberId, account }) =>
        this.#result(account ? this.#owner(account) : this.#members.get(memberId ?? '')),
      ),
    }),
  };

  readonly query: HandlersOf<'memberQuery'> = {
    SearchMembers: async ({ phone }) => ({
      members: [...this.#members.values()].filter((m) => m.phone === phone).map(wire),
    }),
    CheckOwnership: async ({ account, memberIds }) => ({
      results: memberIds.map((memberId) => {
        const owned = account && this.#owner(account)?.memberId === memberId;
        return { memberId, verdict: owned ? 'VERDICT_OWNED' : 'VERDICT_NOT_OWNED' };
      }),
    }),
  };

  readonly write: HandlersOf<'memberWrite'> = {
    RegisterMember: (request) =>
      this.#once(request, () => {
        const bound = request.account && this.#owner(request.account);
        if (bound && request.ifBound !== 'IF_BOUND_RETURN_MEMBER') {
          throw refusal('ALREADY_EXISTS', 'ACCOUNT_ALREADY_BOUND');
        }
        if (bound) return { member: wire(bound), created: false };
        const { displayName = '', phone = '', email = '', level = 0 } = request.profile ?? {};
        const { homeChannel = '', attributes = {} } = request.profile ?? {};
        const member: Stored = {
          ...{ memberId: String(this.#nextId++), version: 1, status: 'MEMBER_STATUS_ACTIVE' },
          ...{ displayName, phone, email, level, homeChannel, attributes },
          accounts: request.account ? [request.account] : [],
        };
        this.#members.set(member.memberId, member);
        return { member: wire(member), created: true };
      }),
    UpdateMember: (request) =>
      this.#once(request, () => {
        const member = this.#expected(request.member?.memberId ?? '', request.expectedVersion);
        if (request.updateMask?.paths.includes('email')) member.email = request.member?.email ?? '';
        return this.#changed(member);
      }),
    BindAccount: (request) =>
      this.#once(request, () => {
        const member = this.#expected(request.memberId, request.expectedVersion);
        if (request.account) member.accounts.push(request.account);
        return this.#changed(member);
      }),
    UnbindAccount: (request) =>
      this.#once(request, () => {
        const member = this.#expected(request.memberId, request.expectedVersion);
        if (member.accounts.length === 1) throw refusal('FAILED_PRECONDITION', 'LAST_ACCOUNT');
        const gone = nameOf(request.account);
        member.accounts = member.accounts.filter((account) => nameOf(account) !== gone);
        return this.#changed(member);
      }),
    CloseMember: (request) =>
      this.#once(request, () => {
        const member = this.#expected(request.memberId, request.expectedVersion);
        member.status = 'MEMBER_STATUS_CLOSED';
        member.accounts = [];
        return this.#changed(member);
      }),
  };

  async #once<R extends object>(request: { requestId: string }, write: () => R): Promise<R> {
    const body = JSON.stringify(request);
    const first = this.#answers.get(request.requestId);
    if (first && first.body !== body) throw refusal('INVALID_ARGUMENT', 'REQUEST_ID_REUSED');
    const answer = first?.answer ?? structuredClone(write());
    this.#answers.set(request.requestId, { body, answer });
    return answer as R;
  }

  #expected(memberId: string, version: number): Stored {
    const member = this.#members.get(memberId);
    if (!member) throw refusal('NOT_FOUND', 'MEMBER_NOT_FOUND');
    if (version !== 0 && version !== member.version) throw refusal('ABORTED', 'VERSION_MISMATCH');
    return member;
  }

  #changed(member: Stored): { member: Member } {
    member.version++;
    return { member: wire(member) };
  }

  #owner(account: AccountRef__Output): Stored | undefined {
    const name = nameOf(account);
    return [...this.#members.values()].find(({ accounts }) => accounts.map(nameOf).includes(name));
  }

  #result(member: Stored | undefined): ReadResult {
    if (!member) return { outcome: 'OUTCOME_NOT_FOUND', source: 'SOURCE_STORE' };
    const encoded = contracts.messages.member.encode(wire(member));
    return { outcome: 'OUTCOME_FOUND', member: encoded, source: 'SOURCE_STORE' };
  }
}

function wire({ accounts, ...member }: Stored): Member {
  return { ...member, accounts: accounts.map((account) => ({ account })) };
}
