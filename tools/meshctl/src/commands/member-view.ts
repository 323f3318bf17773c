// A member as a person reads it.
import { accountKey, type Member__Output, msOf } from '@member-mesh/contracts';
import { pairs } from '../output/table.ts';

export function renderMember(member: Member__Output): string {
  const accounts = member.accounts.map(({ account, quarantined }) => {
    const name = account ? accountKey(account) : '';
    return quarantined ? `${name} (quarantined)` : name;
  });
  const attributes = Object.entries(member.attributes).map(([key, value]) => `${key}=${value}`);
  const rows: [string, string | number][] = [
    ['member_id', member.memberId],
    ['version', member.version],
    ['status', member.status.replace('MEMBER_STATUS_', '')],
    ['display_name', member.displayName],
    ['phone', member.phone],
    ['email', member.email],
    ['level', member.level],
    ['home_channel', member.homeChannel],
    ['accounts', accounts.join(', ')],
    ['attributes', attributes.join(', ')],
    ['created', timeText(member.createTime)],
    ['updated', timeText(member.updateTime)],
    ['merged_into', member.mergedInto],
  ];
  return pairs(rows.filter(([, value]) => value !== ''));
}

export function timeText(time: Parameters<typeof msOf>[0]): string {
  const ms = msOf(time);
  return ms === undefined ? '' : new Date(ms).toISOString();
}
