// Reads keys through the cache. A hit costs one GET; everything else is decided by what the miss is
// told.
//
// Exact means: never older than a write that was acknowledged before the read began. Every
// acknowledged write has fenced its keys in this center's cache, so a value there, or what an index
// says under the fence's eye, is current; where the cache is not believed, only the record is.
import type { Clock, Random } from '@member-mesh/kernel';

import type { BucketTrust } from '../domain/bucket-trust.ts';
import type { CacheKey } from '../domain/cache-key.ts';
import type { Hit } from '../domain/entry.ts';
import type { RateBudget } from '../domain/rate-budget.ts';
import type { KeyAnswer, ReadContext, TrafficClass } from './answers.ts';
import { type CacheCenter, type CacheRead, CacheUnavailable, type Taken } from './cache-center.ts';
import { type Load, type LoadKeys, unavailable } from './load-keys.ts';
import type { CacheOutcome, ReadObserver } from './read-observer.ts';
import { SourceUnavailable } from './sources.ts';

export interface ReadKeysOptions {
  /**
   * The own center's cache: over connections of their own, so that no class waits behind another.
   */
  caches: Readonly<Record<'order' | 'marketing', CacheCenter>>;
  /** Of each cache: what one class' connections show costs no other's its trust. */
  trusts: Readonly<Record<'order' | 'marketing', BucketTrust>>;
  loads: LoadKeys;
  /** Of reads past cache and index; a class cannot use up another's. */
  authoritative: Readonly<Record<TrafficClass, RateBudget>>;
  observer: ReadObserver;
  clock: Clock;
  random: Random;
}

interface Wish {
  key: CacheKey;
  minVersion: number;
}

const TOKEN_BYTES = 8;

export class ReadKeys {
  readonly #options: ReadKeysOptions;
  readonly #flights = new Map<string, Promise<KeyAnswer>>();

  constructor(options: ReadKeysOptions) {
    this.#options = options;
  }

  /** One answer for each wish, in their order. Never rejects on an unreachable tier. */
  async run(wishes: readonly Wish[], context: ReadContext): Promise<KeyAnswer[]> {
    const answers = await this.#read(wishes, context);
    const late = answers.flatMap((answer, at) => (isTooOld(answer, wishes[at]) ? [at] : []));
    if (late.length > 0) await this.#askRecordAgain(wishes, answers, { late, context });
    this.#tell(answers, context);
    return answers;
  }

