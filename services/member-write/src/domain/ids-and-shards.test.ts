import { describe, expect, it } from '@jest/globals';
import { type MemberId, parseAccount, parseMemberId } from '@member-mesh/contracts';
import fc from 'fast-check';

import { drawApart, makeMemberId, makeOutboxId } from './ids.ts';
import { shardOfAccount, shardOfMember, shardOfRequest, SHARDS } from './shard.ts';

const START_MS = Date.UTC(2024, 0, 1);
const account = (accountId: string) => parseAccount({ platform: 'wechat', accountId })!;

describe('a member id', () => {
  it('carries its shard, whatever the time and the randomness', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: START_MS + 1, max: Date.UTC(2090, 0, 1) }),
        fc.integer({ min: 0, max: SHARDS - 1 }),
        fc.uint8Array({ minLength: 2, maxLength: 2 }),
        (nowMs, shard, random) => {
          const id = makeMemberId(nowMs, shard, Buffer.from(random));
          expect(parseMemberId(id)).toBe(id);
          expect(shardOfMember(id)).toBe(shard);
        },
      ),
    );
  });

  it('is drawn again while it is taken, and not for ever', () => {
    const ids = [1, 1, 2, 1].map((low) => makeMemberId(START_MS + 5, 7, Buffer.from([0, low])));
    const draws = ids.values();
    const draw = (): MemberId => draws.next().value ?? ids[0]!;
    const taken = new Set<MemberId>();
    const apart = Array.from({ length: 3 }, () => {
      const id = drawApart(draw, taken);
      taken.add(id);
      return id;
    });
    expect(apart).toEqual([ids[0], ids[2], ids[0]]);
  });

  it('ascends with time', () => {
    const early = BigInt(makeMemberId(START_MS + 5, 1023, Buffer.from([0xff, 0xff])));
    const late = BigInt(makeMemberId(START_MS + 6, 0, Buffer.from([0, 0])));
    expect(late > early).toBe(true);
  });

  it('is laid out as time, shard and randomness', () => {
    const id = makeMemberId(START_MS + 3, 2, Buffer.from([0xf0, 0x01]));
    expect(BigInt(id)).toBe((3n << 22n) | (2n << 12n) | 1n);
  });
});

describe('an outbox id', () => {
  it('fits the column and ascends with time', () => {
    const early = BigInt(makeOutboxId(START_MS + 5, Buffer.from([0xff, 0xff, 0xff])));
    const late = BigInt(makeOutboxId(START_MS + 6, Buffer.from([0, 0, 0])));
    expect(late > early).toBe(true);
    const last = BigInt(makeOutboxId(Date.UTC(2090, 0, 1), Buffer.from([0xff, 0xff, 0xff])));
    expect(last < 2n ** 63n).toBe(true);
  });
});

describe('a shard', () => {
  it('is the first ten bits of a SHA-256', () => {
    // printf 'wechat:o6_bm' | sha256sum begins with 1ae7, printf 'order-service\\0r-1' with 93bc.
    expect(shardOfAccount(account('o6_bm'))).toBe(0x1ae7 >> 6);
    expect(shardOfRequest('order-service', 'r-1')).toBe(0x93bc >> 6);
  });

  it('is spread evenly over accounts', () => {
    const counts = new Array<number>(SHARDS).fill(0);
    for (let index = 0; index < 50_000; index++) counts[shardOfAccount(account(`o-${index}`))]!++;
    expect(Math.min(...counts)).toBeGreaterThan(15);
    expect(Math.max(...counts)).toBeLessThan(100);
  });

  it('of a member is read from any 63-bit id without loss', () => {
    expect(shardOfMember('9223372036854775807' as MemberId)).toBe(1023);
    expect(shardOfMember('4096' as MemberId)).toBe(1);
  });
});
