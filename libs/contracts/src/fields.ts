// The bounds that the public protos write beside their fields, as parsers: what comes out of them
// is known to be well-formed.
import type { AccountRef, AccountRef__Output, Member__Output } from './message-types.ts';

export const MEMBER_IDS_MAX = 500;
export const ACCOUNTS_MAX = 500;
export const OWNERSHIP_IDS_MAX = 100;
export const PAGE_SIZE_MAX = 200;
export const PAGE_SIZE_DEFAULT = 50;
export const REQUEST_ID_BYTES_MAX = 64;
export const PLATFORM_LENGTH_MAX = 32;
export const ACCOUNT_ID_BYTES_MAX = 128;
export const DISPLAY_NAME_BYTES_MAX = 256;
export const EMAIL_BYTES_MAX = 254;
export const HOME_CHANNEL_LENGTH_MAX = 64;
export const LEVEL_MAX = 9;
export const ATTRIBUTES_MAX = 32;
export const ATTRIBUTE_KEY_BYTES_MAX = 64;
export const ATTRIBUTE_VALUE_BYTES_MAX = 256;
export const ACCOUNTS_PER_MEMBER_MAX = 32;

declare const memberIdBrand: unique symbol;
/** Decimal digits of a number from 1 to 2^63 - 1, without leading zeros. */
export type MemberId = string & { readonly [memberIdBrand]: true };

declare const accountBrand: unique symbol;
/** A well-formed identity on one platform. */
export type Account = { readonly platform: string; readonly accountId: string } & {
  readonly [accountBrand]: true;
};

/** One bad field of a request: its path, such as "account.platform", and what is wrong. */
export interface FieldViolation {
  field: string;
  description: string;
}

const MEMBER_ID_MAX = '9223372036854775807';
const MEMBER_ID = /^[1-9][0-9]{0,18}$/;
const PLATFORM = /^[a-z0-9-]{1,32}$/;
const PHONE = /^\+[1-9][0-9]{4,14}$/;
const EMAIL = /^[^\s@\p{C}]+@[^\s@\p{C}]+$/u;
const HOME_CHANNEL = /^[a-z0-9._-]{1,64}$/;
const CONTROL = /\p{Cc}/u;

export function parseMemberId(text: string): MemberId | undefined {
  if (!MEMBER_ID.test(text)) return undefined;
  if (text.length === 19 && text > MEMBER_ID_MAX) return undefined;
  return text as MemberId;
}

export function parseAccount(ref: AccountRef | AccountRef__Output | null): Account | undefined {
  return ref && violationsOfAccount(ref, '').length === 0
    ? ({ platform: ref.platform, accountId: ref.accountId } as unknown as Account)
    : undefined;
}

/** "platform:account_id": the account's name in keys, documents and messages to people. */
export function accountKey(account: { platform: string; accountId: string }): string {
  return `${account.platform}:${account.accountId}`;
}

/** What is wrong with an AccountRef at `path`; empty when nothing is. */
export function violationsOfAccount(ref: AccountRef | null, path: string): FieldViolation[] {
  if (!ref) return [{ field: path, description: 'must be given' }];
  const at = path === '' ? '' : `${path}.`;
  const violations: FieldViolation[] = [];
  if (!PLATFORM.test(ref.platform ?? '')) {
    const description = `must be 1 to ${PLATFORM_LENGTH_MAX} lower-case letters, digits and '-'`;
    violations.push({ field: `${at}platform`, description });
  }
  const bytes = Buffer.byteLength(ref.accountId ?? '');
  if (bytes < 1 || bytes > ACCOUNT_ID_BYTES_MAX || CONTROL.test(ref.accountId ?? '')) {
    const description = `must be 1 to ${ACCOUNT_ID_BYTES_MAX} bytes without control characters`;
    violations.push({ field: `${at}account_id`, description });
  }
  return violations;
}

/** What is wrong with a request id; empty when nothing is. */
export function violationsOfRequestId(requestId: string): FieldViolation[] {
  const bytes = Buffer.byteLength(requestId);
  if (bytes >= 1 && bytes <= REQUEST_ID_BYTES_MAX) return [];
  return [{ field: 'request_id', description: `must be 1 to ${REQUEST_ID_BYTES_MAX} bytes` }];
}

/** What is wrong with a member id at `path`; empty when nothing is. */
export function violationsOfMemberId(memberId: string, path: string): FieldViolation[] {
  if (parseMemberId(memberId) !== undefined) return [];
  return [{ field: path, description: 'must be 1 to 19 decimal digits, at most 2^63 - 1' }];
}

type Profile = Pick<
  Member__Output,
  'displayName' | 'phone' | 'email' | 'level' | 'homeChannel' | 'attributes'
>;

/**
 * What is wrong with the fields of a profile at `path`; empty when nothing is. Unset fields are
 * fine.
 */
export function violationsOfProfile(profile: Profile, path: string): FieldViolation[] {
  const checks: [keyof Profile, string, boolean, string][] = [
    [
      'displayName',
      'display_name',
      Buffer.byteLength(profile.displayName) <= DISPLAY_NAME_BYTES_MAX &&
        !CONTROL.test(profile.displayName),
      `must be at most ${DISPLAY_NAME_BYTES_MAX} bytes without control characters`,
    ],
    ['phone', 'phone', profile.phone === '' || PHONE.test(profile.phone), 'must be E.164'],
    [
      'email',
      'email',
      profile.email === '' ||
        (EMAIL.test(profile.email) && Buffer.byteLength(profile.email) <= EMAIL_BYTES_MAX),
      `must be an address of at most ${EMAIL_BYTES_MAX} bytes`,
    ],
    [
      'level',
      'level',
      profile.level >= 0 && profile.level <= LEVEL_MAX,
      `must be 0 to ${LEVEL_MAX}`,
    ],
    [
      'homeChannel',
      'home_channel',
      profile.homeChannel === '' || HOME_CHANNEL.test(profile.homeChannel),
      `must be at most ${HOME_CHANNEL_LENGTH_MAX} lower-case letters, digits, '.', '_' and '-'`,
    ],
  ];
  const violations = checks
    .filter(([, , holds]) => !holds)
    .map(([, field, , description]) => ({ field: `${path}.${field}`, description }));
  return [...violations, ...violationsOfAttributes(profile.attributes, `${path}.attributes`)];
}

function violationsOfAttributes(
  attributes: Record<string, string>,
  path: string,
): FieldViolation[] {
  const pairs = Object.entries(attributes);
  if (pairs.length > ATTRIBUTES_MAX) {
    return [{ field: path, description: `must be at most ${ATTRIBUTES_MAX} pairs` }];
  }
  const fits = ([key, value]: [string, string]): boolean =>
    key !== '' &&
    Buffer.byteLength(key) <= ATTRIBUTE_KEY_BYTES_MAX &&
    Buffer.byteLength(value) <= ATTRIBUTE_VALUE_BYTES_MAX;
  const description =
    `must have keys of 1 to ${ATTRIBUTE_KEY_BYTES_MAX} bytes and values of at most ` +
    `${ATTRIBUTE_VALUE_BYTES_MAX}`;
  return pairs.every(fits) ? [] : [{ field: path, description }];
}
