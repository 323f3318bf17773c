// Where one member and its accounts stand in every tier, for people. A tier that cannot be reached
// is a row that says so.
import { type Account, type MemberId, parseAccount } from '@member-mesh/contracts';

import { type CacheKey, keyOfAccount, memberKey, shownKey } from '../domain/cache-key.ts';
import type { Entry } from '../domain/entry.ts';
import { type CacheCenter, CacheUnavailable } from './cache-center.ts';
import {
  type IndexAnswer,
  type IndexReader,
  type RecordReader,
  SourceUnavailable,
} from './sources.ts';

export interface TierRow {
  tier: string;
  key: string;
  state: string;
  version: number;
  minVersion: number;
  memberId: string;
  member: Buffer;
  detail: string;
}

export interface DescribeMemberOptions {
  record: RecordReader;
  indices: readonly IndexReader[];
  centers: readonly CacheCenter[];
  /** The accounts that an encoded member lists. */
  accountsOf: (member: Buffer) => { platform: string; accountId: string }[];
}

const NOTHING = {
  ...{ version: 0, minVersion: 0, memberId: '', detail: '' },
  member: Buffer.alloc(0),
};

export class DescribeMember {
  readonly #options: DescribeMemberOptions;

  constructor(options: DescribeMemberOptions) {
    this.#options = options;
  }

  async run(memberId: MemberId): Promise<TierRow[]> {
    const { indices, centers } = this.#options;
    const record = await this.#recordRow(memberId);
    const keys: CacheKey[] = [
      memberKey(memberId),
      ...this.#accounts(record.member).map(keyOfAccount),
    ];
    const rows = await Promise.all([
      this.#recordAccounts(keys),
      ...indices.map((index) => indexRows(index, keys)),
      ...centers.map((center) => cacheRows(center, keys)),
    ]);
    return [record, ...rows.flat()];
  }

  #accounts(member: Buffer): Account[] {
    return this.#options.accountsOf(member).flatMap((ref) => parseAccount(ref) ?? []);
  }

  async #recordRow(memberId: MemberId): Promise<TierRow> {
    const place = { tier: 'record', key: shownKey(memberKey(memberId)) };
    try {
      const found = (await this.#options.record.readMembers([memberId], 'order')).get(memberId);
      if (!found) return { ...NOTHING, ...place, state: 'absent' };
      const { version, bytes: member } = found;
      return { ...NOTHING, ...place, state: 'value', version, member };
    } catch (error) {
      return { ...NOTHING, ...place, ...unreachable(error) };
    }
  }

  async #recordAccounts(keys: readonly CacheKey[]): Promise<TierRow[]> {
    const accounts = keys.flatMap((key) => (key.kind === 'account' ? [key] : []));
    if (accounts.length === 0) return [];
    const placeOf = (key: CacheKey) => ({ ...NOTHING, tier: 'record', key: shownKey(key) });
    try {
      const asked = accounts.map(({ account }) => account);
      const resolved = await this.#options.record.readAccounts(asked, 'order');
      return accounts.map((key, at): TierRow => {
        const { version = 0, member, quarantined } = resolved[at] ?? {};
        const detail = quarantined ? 'quarantined' : '';
        const state = version === 0 ? 'absent' : 'value';
        return { ...placeOf(key), state, version, memberId: member?.memberId ?? '', detail };
      });
    } catch (error) {
      return accounts.map((key) => ({ ...placeOf(key), ...unreachable(error) }));
    }
  }
}

async function indexRows(index: IndexReader, keys: readonly CacheKey[]): Promise<TierRow[]> {
  const tier = `index/${index.cluster}`;
  try {
    const answers = await index.read(keys);
    return keys.map((key, at) => indexRow(tier, key, answers[at] ?? { state: 'unknown' }));
  } catch (error) {
    return keys.map((key) => ({ ...NOTHING, tier, key: shownKey(key), ...unreachable(error) }));
  }
}

function indexRow(tier: string, key: CacheKey, answer: IndexAnswer): TierRow {
  const place = { ...NOTHING, tier, key: shownKey(key) };
  if (answer.state === 'absent') return { ...place, state: 'absent' };
  if (answer.state === 'unknown') {
    return { ...place, state: 'unreachable', detail: 'set aside, or its shard cannot be read' };
  }
  const { version, payload } = answer;
  return { ...place, state: 'value', version, ...content(key, payload) };
}

async function cacheRows(center: CacheCenter, keys: readonly CacheKey[]): Promise<TierRow[]> {
  return Promise.all(keys.map((key) => cacheRow(center, key)));
}

async function cacheRow(center: CacheCenter, key: CacheKey): Promise<TierRow> {
  const place = { ...NOTHING, tier: `cache/${center.name}`, key: shownKey(key) };
  try {
    const { entry, generation } = await center.look(key);
    if (generation === undefined) return { ...place, state: 'absent', detail: 'no generation' };
    if (!entry || entry.generation < generation) return { ...place, state: 'absent' };
    const { version, min: minVersion } = entry;
    const seen = { ...place, state: stateOf(entry), version, minVersion, detail: pinOf(entry) };
    return entry.kind === 'value' ? { ...seen, ...content(key, entry.payload) } : seen;
  } catch (error) {
    return { ...place, ...unreachable(error) };
  }
}

function content(key: CacheKey, payload: Buffer): Partial<Pick<TierRow, 'member' | 'memberId'>> {
  return key.kind === 'member' ? { member: payload } : { memberId: payload.toString('latin1') };
}

function stateOf({ kind, locks }: Entry): string {
  if (locks.length > 0) return 'locked';
  return kind === 'absent' ? 'absent-cached' : kind;
}

function pinOf({ locks, stamp, token }: Entry): string {
  const told = [
    locks.length > 0 ? `${locks.length} lock(s)` : '',
    stamp > 0 ? 'pinned until every index has it' : '',
    token ? 'a reader brings it' : '',
  ];
  return told.filter((each) => each !== '').join(', ');
}

function unreachable(error: unknown): { state: string; detail: string } {
  if (error instanceof SourceUnavailable || error instanceof CacheUnavailable) {
    return { state: 'unreachable', detail: error.message };
  }
  throw error;
}
