// The system of record, over the wire. Each pool of calls has its own bound, so that reads of one
// class cannot use up what another needs.
import {
  type Account,
  type MemberId,
  type MemberRow__Output,
  parseMemberId,
  type Services,
} from '@member-mesh/contracts';
import { Bulkhead, BulkheadFull, chunk } from '@member-mesh/kernel';
import { MeshError, type RequestOptions, type RpcClient } from '@member-mesh/rpc';

import {
  type RecordMember,
  type RecordPool,
  type RecordReader,
  type ResolvedAccount,
  SourceBusy,
  SourceUnavailable,
} from '../../app/sources.ts';

type RecordTypes = NonNullable<Services['record']['types']>;
export type RecordClient = RpcClient<RecordTypes['definition'], RecordTypes['handlers']>;

export interface RpcRecordReaderOptions {
  /** Over connections of their own, so that no class waits behind another. */
  clients: Readonly<Record<RecordPool, RecordClient>>;
  /** Calls at once for orders and operations; marketing has a quarter of it. */
  concurrencyMax: number;
  /** After half of it another member-write is asked as well. */
  timeoutMs: number;
  /** Told after each attempt to reach it. */
  onReached: (reached: boolean) => void;
}

const IDS_PER_CALL = 1_000;
const QUEUE_PER_RUNNING = 8;
const MARKETING_SHARE = 0.25;
const AWAIT_PUBLISHED_TIMEOUT_MS = 3_000;
/** UNAVAILABLE of a record that is there: its rows are held by others, or its time was up. */
const BUSY_REASONS: ReadonlySet<string> = new Set(['WRITE_CONTENDED', 'WRITE_TOO_SLOW']);

export class RpcRecordReader implements RecordReader {
  readonly #options: RpcRecordReaderOptions;
  readonly #pools: Readonly<Record<RecordPool, Bulkhead>>;

  constructor(options: RpcRecordReaderOptions) {
    this.#options = options;
    const pool = (share: number): Bulkhead => {
      const concurrencyMax = Math.max(1, Math.floor(options.concurrencyMax * share));
      return new Bulkhead({ concurrencyMax, queueMax: concurrencyMax * QUEUE_PER_RUNNING });
    };
    this.#pools = { order: pool(1), marketing: pool(MARKETING_SHARE) };
  }

  async readMembers(
    ids: readonly MemberId[],
    pool: RecordPool,
  ): Promise<Map<string, RecordMember>> {
    const client = this.#options.clients[pool];
    const answers = await Promise.all(
      chunk(ids, IDS_PER_CALL).map((memberIds) =>
        this.#ask(pool, () => client.ReadMembers({ memberIds }, this.#asking())),
      ),
    );
    const rows = answers.flatMap(({ members }) => members.map(memberOf));
    return new Map(rows.map((row) => [row.memberId, row]));
  }

  async readAccounts(accounts: readonly Account[], pool: RecordPool): Promise<ResolvedAccount[]> {
    const client = this.#options.clients[pool];
    const answers = await Promise.all(
      chunk(accounts, IDS_PER_CALL).map((part) =>
        this.#ask(pool, () => client.ReadAccounts({ accounts: part }, this.#asking())),
      ),
    );
    return answers.flatMap(({ results }) =>
      results.map(({ version, member, quarantined }) => {
        return { version, quarantined, member: member ? memberOf(member) : undefined };
      }),
    );
  }

  async awaitPublished(): Promise<number> {
    const answer = await this.#reach(() =>
      this.#options.clients.order.AwaitPublished({}, { timeoutMs: AWAIT_PUBLISHED_TIMEOUT_MS }),
    );
    return answer.streamSequence;
  }

  #asking(): RequestOptions {
    const { timeoutMs } = this.#options;
    return { timeoutMs, hedgeAfterMs: timeoutMs / 2 };
  }

  async #ask<T>(pool: RecordPool, call: () => Promise<T>): Promise<T> {
    try {
      return await this.#pools[pool].run(() => this.#reach(call));
    } catch (error) {
      if (!(error instanceof BulkheadFull)) throw error;
      throw new SourceBusy(`the record is busy: ${error.message}`, { cause: error });
    }
  }

  async #reach<T>(call: () => Promise<T>): Promise<T> {
    try {
      const answer = await call();
      this.#options.onReached(true);
      return answer;
    } catch (error) {
      if (!(error instanceof MeshError)) throw error;
      const { kind, reason } = error;
      this.#options.onReached(kind !== 'UNAVAILABLE' && kind !== 'DEADLINE_EXCEEDED');
      if (kind === 'UNAVAILABLE' && !BUSY_REASONS.has(reason)) {
        throw new SourceUnavailable(`the record: ${error.message}`, { cause: error });
      }
      // Too slow is not away: whether it is cannot be told, and only what is away is stood in for.
      throw new SourceBusy(`the record is busy: ${error.message}`, { cause: error });
    }
  }
}

function memberOf(row: MemberRow__Output): RecordMember {
  const memberId = parseMemberId(row.memberId);
  if (memberId === undefined) throw new SourceUnavailable('the record sent a row without an id');
  return { memberId, version: row.version, bytes: Buffer.from(row.member) };
}
