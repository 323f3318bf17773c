// Who held which account when writes were last answered. Of accounts and members drawn blindly,
// most registrations and unbindings are refused: the account is bound already, or to somebody else.
// Half of them go by this instead, and half of them blindly, for what is known here may be old.
import type { MemberView } from '../checker/history.ts';
import type { Dice } from './dice.ts';

export interface Held {
  account: string;
  memberId: string;
}

export class Holders {
  readonly #holders = new Map<string, string>();

  learn({ memberId, accounts }: MemberView): void {
    for (const [account, holder] of this.#holders) {
      if (holder === memberId) this.#holders.delete(account);
    }
    for (const account of accounts) this.#holders.set(account, memberId);
  }

  /** An account that nobody seems to hold; every other time undefined, or when there is none. */
  free(dice: Dice, accounts: readonly string[]): string | undefined {
    const free = accounts.filter((account) => !this.#holders.has(account));
    return everyOtherTime(dice, free);
  }

  /** An account with who seems to hold it; every other time undefined, or when there is none. */
  held(dice: Dice): Held | undefined {
    const held = [...this.#holders].map(([account, memberId]) => ({ account, memberId }));
    return everyOtherTime(dice, held);
  }
}

function everyOtherTime<T>(dice: Dice, list: readonly T[]): T | undefined {
  return dice.number(2) === 0 && list.length > 0 ? dice.pick(list) : undefined;
}
