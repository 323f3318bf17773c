// The decision about every call of a gateway, from the rules it follows and what has passed. Its
// clock is what it is told: monotonic milliseconds, with fractions (standing-clock.ts).
import { invariant } from '@member-mesh/kernel';

import type { BreakerStateName } from '../breakers/breaker.ts';
import type { Admission, Call, CallKey, Outcome, Refusal, Ticket } from '../call.ts';
import { HotspotMemory } from '../hotspots/hotspot-memory.ts';
import { HottestValues, type HotValue } from '../hotspots/hottest-values.ts';
import type { LeaseGrant } from '../leases/lease.ts';
import { LeaseDesk, type LeaseDemand } from '../leases/lease-desk.ts';
import { PlanCache } from '../policy/plan-cache.ts';
import type { Plan } from '../policy/plan.ts';
import type { Party } from '../policy/resource-index.ts';
import { RuleBook } from '../policy/rule-book.ts';
import type { EngineRule } from '../policy/rule.ts';
import { StandingClock } from '../standing-clock.ts';
import { Load } from '../system/load.ts';
import { CallKeys } from './call-keys.ts';
import { Judge } from './judge.ts';
import { RunningCall } from './running-call.ts';
import { Traffic, TrafficRow, type TrafficCount } from './traffic.ts';
import { Verdict } from './verdict.ts';

const HOTSPOT_VALUES_MAX = 65_536;
const HOTTEST_COUNTERS = 256;
const NO_KEYS: readonly CallKey[] = [];
/** What every call asks for at least. */
const LEAST = { cost: 1, keys: NO_KEYS, degradable: true };

export interface FlowEngineOptions {
  /** Values that hotspot rules follow exactly, 65,536 when left out; each takes 320 bytes. */
  hotspotValuesMax?: number;
  /** Keeps strangers from choosing values that meet in memory. */
  seed?: number;
}

export class FlowEngine {
  readonly #clock = new StandingClock();
  readonly #load = new Load();
  readonly #book: RuleBook;
  readonly #plans: PlanCache;
  readonly #keys: CallKeys;
  readonly #verdict = new Verdict();
  readonly #judge: Judge;
  readonly #hottest = new HottestValues(HOTTEST_COUNTERS);
  readonly #traffic = new Traffic();
  readonly #desk: LeaseDesk;
  readonly #appearance = { hash: 0, method: '', kind: '', value: '', cost: 0 };
  #revision = 0;

