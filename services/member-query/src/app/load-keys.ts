// Answers keys that the cache has no value for: from an index where it is known to be current for
// the key, else from the record; brings what it found into the cache.
//
// An index is asked only where the bucket's state proves that it has every version that is fenced
// no more; then its answer is current unless the key's own fence says otherwise (`min`).
import { type CacheKey, shownKey } from '../domain/cache-key.ts';
import { type Cluster, CLUSTERS } from '../domain/bucket-state.ts';
import type { KeyAnswer, Source, TrafficClass, Wanted } from './answers.ts';
import { CACHE_SETTINGS, type CacheCenter } from './cache-center.ts';
import type { ReadObserver } from './read-observer.ts';
import {
  type IndexAnswer,
  type IndexReader,
  type RecordMember,
  type RecordReader,
  type ResolvedAccount,
  SourceBusy,
  SourceUnavailable,
} from './sources.ts';

/** A key to load and what is known of it. */
export interface Load {
  key: CacheKey;
  /**
   * Bits of the clusters whose answer is current when not older than `min`; 0: only the record is.
   */
  readable: number;
  /** The least version that a write is known to have left; an older answer is none. */
  min: number;
  /** The key's cache cannot be believed, so that even of fences nothing is known. */
  cacheAway: boolean;
  /** What a fill must show; empty: the answer is not brought into the cache. */
  token: string;
}

export interface LoadKeysOptions {
  cache: CacheCenter;
  indices: readonly IndexReader[];
  /** Those that may be asked for a class, the first first; none while it is shed. */
  clustersFor: (trafficClass: TrafficClass) => readonly Cluster[];
  record: RecordReader;
  observer: ReadObserver;
  /** Since when, at most, an index may lack changes, by `nowMs`. */
  indexCurrentMs: (cluster: Cluster) => number;
  nowMs: () => number;
  /** A fraction from 0 to 1 that spreads expiry. */
  fraction: () => number;
}

const SOURCES: Record<Cluster, Source> = {
  'order-a': 'INDEX',
  'order-b': 'BACKUP_INDEX',
  marketing: 'MARKETING_INDEX',
};
const SHED = 'marketing is shed until a cluster that serves no orders can answer it';
const FILLS_IN_FLIGHT_MAX = 2_000;
const TTL_SPREAD = 0.2;

export class LoadKeys {
  readonly #options: LoadKeysOptions;
  #fillsInFlight = 0;

  constructor(options: LoadKeysOptions) {
    this.#options = options;
  }

  /** One answer for each load, in their order. Never rejects on an unreachable tier. */
  async run(
    loads: readonly Load[],
    trafficClass: TrafficClass,
    wanted: Wanted,
  ): Promise<KeyAnswer[]> {
    if (this.isShed(trafficClass)) return loads.map(() => unavailable(SHED));
    const answers = new Array<KeyAnswer | 'behind' | undefined>(loads.length).fill(undefined);
    for (const cluster of this.#options.clustersFor(trafficClass)) {
      await this.#fromIndex(loads, answers, cluster);
    }
    const open = loads.filter((_, at) => isOpen(answers[at]));
    const rest = await this.#fromRecord(open, trafficClass, wanted);
    let next = 0;
    return answers.map((answer) => {
      if (answer !== undefined && answer !== 'behind') return answer;
      return rest[next++] ?? unavailable('no tier was asked');
    });
  }

  /** No index may be asked for the class, and the record does not stand in for them. */
  isShed(trafficClass: TrafficClass): boolean {
    return this.#options.clustersFor(trafficClass).length === 0;
  }

  /** The record's word on the keys. Rejects with SourceUnavailable. */
  async record(loads: readonly Load[], trafficClass: TrafficClass): Promise<KeyAnswer[]> {
    const { record } = this.#options;
    const pool = trafficClass === 'marketing' ? 'marketing' : 'order';
    const keys = loads.map(({ key }) => key);
    const ids = keys.flatMap((key) => (key.kind === 'member' ? [key.memberId] : []));
    const accounts = keys.flatMap((key) => (key.kind === 'account' ? [key.account] : []));
    const [members, resolved] = await Promise.all([
      ids.length > 0 ? record.readMembers(ids, pool) : new Map<string, RecordMember>(),
      accounts.length > 0 ? record.readAccounts(accounts, pool) : [],
    ]);
    let nextAccount = 0;
    return loads.map((load) => {
      const { key } = load;
      if (key.kind === 'member') return this.#storedMember(load, members.get(key.memberId));
      return this.#storedAccount(load, resolved[nextAccount++]);
    });
  }

  /** What an index has that is not older than `min`, with how old it may be. */
  async stale(loads: readonly Load[], trafficClass: TrafficClass): Promise<KeyAnswer[]> {
    const answers = loads.map<KeyAnswer>(({ key }) => {
      return unavailable(`neither the record nor an index can answer for ${shownKey(key)}`);
    });
    for (const cluster of this.#options.clustersFor(trafficClass)) {
      const open = loads.flatMap((_, at) => (answers[at]?.state === 'unavailable' ? [at] : []));
      const asked = open.flatMap((at) => loads[at]?.key ?? []);
      const { nowMs, indexCurrentMs } = this.#options;
      // What the index comes to while it answers is not in its answer.
      const currentMs = indexCurrentMs(cluster);
      const found = await this.#ask(cluster, asked);
      const staleMs = Math.max(0, nowMs() - currentMs);
      found?.forEach((answer, index) => {
        const at = open[index] ?? -1;
        const load = loads[at];
        if (!load || answer.state === 'unknown' || versionOf(answer) < load.min) return;
        answers[at] = { ...answer, source: SOURCES[cluster], staleMs };
      });
    }
    return answers;
  }

