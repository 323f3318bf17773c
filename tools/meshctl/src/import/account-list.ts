// Several accounts in one cell: "wechat:o6_x|app-ly:42". The platform ends at the first colon; a
// '|' or a '\' within an account id is written as "\|" or "\\", for account ids may hold any
// character.
import type { ImportedAccount } from './imported-member.ts';

export function formatAccounts(accounts: readonly ImportedAccount[]): string {
  return accounts
    .map(({ platform, accountId }) => `${platform}:${accountId.replace(/[|\\]/g, '\\$&')}`)
    .join('|');
}

/** "platform:account_id"; undefined when there is no colon. */
export function parseAccount(text: string): ImportedAccount | undefined {
  const colon = text.indexOf(':');
  if (colon < 0) return undefined;
  return { platform: text.slice(0, colon), accountId: text.slice(colon + 1) };
}

/** The accounts of a cell; undefined when an entry has no colon or a '\' escapes nothing. */
export function parseAccounts(text: string): ImportedAccount[] | undefined {
  const accounts: ImportedAccount[] = [];
  for (const entry of splitEntries(text) ?? ['']) {
    const account = parseAccount(entry);
    if (account === undefined) return undefined;
    accounts.push(account);
  }
  return accounts;
}

/** The entries without their escapes; undefined when a '\' escapes nothing. */
function splitEntries(text: string): string[] | undefined {
  if (!text.includes('\\')) return text.split('|');
  const entries = [''];
  for (let index = 0; index < text.length; index++) {
    const letter = text.charAt(index);
    if (letter === '|') {
      entries.push('');
      continue;
    }
    if (letter === '\\') index++;
    const escaped = text.charAt(index);
    if (letter === '\\' && escaped !== '|' && escaped !== '\\') return undefined;
    entries.push((entries.pop() ?? '') + escaped);
  }
  return entries;
}
