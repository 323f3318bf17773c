// The domain as the messages that are committed: what lies in outbox and answers is what callers,
// caches and indices get, byte for byte.
import {
  type AccountRow,
  type Change as ChangeMessage,
  type Contracts,
  type Member,
  type Member__Output,
  msOf,
  parseAccount,
  parseMemberId,
  timestampOf,
} from '@member-mesh/contracts';
import { invariant } from '@member-mesh/kernel';

import {
  type AccountState,
  type Binding,
  type Change,
  type MemberState,
  sortedAttributes,
} from '../domain/member.ts';

export function memberMessage(member: MemberState): Member {
  const { memberId, version, status, displayName, phone, email, level, homeChannel } = member;
  return {
    ...{ memberId, version, status, displayName, phone, email, level, homeChannel },
    attributes: { ...member.attributes },
    accounts: member.accounts.map(({ account, bindMs, quarantined }) => ({
      account: { platform: account.platform, accountId: account.accountId },
      bindTime: timestampOf(bindMs),
      quarantined,
    })),
    createTime: timestampOf(member.createMs),
    updateTime: timestampOf(member.updateMs),
    mergedInto: member.mergedInto ?? '',
  };
}

/** For messages that this service wrote itself. */
function memberOf(message: Member__Output): MemberState {
  const memberId = parseMemberId(message.memberId);
  invariant(memberId !== undefined, `stored member id ${message.memberId}`);
  const { version, status, displayName, phone, email, level, homeChannel } = message;
  return {
    ...{ memberId, version, status, displayName, phone, email, level, homeChannel },
    attributes: sortedAttributes(message.attributes),
    accounts: message.accounts.map((binding): Binding => {
      const account = parseAccount(binding.account);
      invariant(account !== undefined, `stored account of member ${memberId}`);
      return { account, bindMs: msOf(binding.bindTime) ?? 0, quarantined: binding.quarantined };
    }),
    createMs: msOf(message.createTime) ?? 0,
    updateMs: msOf(message.updateTime) ?? 0,
    mergedInto: parseMemberId(message.mergedInto),
  };
}

function accountRow({ account, version, memberId }: AccountState): AccountRow {
  const { platform, accountId } = account;
  return { account: { platform, accountId }, version, memberId: memberId ?? '' };
}

export class ChangeCodec {
  readonly #messages: Contracts['messages'];

  constructor(contracts: Contracts) {
    this.#messages = contracts.messages;
  }

  encodeMember(member: MemberState): Buffer {
    return this.#messages.member.encode(memberMessage(member));
  }

  decodeMember(bytes: Buffer): MemberState {
    return memberOf(this.#messages.member.decode(bytes));
  }

  changeMessage(change: Change): ChangeMessage {
    if (change.kind === 'account') return { account: accountRow(change.account), row: 'account' };
    return { member: this.memberRow(change.member), row: 'member' };
  }

  memberRow(member: MemberState): NonNullable<ChangeMessage['member']> {
    const { memberId, version } = member;
    return { memberId, version, member: this.encodeMember(member) };
  }

  encodeChanges(changes: readonly Change[], commitMs: number): Buffer {
    return this.#messages.changeSet.encode({
      commitTime: timestampOf(commitMs),
      changes: changes.map((change) => this.changeMessage(change)),
    });
  }

  decodeChanges(payload: Buffer): Change[] {
    const { changes } = this.#messages.changeSet.decode(payload);
    return changes.map((change): Change => {
      if (change.member) {
        return { kind: 'member', member: this.decodeMember(change.member.member) };
      }
      const account = parseAccount(change.account?.account ?? null);
      invariant(change.account && account, 'an outbox row without a row');
      const { version, memberId } = change.account;
      return { kind: 'account', account: { account, version, memberId: parseMemberId(memberId) } };
    });
  }
}
