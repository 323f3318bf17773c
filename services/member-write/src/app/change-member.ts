// The writes on a member that exists: update, bind, unbind, close. Each is a decision on the locked
// member and what has to be written with it.
import type { Account, MemberId } from '@member-mesh/contracts';

import { accountAfter } from '../domain/account-claim.ts';
import { type Action, differencesOf } from '../domain/history.ts';
import { type Change, lists, type MemberState, type Profile } from '../domain/member.ts';
import {
  bound,
  checkWritable,
  closed,
  type Moment,
  type ProfileField,
  unbound,
  updated,
} from '../domain/member-change.ts';
import type { RequestKey } from '../domain/request.ts';
import { shardOfMember } from '../domain/shard.ts';
import { byGroup, claimAccounts } from './claim-accounts.ts';
import type { CacheKey } from './ports.ts';
import {
  type AccountOf,
  type OutboxDraft,
  type RecordTransaction,
  type StoredAnswer,
  StoreFailure,
  type Until,
} from './record-store.ts';
import {
  executeWrite,
  type PreparedWrite,
  type WriteGround,
  type WriteOutcome,
  type WriteStep,
} from './write.ts';

export interface MemberCommand {
  request: RequestKey;
  memberId: MemberId;
  /** 0 expects none. */
  expectedVersion: number;
}

export interface UpdateMember extends MemberCommand {
  profile: Profile;
  fields: readonly ProfileField[];
}

export interface AccountCommand extends MemberCommand {
  account: Account;
}

interface Plan {
  action: Action;
  keys: readonly CacheKey[];
  decide: (member: MemberState, moment: Moment, step: WriteStep) => MemberState;
}

export function updateMember(
  ground: WriteGround,
  command: UpdateMember,
  until: Until,
): Promise<StoredAnswer> {
  return changeMember(ground, command, {
    until,
    plan: () =>
      Promise.resolve({
        action: 'update',
        keys: [],
        decide: (member, moment) => updated(member, command, moment),
      }),
  });
}

export function bindAccount(
  ground: WriteGround,
  command: AccountCommand,
  until: Until,
): Promise<StoredAnswer> {
  const { account } = command;
  return changeMember(ground, command, {
    until,
    plan: () =>
      Promise.resolve({
        action: 'bind',
        keys: [{ kind: 'account', account }],
        decide: (member, moment) => bound(member, account, moment),
      }),
  });
}

export function unbindAccount(
  ground: WriteGround,
  command: AccountCommand,
  until: Until,
): Promise<StoredAnswer> {
  const { account } = command;
  return changeMember(ground, command, {
    until,
    plan: () =>
      Promise.resolve({
        action: 'unbind',
        keys: [{ kind: 'account', account }],
        decide: (member, moment) => unbound(member, account, moment),
      }),
  });
}

export function closeMember(
  ground: WriteGround,
  command: MemberCommand,
  until: Until,
): Promise<StoredAnswer> {
  return changeMember(ground, command, {
    until,
    plan: async () => ({
      action: 'close',
      keys: await accountKeysOf(ground, command.memberId, until),
      decide: (member, moment, { lock }) => {
        const unlocked = member.accounts.some(
          ({ account }) => !lock.holds({ kind: 'account', account }),
        );
        if (unlocked) throw new StoreFailure('conflict', 'an account was bound meanwhile');
        return closed(member, moment);
      },
    }),
  });
}

async function accountKeysOf(
  { store }: WriteGround,
  memberId: MemberId,
  until: Until,
): Promise<CacheKey[]> {
  const [member] = await store.readMembers([memberId], until);
  return (member?.accounts ?? []).map(({ account }) => ({ kind: 'account', account }));
}

function changeMember(
  ground: WriteGround,
  command: MemberCommand,
  { until, plan }: { until: Until; plan: () => Promise<Plan> },
): Promise<StoredAnswer> {
  const { request, memberId } = command;
  const prepare = async (): Promise<PreparedWrite> => {
    const planned = await plan();
    return {
      shard: shardOfMember(memberId),
      keys: [{ kind: 'member', memberId }, ...planned.keys],
      apply: (tx, step) => applyPlan(ground, { command, plan: planned, tx, step }),
    };
  };
  return executeWrite(ground, { request, prepare }, until);
}

interface Applying {
  command: MemberCommand;
  plan: Plan;
  tx: RecordTransaction;
  step: WriteStep;
}

async function applyPlan(ground: WriteGround, applying: Applying): Promise<WriteOutcome> {
  const { command, plan, tx, step } = applying;
  const { memberId, expectedVersion } = command;
  const before = await step.lockMember(memberId);
  checkWritable(before, expectedVersion);
  const after = plan.decide(before, { nowMs: step.nowMs, epoch: tx.epoch }, step);
  const accounts = plan.keys.flatMap((key) => (key.kind === 'account' ? [key.account] : []));
  const answer = { member: after, created: false, accounts };
  if (after === before) return { answer, written: [], releases: [] };
  await tx.updateMember(before, after);
  const gained = accounts.filter((account) => lists(after, account) && !lists(before, account));
  const lost = accounts.filter((account) => lists(before, account) && !lists(after, account));
  const { store, faults } = ground;
  const context = { store, faults, until: step.until };
  const claimed = await claimAccounts(tx, { memberId, accounts: gained }, context);
  const lostByGroup = byGroup(store, lost);
  const freed = await freeWithin(tx, memberId, lostByGroup.get(tx.group) ?? []);
  lostByGroup.delete(tx.group);
  const releases = [...lostByGroup.values()].flat().map((account) => ({ memberId, account }));
  await appendHistory(applying, before, after);
  const changes: Change[] = [{ kind: 'member', member: after }, ...claimed.ownChanges, ...freed];
  const own = await tx.appendOutbox([
    { shard: shardOfMember(memberId), kind: 'change', changes },
    ...releases.map(releaseDraft),
  ]);
  const published = own.filter((row) => row.kind !== 'release');
  return { answer, written: [...published, ...claimed.written], releases };
}

/** The member is locked and no longer lists them: rows that name it are its own. */
async function freeWithin(
  tx: RecordTransaction,
  memberId: MemberId,
  accounts: readonly Account[],
): Promise<Change[]> {
  const changes: Change[] = [];
  const rows = await tx.readAccounts(accounts);
  for (const seen of rows.filter((row) => row.memberId === memberId)) {
    const next = accountAfter(seen.account, seen, { memberId: undefined, epoch: tx.epoch });
    await tx.replaceAccount(seen, next);
    changes.push({ kind: 'account', account: next });
  }
  return changes;
}

/** Committed with the member, so that a release that nobody finishes is finished by the relay. */
function releaseDraft({ memberId, account }: AccountOf): OutboxDraft {
  const change: Change = { kind: 'account', account: { account, memberId, version: 0 } };
  return { shard: shardOfMember(memberId), kind: 'release', changes: [change] };
}

async function appendHistory(
  { command, plan, tx }: Applying,
  before: MemberState,
  after: MemberState,
): Promise<void> {
  const { caller, requestId } = command.request;
  const { action } = plan;
  const changes = differencesOf(before, after);
  const versionBefore = before.version;
  await tx.appendHistory([{ member: after, versionBefore, caller, action, requestId, changes }]);
}
