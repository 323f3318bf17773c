// Turns rows of the change contract into what is indexed. Whatever cannot be trusted is told as a
// fault, with as much of the key as can be known: one bad row never stops the others.
import {
  accountKey,
  msOf,
  parseMemberId,
  type AccountRow__Output,
  type Change__Output,
  type Contracts,
  type MemberRow__Output,
} from '@member-mesh/contracts';

import type { IndexedRow, RowKey } from '../domain/row.ts';
import type { RecordRow } from './ports.ts';

/** A row that cannot be used and whose key is not known either. */
export interface UnknownRow {
  kind: 'unknown';
  reason: string;
}

export type DecodedRow = RecordRow | UnknownRow;

export interface DecodedChanges {
  commitTimeMs: number | undefined;
  rows: DecodedRow[];
}

const ACCOUNT_KEY_BYTES_MAX = 500;

function isVersion(version: number): boolean {
  return Number.isSafeInteger(version) && version > 0;
}

export class RowDecoder {
  readonly #messages: Contracts['messages'];

  constructor(contracts: Contracts) {
    this.#messages = contracts.messages;
  }

  /** The rows of one message of the stream; undefined when it is no message of the contract. */
  changes(payload: Buffer): DecodedChanges | undefined {
    try {
      const changeSet = this.#messages.changeSet.decode(payload);
      const rows = changeSet.changes.map((change) => this.change(change));
      return { commitTimeMs: msOf(changeSet.commitTime), rows };
    } catch {
      return undefined;
    }
  }

  change(change: Change__Output): DecodedRow {
    if (change.member) return this.#member(change.member);
    if (change.account) return account(change.account);
    return { kind: 'unknown', reason: 'a change of neither a member nor an account' };
  }

  #member(wire: MemberRow__Output): DecodedRow {
    const { memberId, version, member: encoded } = wire;
    if (parseMemberId(memberId) === undefined || !isVersion(version)) {
      return { kind: 'unknown', reason: 'a member row without a usable id and version' };
    }
    const key: RowKey = { table: 'member', memberId, version };
    const faulty = (reason: string): DecodedRow => ({ kind: 'faulty', key, reason });
    let row: IndexedRow;
    try {
      const member = this.#messages.member.decode(encoded);
      if (member.memberId !== memberId || member.version !== version) {
        return faulty('the encoded member has another id or version than its row');
      }
      const platforms = member.accounts.map((binding) => binding.account?.platform ?? '');
      row = {
        ...{ table: 'member', memberId, version, encoded },
        status: member.status,
        phone: member.phone,
        email: member.email,
        homeChannel: member.homeChannel,
        level: member.level,
        platforms: [...new Set(platforms)].filter((platform) => platform !== '').sort(),
        createTimeMs: msOf(member.createTime),
        updateTimeMs: msOf(member.updateTime),
      };
    } catch {
      return faulty('the encoded member cannot be decoded');
    }
    return { kind: 'row', row };
  }
}

function account(wire: AccountRow__Output): DecodedRow {
  const { account: ref, version, memberId } = wire;
  const tooLong = ref !== null && Buffer.byteLength(accountKey(ref)) > ACCOUNT_KEY_BYTES_MAX;
  if (!ref || ref.platform === '' || ref.accountId === '' || tooLong || !isVersion(version)) {
    return { kind: 'unknown', reason: 'an account row without a usable account and version' };
  }
  const { platform, accountId } = ref;
  if (memberId !== '' && parseMemberId(memberId) === undefined) {
    const key: RowKey = { table: 'account', platform, accountId, version };
    return { kind: 'faulty', key, reason: 'the account row names something that is no member id' };
  }
  const member = memberId === '' ? undefined : memberId;
  return { kind: 'row', row: { table: 'account', platform, accountId, version, memberId: member } };
}
