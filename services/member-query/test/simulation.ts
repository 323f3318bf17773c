// The whole read and write protocol in one process, with every step of every participant in an
// order that a seed decides: writers, an account that moves, readers in both centers, indices that
// lag, a record that fails, a controller, evictions, and nodes that come back empty. A checker
// compares every answer with what was acknowledged before it was asked.
import { AsyncLocalStorage } from 'node:async_hooks';

import { type Clock, seededFractions, systemRandom } from '@member-mesh/kernel';
import { type Account, type MemberId } from '@member-mesh/contracts';

import type { ReadContext, TrafficClass } from '../src/app/answers.ts';
import { type CacheCenter, CACHE_SETTINGS, CacheUnavailable } from '../src/app/cache-center.ts';
import { type AcknowledgedBeats, LeadCache } from '../src/app/lead-cache.ts';
import { LoadKeys } from '../src/app/load-keys.ts';
import { LookupAccounts } from '../src/app/lookup-accounts.ts';
import { ReadKeys } from '../src/app/read-keys.ts';
import type { ReadObserver } from '../src/app/read-observer.ts';
import { type IndexAnswer, type IndexReader, SourceUnavailable } from '../src/app/sources.ts';
import { TrackProgress } from '../src/app/track-progress.ts';
import { BeatClock } from '../src/domain/beat-clock.ts';
import { type Cluster, CLUSTERS } from '../src/domain/bucket-state.ts';
import { BucketTrust } from '../src/domain/bucket-trust.ts';
import { clustersFor, type IndexRoute, USUAL_ROUTE } from '../src/domain/index-route.ts';
import { type CacheKey, keyOfAccount, memberKey } from '../src/domain/cache-key.ts';
import { ProgressLedger } from '../src/domain/progress-ledger.ts';
import { RateBudget } from '../src/domain/rate-budget.ts';
import { MemoryCacheCenter } from './memory-cache-center.ts';
import { accountIn, busy, type Change, membersIn, SimulatedRecord } from './simulated-record.ts';
import { SimulatedWriters } from './simulated-writers.ts';
import { type ReadMade, SimulationChecks, type Violation } from './simulation-checks.ts';
import { Turns } from './turns.ts';

export interface SimulationOutcome {
  violations: Violation[];
  /** How often each source gave a current answer. */
  bySource: Record<string, number>;
  /** How often each kind of question got an answer that tells its age. */
  aged: Record<string, number>;
  refused: number;
}

/** What is simulated; broken ones show that the checker notices. */
export interface Parts {
  center: new (name: 'a' | 'b', settings: typeof CACHE_SETTINGS) => MemoryCacheCenter;
  loads: typeof LoadKeys;
  lookups: typeof LookupAccounts;
  /** What a record that can be reached and does not answer throws. */
  busy: (message: string) => Error;
}

const SOUND: Parts = { center: MemoryCacheCenter, loads: LoadKeys, lookups: LookupAccounts, busy };

const BUCKET_OF_KEYS = 5;
// So many that about a dozen steps wait for their turn at any time.
const TURNS_PER_STEP = 3;
const ELSEWHERE = new CacheUnavailable('only one bucket is simulated');
const observer: ReadObserver = {
  cache: () => undefined,
  answered: () => undefined,
  unanswered: () => undefined,
  filled: () => undefined,
  joinedFlight: () => undefined,
};

/** Tells when the cache could not be believed. */
class NotedTrust extends BucketTrust {
  doubtedMs = -Infinity;

  override isTrusted(bucket: number, nowMs: number): boolean {
    const trusted = super.isTrusted(bucket, nowMs);
    if (!trusted) this.doubtedMs = nowMs;
    return trusted;
  }
}

interface Reader {
  keys: ReadKeys;
  lookups: LookupAccounts;
  trust: NotedTrust;
  center: MemoryCacheCenter;
}

