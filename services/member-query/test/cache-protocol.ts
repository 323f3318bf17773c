// Writers, readers, an index that lags and a controller on one key of a real cache, one step at a
// time in any order: locks, commits, fences, events that come late and again, fills that come late
// and again, evictions and a node that loses everything. No answer may be older than what was
// acknowledged before it was asked for.
import fc from 'fast-check';

import { type CacheCenter, NO_CLAIM } from '../src/app/cache-center.ts';
import type { CacheKey } from '../src/domain/cache-key.ts';

const WRITERS = 2;
const READERS = 3;
/** Beats that a lock outlives; its writer commits within a third of them. */
export const LOCK_LIFE = 30;

export type ProtocolStep =
  | { do: 'lock' | 'commit' | 'fence' | 'die'; writer: number }
  | { do: 'miss' | 'load' | 'fill' | 'fill-again'; reader: number }
  | { do: 'event' | 'apply'; which: number }
  | { do: 'read' | 'beat' | 'mark' | 'evict' | 'lose-all' };

const writer = fc.nat(WRITERS - 1);
const reader = fc.nat(READERS - 1);
const which = fc.nat(20);
const of = <const T extends string>(...names: T[]): fc.Arbitrary<T> => fc.constantFrom(...names);

const protocolStep: fc.Arbitrary<ProtocolStep> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: of('lock', 'commit', 'fence'), writer }) },
  { weight: 1, arbitrary: fc.record({ do: of('die'), writer }) },
  { weight: 8, arbitrary: fc.record({ do: of('miss', 'load', 'fill'), reader }) },
  { weight: 1, arbitrary: fc.record({ do: of('fill-again'), reader }) },
  { weight: 4, arbitrary: fc.record({ do: of('event', 'apply'), which }) },
  { weight: 7, arbitrary: fc.record({ do: of('read', 'beat', 'mark', 'evict') }) },
  { weight: 1, arbitrary: fc.record({ do: of('lose-all') }) },
);

/** A member changes while the index stays behind. */
const WRITE: readonly ProtocolStep[] = [
  { do: 'lock', writer: 0 },
  { do: 'commit', writer: 0 },
  { do: 'fence', writer: 0 },
];

/** What each protection is there for; by chance alone these are too rare to be drawn. */
const PLANTS: readonly (readonly ProtocolStep[])[] = [
  // The floor: an index that may be read is behind the fence.
  [
    { do: 'mark' },
    { do: 'beat' },
    ...WRITE,
    { do: 'miss', reader: 0 },
    { do: 'load', reader: 0 },
    { do: 'fill', reader: 0 },
    { do: 'read' },
  ],
  // The token: a fill comes after its fence was settled and evicted.
  [
    { do: 'miss', reader: 0 },
    { do: 'load', reader: 0 },
    ...WRITE,
    { do: 'beat' },
    { do: 'apply', which: 1 },
    { do: 'mark' },
    { do: 'beat' },
    { do: 'evict' },
    { do: 'fill', reader: 0 },
    { do: 'read' },
  ],
  // The fence: an index is behind for longer than a lock lasts.
  [
    ...WRITE,
    ...Array.from({ length: LOCK_LIFE + 1 }, () => ({ do: 'beat' as const })),
    { do: 'miss', reader: 0 },
    { do: 'load', reader: 0 },
    { do: 'fill', reader: 0 },
    { do: 'read' },
  ],
];

/** Mostly nothing, or a plant would hardly ever stay as it is. */
const between = fc.oneof(
  { weight: 9, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: fc.array(protocolStep, { minLength: 1, maxLength: 2 }) },
);

const planted = (steps: readonly ProtocolStep[]): fc.Arbitrary<readonly ProtocolStep[]> =>
  fc
    .tuple(...steps.map(() => between))
    .map((others) => steps.flatMap((step, at) => [...(others[at] ?? []), step]));

/** Any steps, or a plant with other steps here and there. */
export const protocolSteps: fc.Arbitrary<readonly ProtocolStep[]> = fc.oneof(
  { weight: 12, arbitrary: fc.array(protocolStep, { minLength: 10, maxLength: 80 }) },
  ...PLANTS.map((steps) => ({ weight: 1, arbitrary: planted(steps) })),
);

export interface ProtocolOptions {
  center: CacheCenter;
  key: CacheKey;
  firstBeat: number;
  /** Deletes the key if the server might evict it. */
  evict: () => Promise<void>;
  /** The node comes back empty. */
  loseAll: () => Promise<void>;
}

interface Reading {
  token: string;
  /** Acknowledged before it was asked for. */
  acknowledged: number;
  min: number;
  readable: boolean;
  loaded: number | undefined;
}

export class Protocol {
  readonly #options: ProtocolOptions;
  readonly #writers = new Map<number, { lockedAt: number; version: number | undefined }>();
  readonly #readers = new Map<number, Reading>();
  readonly #lockIds: Buffer[];
  readonly #marks: { beat: number; generation: number; committed: number }[] = [];
  #beat: number;
  #generation = 0;
  #committed = 1;
  #acknowledged = 1;
  #indexed = 1;
  #tokens = 0;