  constructor(options: FlowEngineOptions = {}) {
    const memory = new HotspotMemory(options.hotspotValuesMax ?? HOTSPOT_VALUES_MAX);
    this.#book = new RuleBook(memory, this.#load);
    this.#desk = new LeaseDesk(this.#book);
    this.#keys = new CallKeys(options.seed ?? 0);
    this.#judge = new Judge(this.#keys, this.#verdict);
    this.#plans = new PlanCache((party) =>
      this.#book.plan(party, new TrafficRow(party.method, party.caller)),
    );
  }

  /** The revision of the rules in force. */
  get revision(): number {
    return this.#revision;
  }

  /** Puts a valid rule set in force as a whole. Rules that stay the same rule keep their memory. */
  replaceRules(rules: readonly EngineRule[], revision: number): void {
    this.#book.replace(rules);
    this.#plans.clear();
    this.#revision = revision;
  }

  /** Decides about a call: all of its rules take what it costs, or none does. */
  admit(call: Call, nowMs: number): Admission {
    invariant(call.cost > 0 && call.cost < Infinity, 'a call has a cost above 0');
    const now = this.#clock.at(nowMs);
    const plan = this.#plans.of(call);
    this.#keys.fill(call.keys);
    this.#notice(call, plan, now);
    this.#verdict.begin(nowMs);
    this.#judge.judge(plan, call, now);
    for (const demand of plan.demands) demand.asked += call.cost;
    const traffic = this.#traffic.list(plan.traffic);
    const { shadow } = this.#verdict;
    if (shadow.length > 0) traffic.shadowRefused++;
    const refusal = this.#verdict.conclude();
    if (refusal) {
      traffic.refused++;
      this.#noticeRefusal(plan);
      return { verdict: 'refused', shadow, ...refusal };
    }
    traffic.passed++;
    const ticket = new RunningCall(plan, call.cost, this.#verdict);
    ticket.take(this.#keys, now);
    this.#load.running++;
    const degraded = ticket.isDegraded;
    if (ticket.startMs <= now) return { verdict: 'admitted', ticket, degraded, shadow };
    return { verdict: 'paced', ticket, degraded, shadow, waitMs: ticket.startMs - nowMs };
  }

  /**
   * The refusal of a call of this method and caller whatever it asks for, before anything of it was
   * read; undefined when that depends on what it asks for, or nothing stands against it. A refusal
   * is counted; a call that is not refused has taken nothing and is to be admitted like any other.
   */
  refuseUnread(party: Party, nowMs: number): Refusal | undefined {
    const now = this.#clock.at(nowMs);
    const plan = this.#plans.of(party);
    this.#keys.fill(NO_KEYS);
    this.#verdict.begin(nowMs);
    this.#judge.judge(plan, { ...party, ...LEAST }, now);
    const refusal = this.#verdict.conclude();
    if (!refusal) return undefined;
    for (const demand of plan.demands) demand.asked += LEAST.cost;
    this.#traffic.list(plan.traffic).refused++;
    return refusal;
  }

  /** A call that ran has ended. What it cost stays charged. */
  complete(ticket: Ticket, outcome: Outcome, nowMs: number): void {
    const now = this.#clock.at(nowMs);
    const call = this.#end(ticket);
    if (!call) return;
    call.complete(outcome, now);
    const elapsedMs = Math.max(0, now - call.startMs);
    const traffic = this.#traffic.list(call.plan.traffic);
    traffic.ended(elapsedMs);
    if (outcome === 'failed') traffic.failed++;
    if (outcome === 'ok') {
      this.#load.responded(elapsedMs, now);
      for (const { guard } of call.plan.systems) guard.responded(elapsedMs, now);
    }
    this.#load.running--;
  }

  /** A call that never ran, such as one given up while it was paced, gives back what it took. */
  cancel(ticket: Ticket, nowMs: number): void {
    const now = this.#clock.at(nowMs);
    const call = this.#end(ticket);
    if (!call) return;
    call.cancel(now);
    this.#load.running--;
    if (call.plan.traffic.passed > 0) call.plan.traffic.passed--;
  }

  /** What the process measures of itself. */
  sample({ eventLoopDelayMs }: { eventLoopDelayMs: number }, nowMs: number): void {
    this.#clock.at(nowMs);
    this.#load.eventLoopDelayMs = eventLoopDelayMs;
  }

  /**
   * Takes a share of a global rule, by its identity, into use; false when there is no such rule or
   * a newer grant.
   */
  grantLease(identity: string, grant: LeaseGrant): boolean {
    return this.#desk.grant(identity, grant);
  }

  /** What each global rule was asked for since the last look, to be sent to the grantor. */
  leaseDemands(nowMs: number): LeaseDemand[] {
    return this.#desk.demands(this.#clock.at(nowMs));
  }

  /** What was counted for each method and caller since the last look. */
  drainTraffic(): TrafficCount[] {
    return this.#traffic.drain();
  }

  breakerStates(nowMs: number): { ruleId: string; resource: string; state: BreakerStateName }[] {
    return this.#book.breakers.states(this.#clock.at(nowMs));
  }

  /** The values asked for most, hottest first, with or without rules. */
  hottestValues(count: number, nowMs: number): HotValue[] {
    return this.#hottest.hottest(count, this.#clock.at(nowMs));
  }

  #notice(call: Call, plan: Plan, nowMs: number): void {
    const seen = this.#appearance;
    for (let at = 0; at < this.#keys.count; at++) {
      seen.hash = this.#keys.hash(at, plan.methodSalt);
      seen.method = call.method;
      seen.kind = this.#keys.kinds[at] ?? '';
      seen.value = this.#keys.values[at] ?? '';
      seen.cost = this.#keys.costs[at] ?? 0;
      this.#hottest.add(seen, nowMs);
    }
  }

  #noticeRefusal(plan: Plan): void {
    for (let at = 0; at < this.#keys.count; at++) {
      this.#hottest.refuse(this.#keys.hash(at, plan.methodSalt));
    }
  }

  /** The call of a ticket that was not ended before. */
  #end(ticket: Ticket): RunningCall | undefined {
    invariant(ticket instanceof RunningCall, 'a ticket comes from an admission');
    if (ticket.isOver) return undefined;
    ticket.isOver = true;
    return ticket;
  }
}
