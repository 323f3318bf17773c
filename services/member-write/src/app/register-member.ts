// Creates a member bound to its first accounts, or, where the caller asks for it, answers with the
// member that has the account already.
import type { Account, MemberId } from '@member-mesh/contracts';

import { type Action, differencesOf } from '../domain/history.ts';
import { makeMemberId } from '../domain/ids.ts';
import type { Change, Profile } from '../domain/member.ts';
import { newMember, resolves } from '../domain/member-change.ts';
import type { Refused } from '../domain/refusal.ts';
import type { RequestKey } from '../domain/request.ts';
import { shardOfRequest } from '../domain/shard.ts';
import { claimAccounts } from './claim-accounts.ts';
import {
  listingKey,
  type RecordTransaction,
  type StoredAnswer,
  StoreFailure,
  type Until,
} from './record-store.ts';
import {
  executeWrite,
  type PreparedWrite,
  type WriteGround,
  type WriteOperation,
  type WriteOutcome,
  type WriteStep,
} from './write.ts';

export interface RegisterMember {
  request: RequestKey;
  action: Action;
  /** The first one registers. */
  accounts: readonly Account[];
  profile: Profile;
  /** Answer with the member that lists the first account, should there be one. */
  returnBound: boolean;
}

const ID_RANDOM_BYTES = 2;

/** @throws what executeWrite throws. */
export function registerMember(
  ground: WriteGround,
  command: RegisterMember,
  until: Until,
): Promise<StoredAnswer> {
  return executeWrite(ground, new Registration(ground, command), until);
}

class Registration implements WriteOperation {
  readonly request: RequestKey;
  readonly #ground: WriteGround;
  readonly #command: RegisterMember;
  readonly #shard: number;

  constructor(ground: WriteGround, command: RegisterMember) {
    this.request = command.request;
    this.#ground = ground;
    this.#command = command;
    this.#shard = shardOfRequest(command.request.caller, command.request.requestId);
  }

  async prepare(until: Until): Promise<PreparedWrite> {
    const holder = this.#command.returnBound ? await this.#holder(until) : undefined;
    if (holder !== undefined) {
      // Nothing is about to change: no cache has to know.
      return {
        shard: this.#shard,
        keys: [],
        apply: (_tx, step) => this.#answerWith(holder, step.until),
      };
    }
    const { clock, random } = this.#ground;
    const memberId = makeMemberId(clock.nowMs(), this.#shard, random.bytes(ID_RANDOM_BYTES));
    return {
      shard: this.#shard,
      keys: [
        { kind: 'member', memberId },
        ...this.#command.accounts.map((account) => ({ kind: 'account' as const, account })),
      ],
      apply: (tx, step) => this.#create(memberId, tx, step),
    };
  }

  /** The next attempt finds the member that has the account. */
  retryAfter({ refusal }: Refused): boolean {
    return this.#command.returnBound && refusal.reason === 'ACCOUNT_ALREADY_BOUND';
  }

  /** The member that the first account names and that lists it. */
  async #holder(until: Until): Promise<MemberId | undefined> {
    const { store } = this.#ground;
    const [account] = this.#command.accounts;
    if (!account) return undefined;
    const [row] = await store.readAccounts([account], until);
    if (row?.memberId === undefined) return undefined;
    const pair = { memberId: row.memberId, account };
    const listed = await store.readListings([pair], until);
    return listed.has(listingKey(pair)) ? row.memberId : undefined;
  }

  async #answerWith(memberId: MemberId, until: Until): Promise<WriteOutcome> {
    const { accounts } = this.#command;
    const [member] = await this.#ground.store.readMembers([memberId], until);
    if (!member || !accounts.slice(0, 1).every((account) => resolves(member, account))) {
      throw new StoreFailure('conflict', 'the account has just been unbound');
    }
    return { answer: { member, created: false, accounts }, written: [], releases: [] };
  }

  /**
   * The member's row is inserted, and so locked, before an account row names it: whoever finds the
   * account waits for this transaction to end before calling it an orphan.
   */
  async #create(memberId: MemberId, tx: RecordTransaction, step: WriteStep): Promise<WriteOutcome> {
    const { request, action, accounts, profile } = this.#command;
    const { store, faults } = this.#ground;
    const moment = { nowMs: step.nowMs, epoch: tx.epoch };
    const member = newMember({ memberId, accounts }, profile, moment);
    await tx.insertMembers([member]);
    const context = { store, faults, until: step.until };
    const claimed = await claimAccounts(tx, { memberId, accounts }, context);
    const { caller, requestId } = request;
    const changes = differencesOf(undefined, member);
    await tx.appendHistory([{ member, versionBefore: 0, caller, action, requestId, changes }]);
    const rows: Change[] = [{ kind: 'member', member }, ...claimed.ownChanges];
    const own = await tx.appendOutbox([{ shard: this.#shard, kind: 'change', changes: rows }]);
    return {
      answer: { member, created: true, accounts },
      written: [...own, ...claimed.written],
      releases: [],
    };
  }
}