  constructor(options: ProtocolOptions) {
    this.#options = options;
    this.#beat = options.firstBeat;
    this.#lockIds = Array.from({ length: WRITERS }, (_, at) => Buffer.from(`lock-${at}--`));
  }

  /** What is too old, in words; undefined when nothing is. */
  async run(steps: readonly ProtocolStep[]): Promise<string | undefined> {
    await this.#visit();
    for (const step of steps) {
      const wrong = await this.#take(step);
      if (wrong) return wrong;
    }
    return undefined;
  }

  async #take(step: ProtocolStep): Promise<string | undefined> {
    if ('writer' in step) return this.#write(step.do, step.writer);
    if ('which' in step) return this.#follow(step);
    if (!('reader' in step)) return this.#happen(step.do);
    if (step.do === 'miss') return this.#miss(step.reader);
    if (step.do === 'load') return this.#load(step.reader);
    return this.#fill(step.reader, step.do === 'fill-again');
  }

  /** A change of the past, perhaps once more, comes to the cache's fences or to the index. */
  async #follow(step: ProtocolStep & { which: number }): Promise<undefined> {
    const { center, key } = this.#options;
    const version = 1 + (step.which % this.#committed);
    if (step.do === 'event') await center.fence(key, { lockId: undefined, min: version });
    else this.#indexed = Math.max(this.#indexed, version);
  }

  async #happen(
    what: 'read' | 'beat' | 'mark' | 'evict' | 'lose-all',
  ): Promise<string | undefined> {
    if (what === 'read') return this.#read();
    if (what === 'evict') await this.#options.evict();
    if (what === 'lose-all') await this.#options.loseAll();
    if (what === 'beat' || what === 'lose-all') await this.#visit();
    if (what === 'mark') {
      // The beat was acknowledged; only then is it asked what is committed.
      const [beat, generation] = [this.#beat, this.#generation];
      this.#marks.push({ beat, generation, committed: this.#committed });
    }
    return undefined;
  }

  async #write(what: 'lock' | 'commit' | 'fence' | 'die', at: number): Promise<undefined> {
    const { center, key } = this.#options;
    const writing = this.#writers.get(at);
    const lockId = this.#lockIds[at];
    if (what === 'lock' && !writing && lockId) {
      this.#writers.set(at, { lockedAt: this.#beat, version: undefined });
      await center.lock(key, lockId);
    } else if (what === 'commit' && writing && writing.version === undefined) {
      if (this.#beat - writing.lockedAt > LOCK_LIFE / 3) this.#writers.delete(at);
      else writing.version = ++this.#committed;
    } else if (what === 'fence' && writing?.version !== undefined) {
      await center.fence(key, { lockId, min: writing.version });
      this.#acknowledged = Math.max(this.#acknowledged, writing.version);
      this.#writers.delete(at);
    } else if (what === 'die') {
      this.#writers.delete(at);
    }
  }

  async #miss(at: number): Promise<string | undefined> {
    const { center, key } = this.#options;
    const acknowledged = this.#acknowledged;
    const taken = await center.take(key, `token${String(++this.#tokens).padStart(3, '0')}`);
    this.#readers.delete(at);
    if (taken.state === 'hit') return tooOld('a miss found', taken.hit.version, acknowledged);
    if (taken.state !== 'missing') return undefined;
    const { token, min, readable } = taken;
    this.#readers.set(at, {
      ...{ token, acknowledged, min, readable: (readable & 1) === 1, loaded: undefined },
    });
    return undefined;
  }

  /** From the index if it may be believed, else from the record. */
  #load(at: number): string | undefined {
    const reading = this.#readers.get(at);
    if (!reading || reading.loaded !== undefined) return undefined;
    const byIndex = reading.readable && this.#indexed >= reading.min;
    reading.loaded = byIndex ? this.#indexed : this.#committed;
    return tooOld('an index or the record gave', reading.loaded, reading.acknowledged);
  }

  async #fill(at: number, again: boolean): Promise<undefined> {
    const { center, key } = this.#options;
    const reading = this.#readers.get(at);
    if (reading?.loaded === undefined) return;
    const { token, loaded: version } = reading;
    await center.fill(key, { token, version, payload: Buffer.from('value'), ttlMs: 600_000 });
    if (!again) this.#readers.delete(at);
  }

  async #read(): Promise<string | undefined> {
    const { center, key } = this.#options;
    const [hit] = await center.read([key]);
    if (!hit || hit === 'unavailable' || hit.generation < this.#generation) return undefined;
    return tooOld('a hit has', hit.version, this.#acknowledged);
  }

  async #visit(): Promise<undefined> {
    const { center, key } = this.#options;
    const proofs = this.#marks.filter(({ committed }) => committed <= this.#indexed);
    const proof = proofs.at(-1);
    const claim = proof ? { generation: proof.generation, beat: proof.beat } : NO_CLAIM;
    const release = proof?.generation === this.#generation ? proof.beat : 0;
    const answer = await center.beat({
      ...{ bucket: key.bucket, beat: ++this.#beat, release },
      claims: [claim, claim, claim],
    });
    this.#beat = answer.beat;
    this.#generation = answer.generation;
  }
}

function tooOld(what: string, version: number, acknowledged: number): string | undefined {
  return version < acknowledged ? `${what} ${version} after ${acknowledged}` : undefined;
}
