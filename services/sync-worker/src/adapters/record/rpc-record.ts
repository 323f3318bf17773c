// The system of record, over the wire.
import { accountKey, type Contracts, type ServiceContract } from '@member-mesh/contracts';
import { MeshError, type ErrorKind, type RpcClient } from '@member-mesh/rpc';

import {
  TierUnavailable,
  type RecordPage,
  type RecordRow,
  type RecordSource,
} from '../../app/ports.ts';
import type { RowDecoder } from '../../app/row-decoder.ts';

type RecordContract = Contracts['services']['record'];
export type RecordClient =
  RecordContract extends ServiceContract<infer D, infer H> ? RpcClient<D, H> : never;

const SCAN_TIMEOUT_MS = 10_000;
const READ_TIMEOUT_MS = 10_000;
const PUBLISHED_TIMEOUT_MS = 30_000;

const PASSING: readonly ErrorKind[] = [
  'UNAVAILABLE',
  'DEADLINE_EXCEEDED',
  'RESOURCE_EXHAUSTED',
  'ABORTED',
  'CANCELLED',
];

export interface RpcRecordOptions {
  client: RecordClient;
  decoder: RowDecoder;
  /** Told of a row without a key that could be indexed. */
  onUnusableRow: (reason: string) => void;
}

export class RpcRecord implements RecordSource {
  readonly #options: RpcRecordOptions;

  constructor(options: RpcRecordOptions) {
    this.#options = options;
  }

  async scan(
    shard: number,
    page: { token: string | undefined; size: number },
    signal: AbortSignal,
  ): Promise<RecordPage> {
    const { client, decoder, onUnusableRow } = this.#options;
    const request = { shard, pageToken: page.token ?? '', pageSize: page.size };
    const answer = await this.#reaching(
      client.ScanShard(request, { timeoutMs: SCAN_TIMEOUT_MS, signal }),
      signal,
    );
    const rows: RecordRow[] = [];
    for (const change of answer.rows) {
      const row = decoder.change(change);
      if (row.kind === 'unknown') onUnusableRow(row.reason);
      else rows.push(row);
    }
    return { rows, nextPageToken: answer.nextPageToken || undefined };
  }

  async isEmpty(signal: AbortSignal): Promise<boolean> {
    const options = { timeoutMs: READ_TIMEOUT_MS, signal };
    return (await this.#reaching(this.#options.client.CheckEmpty({}, options), signal)).empty;
  }

  async knownMembers(ids: readonly string[], signal: AbortSignal): Promise<Set<string>> {
    const { client } = this.#options;
    const options = { timeoutMs: READ_TIMEOUT_MS, signal };
    const reading = client.ReadMembers({ memberIds: [...ids] }, options);
    const { members } = await this.#reaching(reading, signal);
    return new Set(members.map((member) => member.memberId));
  }

  async knownAccounts(keys: readonly string[], signal: AbortSignal): Promise<Set<string>> {
    const { client } = this.#options;
    // A platform has no colon, an account id may.
    const accounts = keys.map((key) => {
      const colon = key.indexOf(':');
      return { platform: key.slice(0, colon), accountId: key.slice(colon + 1) };
    });
    const options = { timeoutMs: READ_TIMEOUT_MS, signal };
    const { results } = await this.#reaching(client.ReadAccounts({ accounts }, options), signal);
    const known = results.filter((result) => result.version > 0 && result.account);
    return new Set(known.map(({ account }) => (account ? accountKey(account) : '')));
  }

  async awaitPublished(signal: AbortSignal): Promise<number> {
    const options = { timeoutMs: PUBLISHED_TIMEOUT_MS, signal };
    const waiting = this.#options.client.AwaitPublished({}, options);
    return (await this.#reaching(waiting, signal)).streamSequence;
  }

  async #reaching<T>(call: Promise<T>, signal: AbortSignal): Promise<T> {
    try {
      return await call;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof MeshError) || !PASSING.includes(error.kind)) throw error;
      throw new TierUnavailable(`the record: ${error.message}`, { cause: error });
    }
  }
}
