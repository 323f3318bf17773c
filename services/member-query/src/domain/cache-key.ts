// Names of cache keys. Every key lies in one of 128 buckets, together with its bucket's state and
// pins in one Redis slot, so that a script sees all three. All processes must agree on this file.
import { type Account, accountKey, type MemberId } from '@member-mesh/contracts';

export const BUCKETS = 128;

export type CacheKey = { readonly name: string; readonly bucket: number } & (
  | { readonly kind: 'member'; readonly memberId: MemberId }
  | { readonly kind: 'account'; readonly account: Account }
);

export function memberKey(memberId: MemberId): CacheKey & { kind: 'member' } {
  const bucket = bucketOf(memberId);
  return { kind: 'member', memberId, bucket, name: `{b${bucket}}:m:${memberId}` };
}

export function keyOfAccount(account: Account): CacheKey & { kind: 'account' } {
  const text = accountKey(account);
  const bucket = bucketOf(text);
  return { kind: 'account', account, bucket, name: `{b${bucket}}:a:${text}` };
}

export function stateName(bucket: number): string {
  return `{b${bucket}}:gen`;
}

export function pinsName(bucket: number): string {
  return `{b${bucket}}:pins`;
}

/** What people read: "member:123" or "account:wechat:o6_bm". */
export function shownKey(key: CacheKey): string {
  return key.kind === 'member' ? `member:${key.memberId}` : `account:${accountKey(key.account)}`;
}

// FNV-1a over UTF-16 units, its bits mixed once more because ids differ in their last digits.
function bucketOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) & (BUCKETS - 1);
}
