// Whether a member, as it is now, still matches what a search found it by.
import { type Member__Output, msOf } from '@member-mesh/contracts';

import type { SearchFilters } from './search-query.ts';

export function matchesFilters(member: Member__Output, filters: SearchFilters): boolean {
  const { phone, email, status, homeChannel, platform, levelMin } = filters;
  const createdMs = msOf(member.createTime) ?? 0;
  return (
    same(member.phone, phone) &&
    same(member.email, email) &&
    same(String(member.status), status) &&
    same(member.homeChannel, homeChannel) &&
    (platform === undefined ||
      member.accounts.some((each) => each.account?.platform === platform)) &&
    (levelMin === undefined || member.level >= levelMin) &&
    createdMs >= (filters.createdAfterMs ?? -Infinity) &&
    createdMs < (filters.createdBeforeMs ?? Infinity)
  );
}

function same(value: string, wanted: string | undefined): boolean {
  return wanted === undefined || value === wanted;
}
