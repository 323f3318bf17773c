import { describe, expect, it } from '@jest/globals';
import { systemClock } from '@member-mesh/kernel';

import { MemoryCluster } from '../../test/memory-cluster.ts';
import type { IndexedMember } from '../domain/row.ts';
import type { ChangeStream, ReadOutcome, RecordPage, RecordSource } from './ports.ts';
import { ShardComparison } from './shard-comparison.ts';

const pair = { member: 'member-000001', account: 'account-000001' };

function member(memberId: string, version: number): IndexedMember {
  return {
    ...{ table: 'member', memberId, version, encoded: Buffer.from('m'), status: 'ACTIVE' },
    ...{ phone: '', email: '', homeChannel: '', level: 0, platforms: [] },
    ...{ createTimeMs: 1, updateTimeMs: 1 },
  };
}

/** An index that has an older version of each row at every look. */
class TrailingCluster extends MemoryCluster {
  readonly versions = new Map<string, number>();

  override read(_index: string, ids: readonly string[]): Promise<ReadOutcome[]> {
    return Promise.resolve(
      ids.map((id) => ({ kind: 'found', version: this.versions.get(id) ?? 0, source: {} })),
    );
  }
}

describe('a comparison', () => {
  it('says which keys changed at every look, and that nothing is known of them', async () => {
    const cluster = new TrailingCluster();
    let look = 0;
    const record: Pick<RecordSource, 'scan' | 'awaitPublished'> = {
      scan: (): Promise<RecordPage> => {
        look += 1;
        // By the next look the index has what the record shows now; until then the record moves on.
        cluster.versions.set('1', (look - 1) * 10);
        cluster.versions.set('2', 4);
        const rows = [member('1', look * 10), member('2', 5)];
        const page = rows.map((row) => ({ kind: 'row' as const, row }));
        return Promise.resolve({ rows: page, nextPageToken: undefined });
      },
      awaitPublished: () => Promise.resolve(1),
    };
    const stream: Pick<ChangeStream, 'consumer'> = {
      consumer: () => Promise.resolve({ ackFloor: 1, pending: 0, ackPending: 0 }),
    };
    const comparison = new ShardComparison({
      ...{ cluster, pair, clock: systemClock, signal: new AbortController().signal },
      record: record as RecordSource,
      stream: stream as ChangeStream,
    });
    const { suspicions } = await comparison.compare([0]);
    const found = await comparison.confirm(suspicions);
    expect(found.map(({ key, kind }) => [key, kind])).toEqual([
      ['member:2', 'older'],
      ['member:1', 'undecided'],
    ]);
  });
});
