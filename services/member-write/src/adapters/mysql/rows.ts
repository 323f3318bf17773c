// Rows of the record's tables and domain values, in both directions. Ids and versions arrive as
// decimal strings, texts that are compared byte for byte as bytes.
import { type Account, type MemberId, parseAccount, parseMemberId } from '@member-mesh/contracts';
import type { Parameter, Row } from '@member-mesh/driver-mysql';
import { invariant } from '@member-mesh/kernel';

import type { FirstEntry, HistoryEntry } from '../../domain/history.ts';
import {
  type AccountState,
  type Binding,
  compareAccounts,
  type MemberState,
  sortedAttributes,
} from '../../domain/member.ts';
import { shardOfAccount, shardOfMember } from '../../domain/shard.ts';

const STATUSES = [
  'MEMBER_STATUS_UNSPECIFIED',
  'MEMBER_STATUS_ACTIVE',
  'MEMBER_STATUS_SUSPENDED',
  'MEMBER_STATUS_MERGED',
  'MEMBER_STATUS_CLOSED',
] as const;

const NOBODY = 0n;

export function memberKey(memberId: MemberId): Parameter[] {
  return [shardOfMember(memberId), BigInt(memberId)];
}

export function accountKeyOf(account: Account): Parameter[] {
  return [shardOfAccount(account), ...accountColumns(account)];
}

export function accountColumns({ platform, accountId }: Account): Buffer[] {
  return [Buffer.from(platform), Buffer.from(accountId)];
}

export function memberTuple(member: MemberState): Parameter[] {
  const { memberId, version, displayName, phone, email, level, homeChannel } = member;
  return [
    ...memberKey(memberId),
    ...[version, STATUSES.indexOf(member.status), displayName, phone, email, level, homeChannel],
    JSON.stringify(member.attributes),
    member.mergedInto === undefined ? NOBODY : BigInt(member.mergedInto),
    member.createMs,
    member.updateMs,
  ];
}

/** Parameters of update-member. */
export function memberUpdate(member: MemberState): Parameter[] {
  const { version, displayName, phone, email, level, homeChannel } = member;
  return [
    ...[version, STATUSES.indexOf(member.status), displayName, phone, email, level, homeChannel],
    JSON.stringify(member.attributes),
    member.updateMs,
    ...memberKey(member.memberId),
  ];
}

export function bindingTuple(memberId: MemberId, binding: Binding): Parameter[] {
  const { account, bindMs, quarantined } = binding;
  return [...memberKey(memberId), ...accountColumns(account), bindMs, quarantined ? 1 : 0];
}

export function accountTuple(
  { account, memberId, version }: AccountState,
  nowMs: number,
): Parameter[] {
  return [...accountKeyOf(account), memberColumn(memberId), version, nowMs];
}

export function memberColumn(memberId: MemberId | undefined): bigint {
  return memberId === undefined ? NOBODY : BigInt(memberId);
}

export function historyTuple(entry: HistoryEntry, nowMs: number): Parameter[] {
  const { member, versionBefore, caller, action, requestId, changes } = entry;
  return [
    ...memberKey(member.memberId),
    ...[member.version, versionBefore, nowMs, Buffer.from(caller), action, Buffer.from(requestId)],
    JSON.stringify(changes),
  ];
}

export function firstEntryOf(row: Row): FirstEntry {
  return {
    caller: textOf(row['caller']),
    action: textOf(row['action']) as FirstEntry['action'],
    requestId: textOf(row['request_id']),
    changes: JSON.parse(textOf(row['changes'])) as FirstEntry['changes'],
  };
}

/** Members of rows in which each binding has a row of its own, in the rows' order. */
export function membersOf(rows: readonly Row[]): MemberState[] {
  const byId = Map.groupBy(rows, (row) => textOf(row['member_id']));
  return [...byId.values()].map((rowsOfMember) => {
    const [first] = rowsOfMember;
    invariant(first !== undefined, 'a group of no rows');
    return memberOf(
      first,
      rowsOfMember.filter((row) => row['platform'] !== null),
    );
  });
}

export function memberOf(row: Row, bindings: readonly Row[]): MemberState {
  const status = STATUSES[Number(row['status'])];
  invariant(status !== undefined, `stored status ${Number(row['status'])}`);
  return {
    memberId: memberIdOf(row['member_id']),
    version: Number(row['version']),
    status,
    displayName: textOf(row['display_name']),
    phone: textOf(row['phone']),
    email: textOf(row['email']),
    level: Number(row['level']),
    homeChannel: textOf(row['home_channel']),
    attributes: sortedAttributes(JSON.parse(textOf(row['attributes'])) as Record<string, string>),
    accounts: bindings.map(bindingOf).sort((a, b) => compareAccounts(a.account, b.account)),
    createMs: Number(row['create_time']),
    updateMs: Number(row['update_time']),
    mergedInto: optionalMemberId(row['merged_into']),
  };
}

export function accountStateOf(row: Row): AccountState {
  return {
    account: accountOf(row),
    version: Number(row['version']),
    memberId: optionalMemberId(row['member_id']),
  };
}

export function accountOf(row: Row): Account {
  const account = parseAccount({
    platform: textOf(row['platform']),
    accountId: textOf(row['account_id']),
  });
  invariant(account !== undefined, 'a stored account is not well-formed');
  return account;
}

export function memberIdOf(value: Row[string] | undefined): MemberId {
  const memberId = parseMemberId(textOf(value));
  invariant(memberId !== undefined, 'a stored member id is not well-formed');
  return memberId;
}

export function textOf(value: Row[string] | undefined): string {
  return Buffer.isBuffer(value) ? value.toString('utf8') : String(value);
}

function optionalMemberId(value: Row[string] | undefined): MemberId | undefined {
  return textOf(value) === '0' ? undefined : memberIdOf(value);
}

function bindingOf(row: Row): Binding {
  return {
    account: accountOf(row),
    bindMs: Number(row['bind_time']),
    quarantined: Number(row['quarantined']) === 1,
  };
}
