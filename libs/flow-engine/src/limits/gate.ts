// What one flow rule asks of a call, whatever the rule is. First every gate of a call is asked,
// then every gate takes: a call refused by the last gate has taken nothing from the first.

export interface Gate {
  readonly threshold: number;
  /** How many numbers a `take` leaves in a ticket. */
  readonly receiptLength: number;
  /** How much of the threshold is in use. */
  usedAt(nowMs: number): number;
  /** Whether a cost could ever pass, however long it waits. */
  admits(cost: number): boolean;
  /**
   * The instant from which `cost` would be let in if nothing else was: `nowMs` when it is let in
   * now, Infinity when no instant can be told.
   */
  passesAt(cost: number, nowMs: number): number;
  /**
   * Charges a cost that passes now, appends its receipt, and returns the instant at which the call
   * may run.
   */
  take(cost: number, nowMs: number, receipts: number[]): number;
  /** Undoes a `take` whose receipt stands at `at`. */
  giveBack(cost: number, receipts: readonly number[], at: number): void;
  /** A call that took has ended. */
  end(): void;
}