  async #fromIndex(
    loads: readonly Load[],
    answers: (KeyAnswer | 'behind' | undefined)[],
    cluster: Cluster,
  ): Promise<void> {
    const bit = 1 << CLUSTERS.indexOf(cluster);
    const open = loads.flatMap((load, at) =>
      answers[at] === undefined && (load.readable & bit) !== 0 ? [at] : [],
    );
    const found = await this.#ask(
      cluster,
      open.flatMap((at) => loads[at]?.key ?? []),
    );
    found?.forEach((answer, index) => {
      const at = open[index] ?? -1;
      const load = loads[at];
      if (!load || answer.state === 'unknown') return;
      const version = versionOf(answer);
      if (version < load.min) {
        // The write is newer than the index; another index is hardly further.
        answers[at] = 'behind';
        return;
      }
      answers[at] = { ...answer, source: SOURCES[cluster], staleMs: undefined };
      this.#fill(load, version, answer.state === 'found' ? answer.payload : undefined);
    });
  }

  async #ask(cluster: Cluster, keys: readonly CacheKey[]): Promise<IndexAnswer[] | undefined> {
    const index = this.#options.indices.find((each) => each.cluster === cluster);
    if (keys.length === 0 || !index?.serving()) return undefined;
    try {
      return await index.read(keys);
    } catch (error) {
      if (error instanceof SourceUnavailable) return undefined;
      throw error;
    }
  }

  async #fromRecord(
    loads: readonly Load[],
    trafficClass: TrafficClass,
    wanted: Wanted,
  ): Promise<KeyAnswer[]> {
    if (loads.length === 0) return [];
    try {
      return await this.record(loads, trafficClass);
    } catch (error) {
      if (!(error instanceof SourceUnavailable)) throw error;
      // Older than what was acknowledged is an answer only while a tier is away.
      const busy = error instanceof SourceBusy;
      const standIn = ({ cacheAway }: Load): boolean => wanted !== 'proof' && (!busy || cacheAway);
      const older = await this.#older(loads.filter(standIn), trafficClass, wanted);
      let next = 0;
      return loads.map((load) => {
        const answer = standIn(load) ? older[next++] : undefined;
        return answer ?? unavailable(error.message);
      });
    }
  }

  async #older(
    loads: readonly Load[],
    trafficClass: TrafficClass,
    wanted: Wanted,
  ): Promise<KeyAnswer[]> {
    const answers = await this.stale(loads, trafficClass);
    // That something is not there is believed only of a tier that is current.
    return answers.map((answer, at) => {
      if (answer.state !== 'absent' || wanted === 'available') return answer;
      const shown = loads[at] ? shownKey(loads[at].key) : '';
      return unavailable(`the record does not answer, and the index may lack ${shown}`);
    });
  }

  #storedMember(load: Load, member: RecordMember | undefined): KeyAnswer {
    const origin = { source: 'STORE', staleMs: undefined } as const;
    this.#fill(load, member?.version ?? 0, member?.bytes);
    if (!member) return { state: 'absent', ...origin };
    return { state: 'found', version: member.version, payload: member.bytes, ...origin };
  }

  #storedAccount(load: Load, account: ResolvedAccount | undefined): KeyAnswer {
    if (!account) return unavailable('the record left an account out');
    const { version, member } = account;
    if (member) this.#fill(load, version, Buffer.from(member.memberId));
    // A row that resolves to nobody may name a member that does not list the account, or will in a
    // moment, without a newer version: only a row that never was is known by its version alone.
    else if (version === 0) this.#fill(load, 0, undefined);
    return { state: 'resolved', account, source: 'STORE', staleMs: undefined };
  }

  #fill({ key, token }: Load, version: number, payload: Buffer | undefined): void {
    const { cache, observer, fraction } = this.#options;
    if (token === '') return;
    if (this.#fillsInFlight >= FILLS_IN_FLIGHT_MAX) return observer.filled('skipped');
    const { valueTtlMs, absentTtlMs } = CACHE_SETTINGS;
    const spread = 1 - TTL_SPREAD / 2 + TTL_SPREAD * fraction();
    const ttlMs = Math.round((payload ? valueTtlMs : absentTtlMs) * spread);
    this.#fillsInFlight++;
    cache
      .fill(key, { token, version, payload, ttlMs })
      .then(
        (outcome) => observer.filled(outcome),
        () => observer.filled('failed'),
      )
      .finally(() => this.#fillsInFlight--);
  }
}

/** Absent counts as version 0. */
function versionOf(answer: IndexAnswer & { state: 'found' | 'absent' }): number {
  return answer.state === 'found' ? answer.version : 0;
}

function isOpen(answer: KeyAnswer | 'behind' | undefined): boolean {
  return answer === undefined || answer === 'behind';
}

export function unavailable(detail: string): KeyAnswer & { state: 'unavailable' } {
  return { state: 'unavailable', detail };
}
