import { describe, expect, it } from '@jest/globals';

import { HeldShare } from './held-share.ts';
import type { LeaseAsk, LeaseGrant } from './lease.ts';

const quiet = { wanted: 0, used: 0 };

function grantFor(ask: LeaseAsk, rest: Partial<LeaseGrant> = {}): LeaseGrant {
  return {
    kind: 'granted',
    ask: ask.number,
    epoch: 1,
    sequence: 1,
    share: 80,
    fallback: 50,
    usableMs: 1_000,
    fallbackAfterMs: 4_000,
    ...rest,
  };
}

describe('a held share', () => {
  it('is its start share until the first grant', () => {
    expect(new HeldShare({ gatewayId: 'a', incarnation: 1 }).shareAt(0)).toBe(0);
    expect(new HeldShare({ gatewayId: 'a', incarnation: 1, startShare: 3 }).shareAt(0)).toBe(3);
  });

  it('runs from when it was asked for, then is the lesser, then the fallback', () => {
    const held = new HeldShare({ gatewayId: 'a', incarnation: 1 });
    held.accept(grantFor(held.ask(quiet, 0)), 900);
    expect([900, 999, 1_000, 3_999, 4_000, 1e9].map((at) => held.shareAt(at))).toEqual([
      80, 80, 50, 50, 50, 50,
    ]);
  });

  it('does not grow to the fallback while others may use what it left them', () => {
    const held = new HeldShare({ gatewayId: 'a', incarnation: 1 });
    held.accept(grantFor(held.ask(quiet, 0), { share: 10 }), 0);
    expect([999, 1_000, 3_999, 4_000].map((at) => held.shareAt(at))).toEqual([10, 10, 10, 50]);
  });

  it('tells what it holds and for how long', () => {
    const held = new HeldShare({ gatewayId: 'a', incarnation: 1, weight: 2 });
    const first = held.ask(quiet, 100);
    expect(first).toMatchObject({
      gatewayId: 'a',
      incarnation: 1,
      number: 1,
      weight: 2,
      held: undefined,
    });
    held.accept(grantFor(first), 150);
    expect(held.ask({ wanted: 9, used: 4 }, 400)).toMatchObject({
      number: 2,
      wanted: 9,
      used: 4,
      held: { epoch: 1, sequence: 1, share: 80, fallback: 50, usableForMs: 700 },
    });
    expect(held.ask(quiet, 5_000).held?.usableForMs).toBe(0);
  });

  it('takes no answer that comes too late to be of use', () => {
    const held = new HeldShare({ gatewayId: 'a', incarnation: 1 });
    held.accept(grantFor(held.ask(quiet, 0)), 1_000);
    expect(held.shareAt(1_000)).toBe(0);
  });

  it('keeps the newer of two answers, in whichever order they come', () => {
    const held = new HeldShare({ gatewayId: 'a', incarnation: 1 });
    const [first, second] = [held.ask(quiet, 0), held.ask(quiet, 10)];
    held.accept(grantFor(second, { sequence: 2, share: 5 }), 20);
    held.accept(grantFor(first, { sequence: 1, share: 80 }), 30);
    expect(held.shareAt(40)).toBe(5);
  });

  it('keeps what it holds when an older grant answers a newer ask', () => {
    const held = new HeldShare({ gatewayId: 'a', incarnation: 1 });
    const [first, second] = [held.ask(quiet, 0), held.ask(quiet, 10)];
    held.accept(grantFor(first, { sequence: 2, share: 5 }), 20);
    held.accept(grantFor(second, { sequence: 1, share: 80 }), 30);
    expect(held.shareAt(40)).toBe(5);
  });

  it('takes nothing from a grantor of before a newer one', () => {
    const held = new HeldShare({ gatewayId: 'a', incarnation: 1 });
    held.accept(grantFor(held.ask(quiet, 0), { epoch: 2, share: 5 }), 0);
    held.accept(grantFor(held.ask(quiet, 10), { epoch: 1, sequence: 9, share: 80 }), 20);
    expect(held.shareAt(40)).toBe(5);
  });

  it('takes no answer twice, and none that was under way when the connection went', () => {
    const held = new HeldShare({ gatewayId: 'a', incarnation: 1 });
    const lost = held.ask(quiet, 0);
    held.disconnected();
    held.accept(grantFor(lost), 10);
    expect(held.shareAt(20)).toBe(0);
    held.accept({ kind: 'wait', retryInMs: 100 }, 20);
    expect(held.shareAt(20)).toBe(0);
  });
});
