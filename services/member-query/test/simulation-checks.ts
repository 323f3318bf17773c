// Compares the simulation's answers with what was acknowledged before they were asked for, and with
// what the public contract lets an answer be that tells its age.
import type { KeyAnswer, MemberAnswer, Origin, Wanted } from '../src/app/answers.ts';
import { type CacheKey, keyOfAccount, memberKey } from '../src/domain/cache-key.ts';
import { parseMemberId } from '@member-mesh/contracts';
import type { SimulatedRecord } from './simulated-record.ts';

export interface Violation {
  what: string;
  reader: string;
  source: string;
  asked: number;
  answered: number;
}

/** One read, as its reader saw it. */
export interface ReadMade {
  reader: string;
  wanted: Wanted;
  beganMs: number;
  /** The least versions that the reader's cache told it, by key name. */
  told: ReadonlyMap<string, number>;
  /** When the reader's cache could last not be believed. */
  doubtedMs: number;
}

// A read that joins another's flight may be told what failed for that one, a little earlier.
const FLIGHT_MS = 1_000;

export class SimulationChecks {
  readonly violations: Violation[] = [];
  /** How often each source gave a current answer. */
  readonly bySource: Record<string, number> = {};
  /** How often each kind of question got an answer that tells its age. */
  readonly aged: Record<string, number> = {};
  refused = 0;
  readonly #record: SimulatedRecord;

  constructor(record: SimulatedRecord) {
    this.#record = record;
  }

  member(key: CacheKey, answer: KeyAnswer | undefined, made: ReadMade): void {
    if (!this.#count('member', answer, made)) return;
    const { source, staleMs } = answer;
    const answered = answer.state === 'found' ? answer.version : 0;
    const asked = this.#floor(key.name, staleMs, made);
    const found = (what: string): void => this.#found(what, { made, source, asked, answered });
    if (answered < asked) found('older than it may be');
    if (staleMs === undefined || made.wanted === 'available') return;
    if (answer.state === 'absent') found('absent for all that is known');
    if (!this.#isExcused(made)) found('old while every tier is up');
  }

  lookup(answer: MemberAnswer | undefined, made: ReadMade): void {
    if (!this.#count('account', answer, made)) return;
    const { source, staleMs } = answer;
    const { owners, account } = this.#record;
    const { name } = keyOfAccount(account);
    const asked = this.#floor(name, staleMs, made);
    const found = (what: string): void => this.#found(what, { made, source, asked, answered: 0 });
    if (staleMs !== undefined && made.wanted !== 'available') found('old, of an account');
    const possible = owners.slice(asked);
    if (answer.state === 'absent') {
      if (!possible.includes('') && !this.#mayResolveToNobody(name, made)) found('nobody');
    } else if (answer.state === 'found') {
      if (!possible.includes(answer.memberId)) found("another's member");
      if (this.#record.listings.get(answer.memberId)?.[answer.version] !== true) found('unlisted');
      const memberId = parseMemberId(answer.memberId);
      const least = memberId ? this.#floor(memberKey(memberId).name, staleMs, made) : Infinity;
      if (answer.version < least) found('a member older than it may be');
    }
  }

  #count<A extends KeyAnswer | MemberAnswer>(
    kind: string,
    answer: A | undefined,
    made: ReadMade,
  ): answer is Extract<A, Origin> {
    if (!answer || !('source' in answer)) {
      this.refused++;
      return false;
    }
    const { source, staleMs } = answer;
    if (staleMs === undefined) this.bySource[source] = (this.bySource[source] ?? 0) + 1;
    else {
      const name = `${kind} ${made.wanted}`;
      this.aged[name] = (this.aged[name] ?? 0) + 1;
    }
    return true;
  }

  /** The least version of a key that an answer of this age may have. */
  #floor(name: string, staleMs: number | undefined, { beganMs, told }: ReadMade): number {
    const least = this.#record.acknowledgedAt(name, beganMs - (staleMs ?? 0));
    return staleMs === undefined ? least : Math.max(least, told.get(name) ?? 0);
  }

  /** The record was away, or it was busy and the cache in doubt. */
  #isExcused({ beganMs, doubtedMs }: ReadMade): boolean {
    const sinceMs = beganMs - FLIGHT_MS;
    const { away, busy } = this.#record.failedMs;
    return away >= sinceMs || (busy >= sinceMs && doubtedMs >= sinceMs);
  }

  /** A binding is being made, or was undone at its member, and nobody has been told so yet. */
  #mayResolveToNobody(name: string, { beganMs }: ReadMade): boolean {
    const { owners, listings } = this.#record;
    const acknowledged = this.#record.acknowledgedAt(name, beganMs);
    if (owners.length - 1 > acknowledged) return true;
    const memberId = parseMemberId(owners[acknowledged] ?? '');
    if (!memberId) return true;
    const since = this.#record.acknowledgedAt(memberKey(memberId).name, beganMs);
    return listings.get(memberId)?.slice(since).includes(false) === true;
  }

  #found(
    what: string,
    seen: { made: ReadMade; source: string; asked: number; answered: number },
  ): void {
    const { made, source, asked, answered } = seen;
    this.violations.push({ what, reader: made.reader, source, asked, answered });
  }
}
