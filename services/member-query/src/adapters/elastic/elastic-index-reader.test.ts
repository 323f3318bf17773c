// Reads that wait for room and a breaker that opens meanwhile.
import { describe, expect, it } from '@jest/globals';
import { type MemberId, parseMemberId } from '@member-mesh/contracts';
import { type Elastic, ElasticUnavailable } from '@member-mesh/driver-elastic';
import { systemClock } from '@member-mesh/kernel';
import { TierGuard } from '@member-mesh/tier-guard';

import { SourceUnavailable } from '../../app/sources.ts';
import { memberKey } from '../../domain/cache-key.ts';
import { ElasticIndexReader } from './elastic-index-reader.ts';

const keys = [memberKey(parseMemberId('101') as MemberId)];

describe('a read that waits for room', () => {
  it('is not sent to a cluster whose breaker opened while it waited', async () => {
    const hanging = [Promise.withResolvers<never>(), Promise.withResolvers<never>()];
    let asked = 0;
    const elastic = { mget: () => hanging[asked++]?.promise } as unknown as Elastic;
    const nothing = (): void => undefined;
    const guard = new TierGuard({
      ...{ clock: systemClock, observer: { refused: nothing, changed: nothing } },
    });
    guard.replaceRules([
      {
        ...{ ruleId: 'r', mode: 'enforce', enforcePercent: 0 },
        kind: {
          ...{ type: 'degrade', resource: 'tier:elastic/order-a', strategy: 'error_count' },
          ...{ threshold: 1, minRequests: 1, statWindowMs: 60_000, openForMs: 60_000, probes: 1 },
          fallback: 'fail_fast',
        },
      },
    ]);
    const reader = new ElasticIndexReader({
      ...{ cluster: 'order-a', elastic, guard, clock: systemClock, timeoutMs: 1_000 },
      ...{ serving: () => true, onReached: nothing, concurrencyMax: 2 },
    });
    const reads = [1, 2, 3].map(() => reader.read(keys).catch((error: unknown) => error));
    await Promise.resolve();
    expect(asked).toBe(2);
    for (const { reject } of hanging) reject(new ElasticUnavailable('timed out'));
    const errors = await Promise.all(reads);
    for (const error of errors) expect(error).toBeInstanceOf(SourceUnavailable);
    expect((errors[2] as Error).message).toContain('the rule r');
    expect(asked).toBe(2);
  });
});
