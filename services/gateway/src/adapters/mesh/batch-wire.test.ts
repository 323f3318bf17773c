import { describe, expect, it } from '@jest/globals';
import { type BatchReadResponse, loadContracts } from '@member-mesh/contracts';
import fc from 'fast-check';

import type { ReadKey, ReadLane } from '../../domain/read.ts';
import { decodeBatchResponse, encodeBatchRequest } from './batch-wire.ts';

const { BatchRead } = loadContracts().services.memberRead.definition;

/** As member-query reads it. */
const requestOf = (bytes: Buffer): unknown => BatchRead?.requestDeserialize(bytes);
/** As a member-query that has nothing but the proto writes it. */
const responseOf = (response: BatchReadResponse): Buffer =>
  BatchRead?.responseSerialize(response) ?? Buffer.alloc(0);

describe('a batch of reads on the wire', () => {
  it.each([
    ['order', 'current', 'READ_CLASS_ORDER', 'CONSISTENCY_UNSPECIFIED'],
    ['marketing', 'available', 'READ_CLASS_MARKETING', 'CONSISTENCY_AVAILABLE'],
    ['ops', 'authoritative', 'READ_CLASS_OPS', 'CONSISTENCY_AUTHORITATIVE'],
  ] as const)('asks for %s %s', (trafficClass, consistency, readClass, wire) => {
    const lane: ReadLane = { trafficClass, consistency };
    const request = requestOf(encodeBatchRequest(lane, []));
    expect(request).toMatchObject({ readClass, consistency: wire, items: [] });
  });

  it('asks for every key as it is', () => {
    const member = fc.record({
      kind: fc.constant('member' as const),
      memberId: fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }).map(String),
      minVersion: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
    });
    const account = fc.record({
      kind: fc.constant('account' as const),
      platform: fc.constantFrom('wechat', 'app-ly'),
      accountId: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 128 }),
    });
    const lane: ReadLane = { trafficClass: 'order', consistency: 'current' };
    fc.assert(
      fc.property(fc.array(fc.oneof(member, account), { maxLength: 40 }), (keys: ReadKey[]) => {
        const items = keys.map((key) =>
          key.kind === 'member'
            ? { memberId: key.memberId, minVersion: key.minVersion }
            : { account: { platform: key.platform, accountId: key.accountId } },
        );
        expect(requestOf(encodeBatchRequest(lane, keys))).toMatchObject({ items });
      }),
    );
  });

  it('is answered with one outcome for each result', () => {
    const member = Buffer.from('an encoded member');
    const source = 'SOURCE_INDEX' as const;
    const stalenessBound = { seconds: 3, nanos: 250_000_000 };
    const response = responseOf({
      results: [
        { outcome: 'OUTCOME_FOUND', member, source: 'SOURCE_CACHE' },
        { outcome: 'OUTCOME_FOUND', member: Buffer.alloc(0), source, stalenessBound },
        { outcome: 'OUTCOME_NOT_FOUND', source: 'SOURCE_STORE' },
        { outcome: 'OUTCOME_QUARANTINED', source },
        { outcome: 'OUTCOME_TOO_OLD' },
        { outcome: 'OUTCOME_UNAVAILABLE', detail: '没有' },
        { outcome: 'OUTCOME_EXHAUSTED' },
        {},
        { outcome: 77 as never },
      ],
    });
    expect(decodeBatchResponse(response)).toEqual([
      { kind: 'found', member, origin: { source: 'SOURCE_CACHE' } },
      { kind: 'found', member: Buffer.alloc(0), origin: { source, stalenessBoundMs: 3_250 } },
      { kind: 'not-found', origin: { source: 'SOURCE_STORE' } },
      { kind: 'quarantined', origin: { source } },
      { kind: 'too-old' },
      { kind: 'unavailable', detail: '没有' },
      { kind: 'exhausted' },
      { kind: 'unavailable', detail: '' },
      { kind: 'unavailable', detail: 'unknown outcome 77' },
    ]);
  });

  it('is refused when it is cut off', () => {
    const whole = responseOf({ results: [{ outcome: 'OUTCOME_FOUND', member: Buffer.from('m') }] });
    for (let length = 1; length < whole.length; length++) {
      expect(() => decodeBatchResponse(whole.subarray(0, length))).toThrow(RangeError);
    }
  });
});
