// The system of record of the simulation: two members and an account that moves between them, its
// change stream, and what was acknowledged when. It can be away, or be too busy to answer.
import {
  type Account,
  loadContracts,
  type MemberId,
  parseAccount,
  parseMemberId,
} from '@member-mesh/contracts';

import { type RecordReader, SourceBusy, SourceUnavailable } from '../src/app/sources.ts';
import { keyOfAccount, memberKey } from '../src/domain/cache-key.ts';
import type { Turns } from './turns.ts';

export interface Change {
  name: string;
  version: number;
  payload: Buffer;
}

export type RecordState = 'up' | 'away' | 'busy';

interface Acknowledgement {
  atMs: number;
  version: number;
}

const messages = loadContracts().messages;

export class SimulatedRecord {
  readonly account: Account;
  /** Whose account it was at each of its versions; '' is nobody's. */
  readonly owners: string[] = [''];
  /** For each member, at each of its versions, whether it lists the account. */
  readonly listings = new Map<string, boolean[]>();
  readonly stream: Change[] = [];
  state: RecordState = 'up';
  /** When it last refused to answer so. */
  readonly failedMs = { away: -Infinity, busy: -Infinity };
  readonly #turns: Turns;
  readonly #nowMs: () => number;
  readonly #busy: (message: string) => Error;
  readonly #acknowledged = new Map<string, Acknowledgement[]>();
  #outbox: Change[] = [];

  constructor(options: {
    account: Account;
    turns: Turns;
    nowMs: () => number;
    busy: (message: string) => Error;
  }) {
    this.account = options.account;
    this.#turns = options.turns;
    this.#nowMs = options.nowMs;
    this.#busy = options.busy;
  }

  /** The member that has the account and lists it; '' for nobody, and for an orphan. */
  holder(): string {
    const owner = this.owners.at(-1) ?? '';
    return this.listings.get(owner)?.at(-1) === true ? owner : '';
  }

  /** Commits a member's next version, which lists the account as before unless told. */
  commitMember(memberId: MemberId, lists?: boolean): Change {
    const listings = this.listings.get(memberId) ?? [false];
    this.listings.set(memberId, listings);
    listings.push(lists ?? listings.at(-1) ?? false);
    const version = listings.length - 1;
    const payload = this.#encoded(memberId, version);
    return this.#committed({ name: memberKey(memberId).name, version, payload });
  }

  /** Commits the account's next row. */
  commitAccount(owner: string): Change {
    this.owners.push(owner);
    const version = this.owners.length - 1;
    const { name } = keyOfAccount(this.account);
    return this.#committed({ name, version, payload: Buffer.from(owner) });
  }

  /** One change reaches the stream, whichever it is. */
  publish(random: () => number): void {
    const [change] = this.#outbox.splice(Math.floor(random() * this.#outbox.length), 1);
    if (change) this.stream.push(change);
  }

  acknowledge({ name, version }: Change): void {
    const before = this.#acknowledged.get(name) ?? [];
    const last = before.at(-1)?.version ?? 0;
    before.push({ atMs: this.#nowMs(), version: Math.max(last, version) });
    this.#acknowledged.set(name, before);
  }

  /** The version that was acknowledged by then; 0 when none was. */
  acknowledgedAt(name: string, atMs: number): number {
    return this.#acknowledged.get(name)?.findLast((each) => each.atMs <= atMs)?.version ?? 0;
  }

  reader(): RecordReader {
    return {
      readMembers: (ids) =>
        this.#answer(() => {
          return new Map(ids.flatMap((id) => (this.listings.has(id) ? [[id, this.#row(id)]] : [])));
        }),
      readAccounts: (accounts) =>
        this.#answer(() => {
          const holder = this.holder();
          const member = holder === '' ? undefined : this.#row(holder as MemberId);
          const version = this.owners.length - 1;
          return accounts.map(() => ({ version, member, quarantined: false }));
        }),
      awaitPublished: () =>
        this.#answer(() => {
          while (this.#outbox.length > 0) this.publish(() => 0);
          return this.stream.length;
        }),
    };
  }

  async #answer<T>(read: () => T): Promise<T> {
    await this.#turns.wait();
    if (this.state !== 'up') {
      this.failedMs[this.state] = this.#nowMs();
      if (this.state === 'away') throw new SourceUnavailable('the record is away');
      throw this.#busy('the record is busy');
    }
    const answer = read();
    await this.#turns.wait();
    return answer;
  }

  #row(memberId: MemberId) {
    const version = (this.listings.get(memberId)?.length ?? 1) - 1;
    return { memberId, version, bytes: this.#encoded(memberId, version) };
  }

  #encoded(memberId: string, version: number): Buffer {
    const lists = this.listings.get(memberId)?.[version] === true;
    const accounts = lists ? [{ account: this.account }] : [];
    return messages.member.encode({ memberId, version, accounts });
  }

  #committed(change: Change): Change {
    this.#outbox.push(change);
    return change;
  }
}

/** What a record that can be reached and does not answer throws. */
export function busy(message: string): Error {
  return new SourceBusy(message);
}

/** Members whose keys lie in one bucket. */
export function membersIn(bucket: number, count: number): MemberId[] {
  const found: MemberId[] = [];
  for (let id = 1; found.length < count; id++) {
    const memberId = parseMemberId(String(id));
    if (memberId && memberKey(memberId).bucket === bucket) found.push(memberId);
  }
  return found;
}

/** An account whose key lies in the bucket. */
export function accountIn(bucket: number): Account {
  for (let serial = 1; ; serial++) {
    const account = parseAccount({ platform: 'wechat', accountId: `o${serial}` });
    if (account && keyOfAccount(account).bucket === bucket) return account;
  }
}
