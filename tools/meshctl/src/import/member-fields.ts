// From the named texts of a row to a member, or to everything that is wrong with them: the same
// bounds as the record keeps, told at once and with the field's name instead of one by one by the
// record.
import {
  ACCOUNT_ID_BYTES_MAX,
  accountKey,
  ACCOUNTS_PER_MEMBER_MAX,
  ATTRIBUTE_KEY_BYTES_MAX,
  ATTRIBUTE_VALUE_BYTES_MAX,
  DISPLAY_NAME_BYTES_MAX,
  EMAIL_BYTES_MAX,
  HOME_CHANNEL_LENGTH_MAX,
  violationsOfAccount,
  violationsOfProfile,
} from '@member-mesh/contracts';
import type { ImportedAccount, ImportedMember } from './imported-member.ts';
import type { RowContent, RowProblem } from './imported-row.ts';

/** The texts of one row, before anything is known about them. */
export interface MemberFields {
  displayName: string;
  phone: string;
  email: string;
  /** Digits, or empty for level 0. */
  level: string;
  homeChannel: string;
  attributes: Record<string, string>;
  accounts: ImportedAccount[];
}

/** The fields that are plain text, by their names in a file. */
export const TEXT_KEYS = {
  display_name: 'displayName',
  phone: 'phone',
  email: 'email',
  level: 'level',
  home_channel: 'homeChannel',
} as const;

/** Halves of accounts by what tells the pairs apart: "" or a number. */
export type AccountPairs = Map<string, Partial<ImportedAccount>>;

/** "+" and 15 digits. */
const PHONE_BYTES_MAX = 16;

export function emptyFields(): MemberFields {
  const attributes = Object.create(null) as Record<string, string>;
  const texts = { displayName: '', phone: '', email: '', level: '', homeChannel: '' };
  return { ...texts, attributes, accounts: [] };
}

/** Adds the accounts whose halves came apart; says which of them have only one. */
export function takePairs(fields: MemberFields, pairs: AccountPairs): RowProblem[] {
  const problems: RowProblem[] = [];
  for (const [pair, { platform, accountId }] of pairs) {
    if (platform !== undefined && accountId !== undefined) {
      fields.accounts.push({ platform, accountId });
      continue;
    }
    const missing = platform === undefined ? 'platform' : 'account_id';
    const field = pair === '' ? missing : `${missing}_${pair}`;
    problems.push(invalid(field, 'is empty while the other half of the account is not'));
  }
  return problems;
}

/** `problems` are those found on the way to the fields; with any, the row is refused. */
export function memberOf(fields: MemberFields, problems: RowProblem[]): RowContent {
  const accounts = withoutRepeats(fields.accounts);
  const level = /^\d*$/.test(fields.level.trim()) ? Number(fields.level) : Number.NaN;
  const member: ImportedMember = { ...fields, level, accounts };
  const sizes = sizeProblems(member);
  const known = new Set([...problems, ...sizes].map(({ field }) => field));
  const all = [...problems, ...sizes, ...valueProblems(member, known)];
  const [first, ...others] = all;
  if (first === undefined) return { kind: 'member', member };
  return { kind: 'refused', problems: [first, ...others] };
}

/** The same account twice in one row says nothing new. */
function withoutRepeats(accounts: readonly ImportedAccount[]): ImportedAccount[] {
  if (accounts.length < 2) return [...accounts];
  return [...new Map(accounts.map((account) => [accountKey(account), account])).values()];
}

function sizeProblems(member: ImportedMember): RowProblem[] {
  const sized: [field: string, text: string, bytesMax: number][] = [
    ['display_name', member.displayName, DISPLAY_NAME_BYTES_MAX],
    ['phone', member.phone, PHONE_BYTES_MAX],
    ['email', member.email, EMAIL_BYTES_MAX],
    ['home_channel', member.homeChannel, HOME_CHANNEL_LENGTH_MAX],
  ];
  for (const [key, value] of Object.entries(member.attributes)) {
    sized.push([`attribute.${shortened(key)}`, key, ATTRIBUTE_KEY_BYTES_MAX]);
    sized.push([`attribute.${shortened(key)}`, value, ATTRIBUTE_VALUE_BYTES_MAX]);
  }
  for (const [index, { accountId }] of member.accounts.entries()) {
    sized.push([`accounts[${index}].account_id`, accountId, ACCOUNT_ID_BYTES_MAX]);
  }
  return sized.flatMap(([field, text, bytesMax]): RowProblem[] => {
    const bytes = Buffer.byteLength(text);
    if (bytes <= bytesMax) return [];
    return [{ field, reason: 'FIELD_TOO_LARGE', detail: `${bytes} bytes; at most ${bytesMax}` }];
  });
}

function valueProblems(member: ImportedMember, known: ReadonlySet<string>): RowProblem[] {
  const problems: RowProblem[] = [];
  if (Number.isNaN(member.level)) problems.push(invalid('level', 'must be a number from 0 to 9'));
  const level = Number.isNaN(member.level) ? 0 : member.level;
  for (const violation of violationsOfProfile({ ...member, level }, 'profile')) {
    problems.push(invalid(violation.field.slice('profile.'.length), violation.description));
  }
  if (member.accounts.length === 0 && ![...known].some((field) => field.startsWith('account'))) {
    const detail = 'the row names no account, and nobody can be found without one';
    problems.push({ field: 'accounts', reason: 'ACCOUNT_MISSING', detail });
  }
  if (member.accounts.length > ACCOUNTS_PER_MEMBER_MAX) {
    problems.push(invalid('accounts', `must be at most ${ACCOUNTS_PER_MEMBER_MAX}`));
  }
  for (const [index, account] of member.accounts.entries()) {
    for (const { field, description } of violationsOfAccount(account, `accounts[${index}]`)) {
      problems.push(invalid(field, description));
    }
  }
  const tooLarge = (field: string): boolean =>
    known.has(field) || (field === 'attributes' && [...known].some(isAttribute));
  return problems.filter(({ field }) => !tooLarge(field));
}

function isAttribute(field: string): boolean {
  return field.startsWith('attribute.');
}

function invalid(field: string, detail: string): RowProblem {
  return { field, reason: 'INVALID_FIELD', detail };
}

/** A field's name is shown to people: one of a megabyte would not help them. */
export function shortened(name: string): string {
  return name.length <= 80 ? name : `${name.slice(0, 80)}…`;
}