export class Simulation {
  readonly #random: () => number;
  readonly #turns: Turns;
  readonly #parts: Parts;
  readonly #members: MemberId[];
  readonly #account: Account;
  readonly #centers: MemoryCacheCenter[];
  readonly #clock: Clock;
  readonly #record: SimulatedRecord;
  readonly #checks: SimulationChecks;
  readonly #writers: SimulatedWriters;
  readonly #indices = new Map<Cluster, { applied: number; documents: Map<string, Change> }>();
  /** The least versions that takes told the read that made them. */
  readonly #told = new AsyncLocalStorage<Map<string, number>>();
  #nowMs = 1_000;

  constructor({ seed, parts }: { seed: number; parts?: Partial<Parts> }) {
    this.#random = seededFractions(seed);
    this.#turns = new Turns(this.#random);
    this.#parts = { ...SOUND, ...parts };
    this.#members = membersIn(BUCKET_OF_KEYS, 2);
    this.#account = accountIn(BUCKET_OF_KEYS);
    const { center: Center, busy } = this.#parts;
    const settings = { ...CACHE_SETTINGS, lockLife: 200 };
    this.#centers = [new Center('a', settings), new Center('b', settings)];
    for (const cluster of CLUSTERS) {
      this.#indices.set(cluster, { applied: 0, documents: new Map() });
    }
    this.#clock = { nowMs: () => this.#nowMs, monotonicMs: () => this.#nowMs };
    const [account, turns] = [this.#account, this.#turns];
    this.#record = new SimulatedRecord({ account, turns, nowMs: () => this.#nowMs, busy });
    this.#checks = new SimulationChecks(this.#record);
    this.#writers = new SimulatedWriters({
      ...{ record: this.#record, members: this.#members, turns },
      ...{ random: this.#random, nowMs: () => this.#nowMs },
      centers: this.#centers.map((center) => this.#turned(center)),
    });
  }

  async run(steps: number): Promise<SimulationOutcome> {
    const ledger = new ProgressLedger<AcknowledgedBeats>();
    const readers = this.#centers.map((center) => this.#reader(center, ledger));
    const lead = this.#lead(ledger);
    const track = this.#track(ledger, lead);
    const busy = { visits: [false, false], track: false, polls: [false, false] };
    for (let step = 0; step < steps; step++) {
      this.#nowMs += Math.floor(this.#random() * 20);
      this.#begin(readers, { lead, track, busy });
      for (let turn = 0; turn < TURNS_PER_STEP; turn++) await this.#turns.one();
    }
    while (await this.#turns.one()) this.#nowMs += 1;
    const { violations, bySource, aged, refused } = this.#checks;
    return { violations, bySource, aged, refused };
  }

  /** Begins something new, more often what is common. */
  #begin(
    readers: Reader[],
    work: {
      lead: LeadCache;
      track: TrackProgress<AcknowledgedBeats>;
      busy: { visits: boolean[]; track: boolean; polls: boolean[] };
    },
  ): void {
    const { lead, track, busy } = work;
    const side = this.#random() < 0.5 ? 0 : 1;
    const center = this.#centers[side];
    const reader = readers[side];
    if (!center || !reader) return;
    // One member is read and written more than the other, so that what happens to it meets often.
    const memberId = this.#members[this.#random() < 0.8 ? 0 : 1] as MemberId;
    const once = (flag: 'visits' | 'polls', begin: () => Promise<unknown>): void => {
      if (busy[flag][side]) return;
      busy[flag][side] = true;
      this.#go(begin().finally(() => (busy[flag][side] = false)));
    };
    const followed = (): void => {
      if (busy.track) return;
      busy.track = true;
      this.#go(track.round().finally(() => (busy.track = false)));
    };
    const happenings: [share: number, begin: () => unknown][] = [
      [0.01, () => this.#go(this.#writers.write(memberId))],
      [0.12, () => this.#go(this.#read(reader, memberKey(memberId)))],
      [0.06, () => this.#record.publish(this.#random)],
      [0.1, () => center.evict(memberKey(memberId))],
      [0.001, () => center.restartEmpty()],
      [0.06, () => once('visits', () => lead.visit(this.#turned(center)))],
      [0.05, () => once('polls', () => this.#poll(reader))],
      [0.03, followed],
      [0.01, () => this.#fenceAgain()],
      [0.3, () => this.#apply()],
      [0.01, () => this.#go(this.#writers.move())],
      [0.1, () => this.#go(this.#lookup(reader))],
      [0.03, () => center.evict(keyOfAccount(this.#account))],
      [0.004, () => this.#turnRecord()],
    ];
    let dice = this.#random();
    for (const [share, begin] of happenings) {
      if (dice < share) return void begin();
      dice -= share;
    }
  }

  #go(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      if (!(error instanceof CacheUnavailable)) throw error;
    });
  }

  /** Takes the record away, or brings it back. */
  #turnRecord(): void {
    const down = this.#random() < 0.5 ? 'away' : 'busy';
    this.#record.state = this.#record.state === 'up' ? down : 'up';
  }

  /** The consumer of the change stream comes by, perhaps late and again. */
  #fenceAgain(): void {
    const { stream } = this.#record;
    const past = stream[Math.floor(this.#random() * stream.length)];
    const keys = [...this.#members.map(memberKey), keyOfAccount(this.#account)];
    const key = keys.find(({ name }) => name === past?.name);
    if (!past || !key) return;
    const fence = { lockId: undefined, min: past.version };
    for (const center of this.#centers) this.#go(this.#turned(center).fence(key, fence));
  }

  #context(): ReadContext {
    return {
      trafficClass: this.#random() < 0.2 ? 'marketing' : 'order',
      wanted: this.#random() < 0.2 ? 'available' : 'exact',
    };
  }

  async #read(reader: Reader, key: CacheKey): Promise<void> {
    const context = this.#context();
    const { answer, made } = await this.#made(reader, context, () =>
      reader.keys.run([{ key, minVersion: 0 }], context),
    );
    this.#checks.member(key, answer[0], made);
  }

  async #lookup(reader: Reader): Promise<void> {
    const context = this.#context();
    const { answer, made } = await this.#made(reader, context, () =>
      reader.lookups.run([this.#account], context),
    );
    this.#checks.lookup(answer[0], made);
  }

  async #made<T>(
    { trust, center }: Reader,
    { wanted }: ReadContext,
    read: () => Promise<T>,
  ): Promise<{ answer: T; made: ReadMade }> {
    const told = new Map<string, number>();
    const beganMs = this.#nowMs;
    const answer = await this.#told.run(told, read);
    const { doubtedMs } = trust;
    return { answer, made: { reader: center.name, wanted, beganMs, told, doubtedMs } };
  }

  async #poll({ trust, center }: Reader): Promise<void> {
    const sentMs = this.#nowMs;
    const state = await this.#turned(center).poll(BUCKET_OF_KEYS);
    trust.polled(BUCKET_OF_KEYS, sentMs, state);
  }

  #apply(): void {
    const cluster = CLUSTERS[Math.floor(this.#random() * CLUSTERS.length)] as Cluster;
    const index = this.#indices.get(cluster);
    const change = index && this.#record.stream[index.applied];
    if (!index || !change) return;
    index.applied++;
    const known = index.documents.get(change.name)?.version ?? 0;
    if (change.version > known) index.documents.set(change.name, change);
  }

  /** A center whose operations happen, and whose answers arrive, when it is their turn. */
  #turned(center: MemoryCacheCenter): CacheCenter {
    const turns = this.#turns;
    const turned =
      <A extends unknown[], T>(operation: (...args: A) => Promise<T>) =>
      async (...args: A): Promise<T> => {
        await turns.wait();
        const answer = await operation.apply(center, args);
        await turns.wait();
        return answer;
      };
    return {
      name: center.name,
      read: turned(center.read),
      take: turned(center.take),
      fill: async (key, fill) => {
        // Some readers are very late with what they bring.
        const late = this.#random() < 0.3 ? Math.floor(this.#random() * 400) : 0;
        for (let turn = 0; turn < late; turn++) await turns.wait();
        return turned(center.fill)(key, fill);
      },
      lock: turned(center.lock),
      fence: turned(center.fence),
      unlock: turned(center.unlock),
      look: turned(center.look),
      poll: turned(center.poll),
      beat: (beat) => {
        if (beat.bucket === BUCKET_OF_KEYS) return turned(center.beat)(beat);
        return Promise.reject(ELSEWHERE);
      },
    };
  }

  #reader(center: MemoryCacheCenter, ledger: ProgressLedger<AcknowledgedBeats>): Reader {
    const { loads: Loads, lookups: Lookups } = this.#parts;
    const trust = new NotedTrust(3_000);
    const cache = this.#noted(this.#turned(center), trust);
    const clock = this.#clock;
    const record = this.#record.reader();
    const loads = new Loads({
      cache,
      indices: CLUSTERS.map((cluster) => this.#index(cluster)),
      // Where traffic goes may change at any moment: what an index may answer does not hang on it.
      clustersFor: (trafficClass) =>
        clustersFor(this.#route(), trafficClass === 'marketing' ? 'marketing' : 'order'),
      ...{ record, observer },
      indexCurrentMs: (cluster) => ledger.currentMs(cluster),
      nowMs: () => this.#nowMs,
      fraction: this.#random,
    });
    const budget = (): RateBudget => new RateBudget(100, clock);
    const authoritative: Record<TrafficClass, RateBudget> = {
      ...{ order: budget(), marketing: budget(), ops: budget() },
    };
    const keys = new ReadKeys({
      caches: { order: cache, marketing: cache },
      ...{ trusts: { order: trust, marketing: trust }, loads, authoritative, observer, clock },
      random: { bytes: systemRandom.bytes, fraction: this.#random },
    });
    const lookups = new Lookups({ keys, record });
    return { keys, lookups, trust, center };
  }

  #route(): IndexRoute {
    const drawn = this.#random();
    if (drawn < 0.5) return USUAL_ROUTE;
    return drawn < 0.75
      ? { order: 'order-b', marketing: 'marketing' }
      : { order: 'order-a', marketing: 'order-b' };
  }

  /** Keeps what a read is told of fences, and when a bucket could tell nothing. */
  #noted(cache: CacheCenter, trust: NotedTrust): CacheCenter {
    return {
      ...cache,
      take: async (key, token) => {
        const taken = await cache.take(key, token);
        if (taken.state === 'closed') trust.doubtedMs = this.#nowMs;
        const told = this.#told.getStore();
        if ('min' in taken) told?.set(key.name, Math.max(taken.min, told.get(key.name) ?? 0));
        return taken;
      },
    };
  }

  #index(cluster: Cluster): IndexReader {
    return {
      cluster,
      serving: () => true,
      read: async (keys) => {
        await this.#turns.wait();
        const answers = keys.map(({ name }): IndexAnswer => {
          const document = this.#indices.get(cluster)?.documents.get(name);
          if (!document) return { state: 'absent' };
          const { version, payload } = document;
          return { state: 'found', version, payload };
        });
        await this.#turns.wait();
        if (this.#random() < 0.05) throw new SourceUnavailable('the index is away');
        return answers;
      },
    };
  }

  #lead(ledger: ProgressLedger<AcknowledgedBeats>): LeadCache {
    return new LeadCache({
      centers: this.#centers.map((center) => this.#turned(center)),
      beats: new BeatClock(this.#clock),
      ledger,
      clusters: CLUSTERS,
      limits: { pinLife: 3_000, pinsMax: 1_000 },
      mayLead: () => true,
      observer: { visited: () => undefined, newGeneration: () => undefined },
      clock: this.#clock,
      intervalMs: 500,
    });
  }

  #track(
    ledger: ProgressLedger<AcknowledgedBeats>,
    lead: LeadCache,
  ): TrackProgress<AcknowledgedBeats> {
    return new TrackProgress({
      stream: {
        view: () => Promise.resolve({ createdMs: 1, firstSequence: 1 }),
        standing: async (cluster) => {
          await this.#turns.wait();
          const floor = this.#indices.get(cluster)?.applied ?? 0;
          return { floor, kept: undefined, serving: true };
        },
      },
      record: this.#record.reader(),
      ledger,
      clusters: CLUSTERS,
      note: () => lead.acknowledged(),
      clock: this.#clock,
      intervalMs: 500,
      onRound: () => undefined,
    });
  }
}
