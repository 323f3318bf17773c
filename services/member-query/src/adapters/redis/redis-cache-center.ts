// One center's cache on its Redis Cluster: every operation is one script on one slot, every hit one
// GET. What comes in crowds (locks, fences, polls, beats) travels joined.
import {
  type Argument,
  type JoinedScript,
  type RedisCluster,
  RedisFailure,
  type Reply,
  type Script,
} from '@member-mesh/driver-redis';
import { invariant } from '@member-mesh/kernel';

import {
  type Beat,
  type BeatAnswer,
  type CacheCenter,
  type CacheRead,
  type CacheSettings,
  CacheUnavailable,
  type Center,
  type Fill,
  type FillOutcome,
  FILL_OUTCOMES,
  type LockOutcome,
  type Taken,
} from '../../app/cache-center.ts';
import type { BucketState, PerCluster } from '../../domain/bucket-state.ts';
import { type CacheKey, pinsName, stateName } from '../../domain/cache-key.ts';
import { decodeEntry, decodeHit, type Entry } from '../../domain/entry.ts';
import type { CacheScripts } from './scripts.ts';

export interface RedisCacheCenterOptions {
  name: Center;
  cluster: RedisCluster;
  scripts: CacheScripts;
  settings: CacheSettings;
}

const KIND_VALUE = 1;
const KIND_ABSENT = 2;
const NO_LOCK_ID = Buffer.alloc(0);

export class RedisCacheCenter implements CacheCenter {
  readonly name: Center;
  readonly #cluster: RedisCluster;
  readonly #scripts: CacheScripts;
  readonly #settings: CacheSettings;

  constructor({ name, cluster, scripts, settings }: RedisCacheCenterOptions) {
    this.name = name;
    this.#cluster = cluster;
    this.#scripts = scripts;
    this.#settings = settings;
  }

  async read(keys: readonly CacheKey[]): Promise<CacheRead[]> {
    const values = await this.#cluster.getMany(keys.map(({ name }) => name));
    return values.map((value) => {
      if (value === null) return undefined;
      return value instanceof RedisFailure ? 'unavailable' : decodeHit(value);
    });
  }

  async take(key: CacheKey, token: string | undefined): Promise<Taken> {
    const mine = Buffer.from(token ?? '', 'latin1');
    const reply = await this.#onEntry(this.#scripts.take, key, [mine, this.#settings.tokenTtlMs]);
    return takenOf(reply);
  }

  async fill(key: CacheKey, fill: Fill): Promise<FillOutcome> {
    const { token, version, payload, ttlMs } = fill;
    const reply = await this.#onEntry(this.#scripts.fill, key, [
      Buffer.from(token, 'latin1'),
      payload ? KIND_VALUE : KIND_ABSENT,
      version,
      payload ?? '',
      ttlMs,
    ]);
    const outcome = reply === 1 ? 'stored' : FILL_OUTCOMES[-Number(reply)];
    invariant(outcome !== undefined, `fill gave ${String(reply)}`);
    return outcome;
  }

  async lock(key: CacheKey, lockId: Buffer): Promise<LockOutcome> {
    const { lockLife, locksMax } = this.#settings;
    const reply = await this.#joinedOnEntry(this.#scripts.lock, key, [lockId, lockLife, locksMax]);
    if (reply === 1) return 'locked';
    return reply === 0 ? 'closed' : 'full';
  }

  async fence(key: CacheKey, fence: { lockId: Buffer | undefined; min: number }): Promise<void> {
    const args = [fence.lockId ?? NO_LOCK_ID, fence.min, this.#settings.lockLife];
    await this.#joinedOnEntry(this.#scripts.fence, key, args);
  }

  async unlock(key: CacheKey, lockId: Buffer): Promise<void> {
    const { lockLife, fenceTtlMs } = this.#settings;
    await this.#joinedOnEntry(this.#scripts.unlock, key, [lockId, lockLife, fenceTtlMs]);
  }

  async poll(bucket: number): Promise<BucketState | undefined> {
    const reply = await this.#runJoined(this.#scripts.poll, [stateName(bucket)], []);
    return Array.isArray(reply) ? stateOf(reply) : undefined;
  }

  async beat({ bucket, beat, release, claims }: Beat): Promise<BeatAnswer> {
    const { lockLife, pinsPerBeat, valueTtlMs, absentTtlMs, fenceTtlMs } = this.#settings;
    const proofs = claims.flatMap(({ generation, beat: proven }) => [generation, proven]);
    const args = [beat, release, lockLife, pinsPerBeat, valueTtlMs, absentTtlMs, fenceTtlMs];
    const keys = [stateName(bucket), pinsName(bucket)];
    const reply = await this.#runJoined(this.#scripts.beat, keys, [...args, ...proofs]);
    invariant(Array.isArray(reply), 'beat gives a list');
    return { ...stateOf(reply), pins: Number(reply[6]) };
  }

  async look(key: CacheKey): Promise<{ entry: Entry | undefined; generation: number | undefined }> {
    const [raw, state] = await this.#cluster.getMany([key.name, stateName(key.bucket)]);
    if (raw instanceof RedisFailure) throw unavailable(raw);
    if (state instanceof RedisFailure) throw unavailable(state);
    return {
      entry: raw ? decodeEntry(raw) : undefined,
      generation: state ? Number(state.toString('latin1').split(' ')[0]) : undefined,
    };
  }

  #onEntry(script: Script, key: CacheKey, args: readonly Argument[]): Promise<Reply> {
    return told(this.#cluster.run(script, keysOf(key), args));
  }

  #joinedOnEntry(script: JoinedScript, key: CacheKey, args: readonly Argument[]): Promise<Reply> {
    return this.#runJoined(script, keysOf(key), args);
  }

  #runJoined(
    script: JoinedScript,
    keys: readonly string[],
    args: readonly Argument[],
  ): Promise<Reply> {
    return told(this.#cluster.runJoined(script, keys, args));
  }
}

function keysOf(key: CacheKey): string[] {
  return [key.name, stateName(key.bucket), pinsName(key.bucket)];
}

async function told(command: Promise<Reply>): Promise<Reply> {
  try {
    return await command;
  } catch (error) {
    if (error instanceof RedisFailure) throw unavailable(error);
    throw error;
  }
}

function unavailable(failure: RedisFailure): CacheUnavailable {
  return new CacheUnavailable(failure.message, { cause: failure });
}

function stateOf(reply: Reply[]): BucketState {
  const [generation, beat, released, ...rest] = reply.map(Number);
  invariant(generation && beat && released !== undefined, 'a bucket state is incomplete');
  return { generation, beat, released, proven: rest.slice(0, 3) as unknown as PerCluster };
}

function takenOf(reply: Reply): Taken {
  invariant(Array.isArray(reply), 'take gives a list');
  const [state, first, token, generation, readable] = reply;
  if (state === 0) return { state: 'closed' };
  if (state === 2) return { state: 'locked', min: Number(first) };
  if (state === 1) {
    const hit = Buffer.isBuffer(first) ? decodeHit(first) : undefined;
    invariant(hit, 'take gave a value that is none');
    return { state: 'hit', hit };
  }
  return {
    state: 'missing',
    min: Number(first),
    token: Buffer.isBuffer(token) ? token.toString('latin1') : '',
    generation: Number(generation),
    readable: Number(readable),
  };
}
