// Writes generated members in the two forms that an import reads.
import { formatAccounts } from '../import/account-list.ts';
import type { ImportedMember } from '../import/imported-member.ts';
import { GENERATED_ATTRIBUTES } from './member-generator.ts';

export const FILE_FORMATS = ['csv', 'ndjson'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

export interface MemberFormat {
  /** What a file begins with. */
  head: string;
  line(member: ImportedMember): string;
}

export const memberFormats: Readonly<Record<FileFormat, MemberFormat>> = {
  csv: { head: csvHead(), line: csvLine },
  ndjson: { head: '', line: ndjsonLine },
};

function csvHead(): string {
  const attributes = GENERATED_ATTRIBUTES.map((key) => `attribute.${key}`);
  const columns = ['display_name', 'phone', 'email', 'level', 'home_channel', 'accounts'];
  return `${[...columns, ...attributes].join(',')}\n`;
}

function csvLine(member: ImportedMember): string {
  const cells = [
    member.displayName,
    member.phone,
    member.email,
    String(member.level),
    member.homeChannel,
    formatAccounts(member.accounts),
    ...GENERATED_ATTRIBUTES.map((key) => member.attributes[key] ?? ''),
  ];
  return `${cells.map(csvCell).join(',')}\n`;
}

/** RFC 4180: quoted where it must be, quotes doubled. */
function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function ndjsonLine(member: ImportedMember): string {
  const row = {
    display_name: member.displayName,
    phone: member.phone,
    email: member.email,
    level: member.level,
    home_channel: member.homeChannel,
    accounts: member.accounts.map((account) => ({
      platform: account.platform,
      account_id: account.accountId,
    })),
    attributes: member.attributes,
  };
  return `${JSON.stringify(row)}\n`;
}
