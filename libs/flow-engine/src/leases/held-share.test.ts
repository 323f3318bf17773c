import { describe, expect, it } from '@jest/globals';

import { HeldShare } from './held-share.ts';
import type { LeaseAsk, LeaseOffer } from './lease-terms.ts';

const quiet = { wanted: 0, used: 0 };

function offerFor(ask: LeaseAsk, rest: Partial<LeaseOffer> = {}): LeaseOffer {
  return {
    kind: 'granted',
    ask: ask.number,
    grantId: 1,
    share: 80,
    fairShare: 50,
    usableMs: 1_000,
    fairAfterMs: 4_000,
    ...rest,
  };
}

describe('a held share', () => {
  it('is nothing until the first grant', () => {
    expect(new HeldShare({ gatewayId: 'a', incarnation: 1 }).shareAt(0)).toBe(0);
  });

  it('runs from when it was asked for, then is the lesser, then the fair share', () => {
    const held = new HeldShare({ gatewayId: 'a', incarnation: 1 });
    held.accept(offerFor(held.ask(quiet, 0)), 900);
    expect([900, 999, 1_000, 3_999, 4_000, 1e9].map((at) => held.shareAt(at))).toEqual([
      80, 80, 50, 50, 50, 50,
    ]);
  });

  it('does not grow to the fair share while others may use what it left them', () => {
    const held = new HeldShare({ gatewayId: 'a', incarnation: 1 });
    held.accept(offerFor(held.ask(quiet, 0), { share: 10 }), 0);
    expect([999, 1_000, 3_999, 4_000].map((at) => held.shareAt(at))).toEqual([10, 10, 10, 50]);
  });

  it('hands the engine what to adopt, by the clock of the gateway', () => {
    const held = new HeldShare({ gatewayId: 'a', incarnation: 1 });
    expect(held.accept(offerFor(held.ask(quiet, 100)), 150)).toEqual({
      grantId: 1,
      share: 80,
      fairShare: 50,
      validUntilMs: 1_100,
      fairFromMs: 4_100,
    });
  });

  it('tells what it holds and for how long', () => {
    const held = new HeldShare({ gatewayId: 'a', incarnation: 7, weight: 2 });
    const first = held.ask(quiet, 100);
    const who = { gatewayId: 'a', incarnation: 7, weight: 2 };
    expect(first).toMatchObject({ ...who, number: 1, held: undefined });
    held.accept(offerFor(first), 150);
    expect(held.ask({ wanted: 9, used: 4 }, 400)).toMatchObject({
      ...who,
      number: 2,
      wanted: 9,
      used: 4,
      held: { grantId: 1, share: 80, fairShare: 50, usableForMs: 700 },
    });
    expect(held.ask(quiet, 5_000).held?.usableForMs).toBe(0);
  });

  it('takes no answer that comes too late to be of use', () => {
    const held = new HeldShare({ gatewayId: 'a', incarnation: 1 });
    expect(held.accept(offerFor(held.ask(quiet, 0)), 1_000)).toBeUndefined();
    expect(held.shareAt(1_000)).toBe(0);
  });

  it('keeps the newer of two grants, in whichever order they come', () => {
    const held = new HeldShare({ gatewayId: 'a', incarnation: 1 });
    const [first, second] = [held.ask(quiet, 0), held.ask(quiet, 10)];
    held.accept(offerFor(second, { grantId: 2, share: 5 }), 20);
    held.accept(offerFor(first, { grantId: 1, share: 80 }), 30);
    expect(held.shareAt(40)).toBe(5);
  });

  it('takes no answer twice, and none that was under way when the connection went', () => {
    const held = new HeldShare({ gatewayId: 'a', incarnation: 1 });
    const lost = held.ask(quiet, 0);
    held.disconnected();
    held.accept(offerFor(lost), 10);
    expect(held.shareAt(20)).toBe(0);
    held.accept({ kind: 'wait', retryInMs: 100 }, 20);
    expect(held.shareAt(20)).toBe(0);
    const asked = held.ask(quiet, 30);
    expect(held.accept(offerFor(asked), 40)).toBeDefined();
    expect(held.accept(offerFor(asked, { grantId: 9 }), 50)).toBeUndefined();
  });
});
