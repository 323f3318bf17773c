// Which rows of an import can be written together. A row goes with the others only when nothing is
// known of its request id and its accounts, in the record or earlier in the batch; the rest is
// registered one by one, which knows how to refuse, to repeat and to take over.
import { type Account, accountKey } from '@member-mesh/contracts';

export interface PlannedRow {
  accounts: readonly Account[];
}

export function planImport<Row extends PlannedRow>(
  rows: readonly Row[],
  known: { isKnownRequest: (row: Row) => boolean; isKnownAccount: (account: Account) => boolean },
): { together: Row[]; alone: Row[] } {
  const taken = new Set<string>();
  const together: Row[] = [];
  const alone: Row[] = [];
  for (const row of rows) {
    const keys = row.accounts.map(accountKey);
    const fresh =
      !known.isKnownRequest(row) &&
      !row.accounts.some(known.isKnownAccount) &&
      !keys.some((key) => taken.has(key));
    (fresh ? together : alone).push(row);
    for (const key of keys) taken.add(key);
  }
  return { together, alone };
}