  #read(wishes: readonly Wish[], context: ReadContext): Promise<KeyAnswer[]> {
    const keys = wishes.map(({ key }) => key);
    switch (context.wanted) {
      case 'authoritative':
        return this.#authoritative(keys, context);
      case 'available':
        // An account's row that is passed over for an older one names somebody else: rows are
        // older only where nothing newer can be had.
        if (keys.some(({ kind }) => kind === 'account')) return this.#exact(keys, context);
        return this.#available(keys, context);
      case 'exact':
      case 'proof':
        return this.#exact(keys, context);
    }
  }

  async #exact(keys: readonly CacheKey[], context: ReadContext): Promise<KeyAnswer[]> {
    const { clock } = this.#options;
    const { cache, trust } = this.#cacheOf(context);
    const nowMs = clock.monotonicMs();
    const believed = keys.filter(({ bucket }) => trust.isTrusted(bucket, nowMs));
    const values = believed.length > 0 ? await cache.read(believed) : [];
    const answeredMs = clock.monotonicMs();
    const loads: { at: number; load: Load }[] = [];
    const misses: number[] = [];
    let next = 0;
    const answers = keys.map((key, at) => {
      const value = believed[next] === key ? values[next++] : 'unavailable';
      const hit = believedHit(trust, { key, value, nowMs: answeredMs });
      if (hit) return fromCache(hit);
      if (value === 'unavailable' || !trust.isTrusted(key.bucket, answeredMs)) {
        loads.push({ at, load: withoutCache(key) });
      } else {
        misses.push(at);
      }
      return undefined;
    });
    this.#count('hit', keys.length - loads.length - misses.length);
    this.#count('untrusted', loads.length);
    const landed = misses.map((at) => this.#miss(keys[at] as CacheKey, context));
    const direct = this.#load(
      loads.map(({ load }) => load),
      context,
    );
    const later = [...misses, ...loads.map(({ at }) => at)];
    const [missed, loaded] = await Promise.all([this.#land(landed, context), direct]);
    [...missed, ...loaded].forEach((answer, index) => (answers[later[index] as number] = answer));
    return answers as KeyAnswer[];
  }

  /** Asks the cache what a reader of a missing key must know. */
  async #miss(key: CacheKey, context: ReadContext): Promise<KeyAnswer | Load> {
    const { random, clock } = this.#options;
    const { cache, trust } = this.#cacheOf(context);
    const { trafficClass } = context;
    // Marketing reads leave no trace in the cache that serves orders.
    const fills = trafficClass !== 'marketing';
    const token = fills ? random.bytes(TOKEN_BYTES).toString('latin1') : undefined;
    let taken: Taken;
    try {
      taken = await cache.take(key, token);
    } catch (error) {
      if (!(error instanceof CacheUnavailable)) throw error;
      trust.doubt(key.bucket);
      this.#count('unavailable', 1);
      return withoutCache(key);
    }
    if (!trust.isTrusted(key.bucket, clock.monotonicMs())) {
      this.#count('untrusted', 1);
      // What it says of fences is true all the same, only perhaps not all.
      return { ...withoutCache(key), min: 'min' in taken ? taken.min : 0 };
    }
    if (taken.state === 'hit') {
      this.#count('hit', 1);
      return fromCache(taken.hit);
    }
    this.#count(taken.state === 'missing' ? 'miss' : taken.state, 1);
    if (taken.state === 'closed') return withoutCache(key);
    const { min } = taken;
    if (taken.state === 'locked') return { key, readable: 0, min, cacheAway: false, token: '' };
    const { readable } = taken;
    return { key, readable, min, cacheAway: false, token: fills ? taken.token : '' };
  }

  /** Loads what the misses came to, one flight for each key and token. */
  async #land(
    misses: readonly Promise<KeyAnswer | Load>[],
    context: ReadContext,
  ): Promise<KeyAnswer[]> {
    const settled = await Promise.all(misses);
    const leading: Load[] = [];
    const loading = Promise.withResolvers<KeyAnswer[]>();
    const answers = settled.map((each) => {
      if ('state' in each) return each;
      const { key, token } = each;
      // The same token was given only if no write of the key came between. Who may be told
      // something older does not answer for who may not.
      const name = `${key.name}\n${token}\n${context.wanted}`;
      const underWay = token === '' ? undefined : this.#flights.get(name);
      if (underWay) {
        this.#options.observer.joinedFlight();
        return underWay;
      }
      const place = leading.push(each) - 1;
      const flight = loading.promise.then((all) => all[place] ?? unavailable('not loaded'));
      if (token === '') return flight;
      this.#flights.set(name, flight);
      const end = (): boolean => this.#flights.delete(name);
      flight.then(end, end);
      return flight;
    });
    this.#load(leading, context).then(loading.resolve, loading.reject);
    return Promise.all(answers);
  }

  #load(loads: readonly Load[], { trafficClass, wanted }: ReadContext): Promise<KeyAnswer[]> {
    if (loads.length === 0) return Promise.resolve([]);
    return this.#options.loads.run(loads, trafficClass, wanted);
  }

  async #authoritative(keys: readonly CacheKey[], context: ReadContext): Promise<KeyAnswer[]> {
    const budget = this.#options.authoritative[context.trafficClass];
    if (!budget.take(keys.length)) return keys.map(() => ({ state: 'exhausted' }));
    return this.#fromRecord(keys, context);
  }

  async #fromRecord(keys: readonly CacheKey[], context: ReadContext): Promise<KeyAnswer[]> {
    if (keys.length === 0) return [];
    try {
      const loads = keys.map((key) => withoutCache(key));
      return await this.#options.loads.record(loads, context.trafficClass);
    } catch (error) {
      if (!(error instanceof SourceUnavailable)) throw error;
      return keys.map(() => unavailable(error.message));
    }
  }

  /** Whatever answers, with how old it may be. */
  async #available(keys: readonly CacheKey[], context: ReadContext): Promise<KeyAnswer[]> {
    const { clock, loads } = this.#options;
    const { cache, trust } = this.#cacheOf(context);
    const values = await cache.read(keys);
    const nowMs = clock.monotonicMs();
    const answers = values.map((value, at) => {
      const bucket = keys[at]?.bucket ?? 0;
      if (value === 'unavailable') trust.doubt(bucket);
      if (value === undefined || value === 'unavailable') return undefined;
      if (value.generation < trust.generation(bucket)) return undefined;
      const staleMs = trust.isTrusted(bucket, nowMs) ? undefined : nowMs - trust.currentMs(bucket);
      return { ...fromCache(value), staleMs };
    });
    this.#count('hit', answers.filter((answer) => answer !== undefined).length);
    const open = keys.filter((_, at) => answers[at] === undefined);
    const asked = open.map((key) => withoutCache(key));
    const rest = await loads.stale(asked, context.trafficClass);
    const unreached = open.filter((_, at) => rest[at]?.state === 'unavailable');
    const isShed = loads.isShed(context.trafficClass);
    const stored = isShed ? [] : await this.#fromRecord(unreached, context);
    let nextStored = 0;
    const filled = rest.map((answer) =>
      answer.state === 'unavailable' ? (stored[nextStored++] ?? answer) : answer,
    );
    let next = 0;
    return answers.map((answer) => answer ?? filled[next++] ?? unavailable('not read'));
  }

  /** What is older than was asked for is read from the record; what is still older is too old. */
  async #askRecordAgain(
    wishes: readonly Wish[],
    answers: KeyAnswer[],
    { late, context }: { late: readonly number[]; context: ReadContext },
  ): Promise<void> {
    const asked = late.filter((at) => {
      const answer = answers[at];
      return answer && 'source' in answer && answer.source !== 'STORE';
    });
    const keys = asked.flatMap((at) => wishes[at]?.key ?? []);
    const stored = await this.#fromRecord(keys, context);
    asked.forEach((at, index) => (answers[at] = stored[index] ?? unavailable('not read')));
    for (const at of late) {
      if (isTooOld(answers[at], wishes[at])) answers[at] = { state: 'too-old' };
    }
  }

  #cacheOf({ trafficClass }: ReadContext): { cache: CacheCenter; trust: BucketTrust } {
    const { caches, trusts } = this.#options;
    const side = trafficClass === 'marketing' ? 'marketing' : 'order';
    return { cache: caches[side], trust: trusts[side] };
  }

  #count(outcome: CacheOutcome, count: number): void {
    if (count > 0) this.#options.observer.cache(outcome, count);
  }

  #tell(answers: readonly KeyAnswer[], { trafficClass }: ReadContext): void {
    const { observer } = this.#options;
    let unanswered = 0;
    const bySource = new Map<Parameters<ReadObserver['answered']>[0], number>();
    for (const answer of answers) {
      if (!('source' in answer)) unanswered++;
      else bySource.set(answer.source, (bySource.get(answer.source) ?? 0) + 1);
    }
    for (const [source, count] of bySource) observer.answered(source, trafficClass, count);
    if (unanswered > 0) observer.unanswered(trafficClass, unanswered);
  }
}

function believedHit(
  trust: BucketTrust,
  { key, value, nowMs }: { key: CacheKey; value: CacheRead; nowMs: number },
): Hit | undefined {
  if (value === 'unavailable') trust.doubt(key.bucket);
  if (value === undefined || value === 'unavailable') return undefined;
  const current = value.generation >= trust.generation(key.bucket);
  return current && trust.isTrusted(key.bucket, nowMs) ? value : undefined;
}

function withoutCache(key: CacheKey): Load {
  return { key, readable: 0, min: 0, cacheAway: true, token: '' };
}

function fromCache(hit: Hit): KeyAnswer {
  const origin = { source: 'CACHE', staleMs: undefined } as const;
  if (hit.kind === 'absent') return { state: 'absent', ...origin };
  return { state: 'found', version: hit.version, payload: hit.payload, ...origin };
}

/** Absent counts as version 0. */
function isTooOld(answer: KeyAnswer | undefined, wish: Wish | undefined): boolean {
  const minVersion = wish?.minVersion ?? 0;
  if (!answer || minVersion === 0) return false;
  if (answer.state === 'found') return answer.version < minVersion;
  return answer.state === 'absent';
}
