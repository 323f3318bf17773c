// Whether an account may act for members. Fails closed: only an answer that is current counts, and
// anything but a proven binding is not owned.
import type { Account, MemberId } from '@member-mesh/contracts';

import type { TrafficClass } from './answers.ts';
import type { LookupAccounts } from './lookup-accounts.ts';

export type OwnershipAnswer =
  { state: 'known'; owned: boolean[] } | { state: 'unavailable'; detail: string };

export interface OwnershipQuestion {
  account: Account;
  memberIds: readonly MemberId[];
  trafficClass: TrafficClass;
}

/** For each member, in their order, whether it is the account's. */
export async function checkOwnership(
  lookups: LookupAccounts,
  { account, memberIds, trafficClass }: OwnershipQuestion,
): Promise<OwnershipAnswer> {
  const [answer] = await lookups.run([account], { trafficClass, wanted: 'proof' });
  if (!answer || !('source' in answer)) {
    const detail = answer && 'detail' in answer ? answer.detail : 'no tier answers';
    return { state: 'unavailable', detail };
  }
  if (answer.staleMs !== undefined) {
    return { state: 'unavailable', detail: 'only a tier that may lag answers' };
  }
  const owner = answer.state === 'found' ? answer.memberId : undefined;
  return { state: 'known', owned: memberIds.map((memberId) => memberId === owner) };
}
