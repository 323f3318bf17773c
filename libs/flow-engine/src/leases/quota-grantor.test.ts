import { describe, expect, it } from '@jest/globals';

import { HeldShare } from './held-share.ts';
import { fairDelayMs, type LeaseTimes } from './lease-terms.ts';
import { type KnownGateway, QuotaGrantor } from './quota-grantor.ts';

const times: LeaseTimes = { windowMs: 1_000, leaseMs: 1_000, marginMs: 20, forgetMs: 60_000 };

function grantorOf(known: KnownGateway[] | undefined = [], epoch = 1): QuotaGrantor {
  return new QuotaGrantor({ threshold: 100, times, epoch, known, startedAtMs: 0 });
}

/** Gateways that ask in turn, each answered at once, and that use all they have. */
class Asking {
  readonly shares = new Map<string, HeldShare>();
  #processes = 0;
  readonly grantor: QuotaGrantor;

  constructor(grantor: QuotaGrantor) {
    this.grantor = grantor;
  }

  ask(gatewayId: string, wanted: number, nowMs: number, weight = 1): number {
    const incarnation = ++this.#processes;
    const share = this.shares.get(gatewayId) ?? new HeldShare({ gatewayId, incarnation, weight });
    this.shares.set(gatewayId, share);
    const used = Math.min(wanted, share.shareAt(nowMs));
    share.accept(this.grantor.answer(share.ask({ wanted, used }, nowMs), nowMs), nowMs);
    return share.shareAt(nowMs);
  }

  /** Asks of all every 200 ms from `fromMs` until `toMs`; the shares at the end. */
  run(wanted: Record<string, number>, fromMs: number, toMs: number): number[] {
    for (let nowMs = fromMs; nowMs <= toMs; nowMs += 200) {
      for (const [id, amount] of Object.entries(wanted)) this.ask(id, amount, nowMs);
    }
    return Object.keys(wanted).map((id) => this.shares.get(id)!.shareAt(toMs));
  }
}

