// Why a write is refused, as a closed union. A refusal is decided on locked rows: nothing was
// written, and nothing of an earlier attempt of the same request can still be committed.
import type { Account, MemberId } from '@member-mesh/contracts';

export type Refusal =
  | { reason: 'MEMBER_NOT_FOUND'; memberId: MemberId }
  | { reason: 'MEMBER_NOT_ACTIVE'; memberId: MemberId; status: string }
  | { reason: 'VERSION_MISMATCH'; memberId: MemberId; expected: number; current: number }
  | { reason: 'ACCOUNT_ALREADY_BOUND'; account: Account; memberId: MemberId }
  | { reason: 'ACCOUNT_NOT_BOUND'; account: Account; memberId: MemberId }
  | { reason: 'ACCOUNT_QUARANTINED'; account: Account; memberId: MemberId }
  | { reason: 'LAST_ACCOUNT'; account: Account; memberId: MemberId }
  | { reason: 'TOO_MANY_ACCOUNTS'; memberId: MemberId; max: number }
  | { reason: 'REQUEST_ID_REUSED'; requestId: string };

/** Carries a refusal out of a transaction, which is rolled back by it. */
export class Refused extends Error {
  override name = 'Refused';
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.reason);
    this.refusal = refusal;
  }
}
