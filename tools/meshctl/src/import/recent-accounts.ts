// Remembers which row of the file named an account first, for as many accounts as fit a bound: a
// refused duplicate can then say which row it duplicates, whatever the length of the file.
import { accountKey } from '@member-mesh/contracts';
import type { ImportedAccount } from './imported-member.ts';

export interface SeenAccount {
  line: number;
  row: number;
}

export class RecentAccounts {
  readonly #halfMax: number;
  /** Two halves: forgetting the older one as a whole costs nothing, one entry at a time would. */
  #newer = new Map<string, SeenAccount>();
  #older = new Map<string, SeenAccount>();

  constructor(max: number) {
    this.#halfMax = max / 2;
  }

  remember(accounts: readonly ImportedAccount[], seen: SeenAccount): void {
    if (this.#newer.size >= this.#halfMax) {
      this.#older = this.#newer;
      this.#newer = new Map();
    }
    for (const account of accounts) this.#newer.set(accountKey(account), seen);
  }

  /** The first of the accounts that an earlier row has, and that row. */
  find(accounts: readonly ImportedAccount[], row: number): [string, SeenAccount] | undefined {
    for (const account of accounts) {
      const key = accountKey(account);
      const seen = this.#newer.get(key) ?? this.#older.get(key);
      if (seen && seen.row < row) return [key, seen];
    }
    return undefined;
  }
}