describe('a grantor of quota', () => {
  it('lends one gateway that is alone the whole threshold', () => {
    expect(new Asking(grantorOf()).ask('a', 500, 0)).toBe(100);
  });

  it('charges what a gateway passed before it had a share', () => {
    const asking = new Asking(grantorOf());
    expect(asking.ask('b', 500, 0)).toBe(100);
    const a = new HeldShare({ gatewayId: 'a', incarnation: 1 });
    asking.grantor.answer(a.ask({ wanted: 0, used: 30 }, 10), 10);
    expect(asking.ask('b', 500, 20)).toBe(70);
    expect(asking.ask('b', 500, 10 + times.windowMs)).toBeGreaterThan(70);
  });

  it('does not wait for processes that are known and tell that they hold nothing', () => {
    const known = ['a', 'b'].map((gatewayId) => {
      return { gatewayId, incarnation: 1, weight: 1, fairShare: 50 };
    });
    const grantor = grantorOf(known, 2);
    const ask = (gatewayId: string, incarnation: number) => {
      const share = new HeldShare({ gatewayId, incarnation });
      return grantor.answer(share.ask({ wanted: 500, used: 0 }, 0), 0);
    };
    expect(ask('a', 1)).toMatchObject({ kind: 'wait' });
    expect(ask('b', 1)).toMatchObject({ kind: 'granted', share: 50 });
    // What a predecessor holds is not told by who comes after it.
    const other = grantorOf(known, 3);
    const share = new HeldShare({ gatewayId: 'a', incarnation: 2 });
    expect(other.answer(share.ask({ wanted: 500, used: 0 }, 0), 0)).toMatchObject({ kind: 'wait' });
  });

  it('gives another nothing of what the first may still use', () => {
    const asking = new Asking(grantorOf());
    asking.ask('a', 500, 0);
    expect(asking.ask('b', 500, 10)).toBe(0);
  });

  it('comes to fair shares, by demand and by weight', () => {
    const asking = new Asking(grantorOf());
    expect(asking.run({ a: 500, b: 20, c: 500 }, 0, 6_000)).toEqual([40, 20, 40]);
    const weighed = new Asking(grantorOf());
    for (let nowMs = 0; nowMs < 6_000; nowMs += 200) {
      weighed.ask('a', 500, nowMs, 3);
      weighed.ask('b', 500, nowMs, 1);
    }
    expect(['a', 'b'].map((id) => weighed.shares.get(id)!.shareAt(5_900))).toEqual([75, 25]);
  });

  it('takes back what is not used and keeps a floor for who wants nothing', () => {
    const asking = new Asking(grantorOf());
    asking.run({ a: 500, b: 500 }, 0, 4_000);
    const [a = 0, b = 0] = asking.run({ a: 0, b: 500 }, 4_200, 8_000);
    expect(a).toBeGreaterThanOrEqual(6);
    expect(a + b).toBeLessThanOrEqual(100);
    expect(b).toBeGreaterThanOrEqual(92);
  });

  it('gives a starving gateway some within a second', () => {
    const asking = new Asking(grantorOf());
    asking.run({ a: 500, b: 0 }, 0, 4_000);
    const [, b = 0] = asking.run({ a: 30, b: 500 }, 4_200, 4_800);
    expect(b).toBeGreaterThanOrEqual(60);
  });

  it('lends what a silent gateway held once its lease is over, but not its fair share', () => {
    const asking = new Asking(grantorOf());
    asking.run({ a: 500, b: 500 }, 0, 4_000);
    const [b] = asking.run({ b: 500 }, 4_200, 9_000);
    expect(b).toBe(50);
    const later = asking.run({ b: 500 }, 9_200, 4_000 + times.forgetMs + 1_000);
    expect(later).toEqual([100]);
  });

  it('lends what was lent before only when its last pass has left the window', () => {
    const asking = new Asking(grantorOf());
    asking.run({ a: 500, b: 0 }, 0, 4_000);
    const endsMs = 4_000 + times.leaseMs + times.marginMs;
    expect(asking.ask('b', 500, endsMs + times.windowMs - 1)).toBeLessThan(10);
    expect(asking.ask('b', 500, endsMs + times.windowMs)).toBe(50);
  });

  it('lends everything at once when a gateway is known to be gone', () => {
    const asking = new Asking(grantorOf());
    asking.run({ a: 500, b: 500 }, 0, 4_000);
    asking.grantor.forget('a');
    expect(asking.ask('b', 500, 5_001)).toBe(100);
  });

  it('does not let a gateway that died and came back pass twice', () => {
    const asking = new Asking(grantorOf());
    asking.ask('a', 500, 0);
    asking.shares.delete('a');
    expect(asking.ask('a', 500, 100)).toBe(0);
    expect(asking.ask('a', 500, 1_100)).toBe(100);
  });

  it('believes no ask that a later one has overtaken', () => {
    const asking = new Asking(grantorOf());
    asking.run({ a: 500, b: 0 }, 0, 4_000);
    const a = asking.shares.get('a')!;
    const late = a.ask({ wanted: 0, used: 0 }, 4_100);
    asking.ask('a', 0, 4_110);
    const full = a.ask({ wanted: 0, used: 94 }, 4_200);
    a.accept(asking.grantor.answer(full, 4_200), 4_200);
    expect(asking.grantor.answer(late, 4_210)).toMatchObject({ kind: 'wait' });
    expect(asking.ask('b', 500, 4_220)).toBeLessThan(10);
  });

  it('lends nothing to a process that has been succeeded', () => {
    const grantor = grantorOf();
    const [before, after] = [1, 2].map((incarnation) => {
      return new HeldShare({ gatewayId: 'a', incarnation });
    });
    const demand = { wanted: 500, used: 0 };
    expect(grantor.answer(after!.ask(demand, 0), 0)).toMatchObject({ share: 100 });
    expect(grantor.answer(before!.ask(demand, 0), 10)).toMatchObject({ kind: 'wait' });
  });

  it('lends nothing after a restart until every known gateway has told what it holds', () => {
    const before = new Asking(grantorOf());
    before.run({ a: 500, b: 500 }, 0, 4_000);
    const grantor = grantorOf(before.grantor.known(), 2);
    const [a, b] = ['a', 'b'].map((id) => before.shares.get(id)!);
    const answer = grantor.answer(a!.ask({ wanted: 500, used: 50 }, 4_010), 10);
    expect(answer.kind).toBe('wait');
    const last = grantor.answer(b!.ask({ wanted: 500, used: 50 }, 4_020), 20);
    expect(last).toMatchObject({ kind: 'granted', share: 50, fairShare: 50 });
  });

  it('waits for the longest lease when a known gateway tells nothing', () => {
    const grantor = grantorOf([{ gatewayId: 'gone', incarnation: 1, weight: 1, fairShare: 50 }], 2);
    const asking = new Asking(grantor);
    expect(asking.ask('a', 500, 0)).toBe(0);
    expect(asking.ask('a', 500, 2_019)).toBe(0);
    expect(asking.ask('a', 500, 2_020)).toBe(50);
  });

  it('waits for the longest lease when what it knew is lost', () => {
    const asking = new Asking(new QuotaGrantor({ ...lostOptions }));
    expect(asking.ask('a', 500, 2_019)).toBe(0);
    expect(asking.ask('a', 500, 2_020)).toBe(100);
  });

  it('lends no more than a lowered threshold once the leases of before are over', () => {
    const asking = new Asking(grantorOf());
    asking.run({ a: 500, b: 500 }, 0, 4_000);
    asking.grantor.threshold = 10;
    const [a = 0, b = 0] = asking.run({ a: 500, b: 500 }, 4_200, 8_000);
    expect(a + b).toBeLessThanOrEqual(10);
    expect(a + b).toBeGreaterThanOrEqual(9);
  });

  it('keeps its record of a gateway bounded when no grant is ever confirmed', () => {
    const grantor = grantorOf();
    const deaf = new HeldShare({ gatewayId: 'deaf', incarnation: 1 });
    for (let nowMs = 0; nowMs < 5_000; nowMs++) {
      grantor.answer(deaf.ask({ wanted: 500, used: 0 }, nowMs), nowMs);
    }
    const other = new Asking(grantor);
    expect(other.ask('b', 500, 5_010)).toBe(0);
  });

  it('has everyone wait before taking a fair share until no lease can run that was granted before', () => {
    expect(fairDelayMs(times)).toBeGreaterThanOrEqual(2 * times.leaseMs + times.windowMs);
  });
});

const lostOptions = { threshold: 100, times, epoch: 2, known: undefined, startedAtMs: 0 };
