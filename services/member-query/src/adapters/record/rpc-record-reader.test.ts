import { describe, expect, it } from '@jest/globals';
import { parseMemberId } from '@member-mesh/contracts';
import { MeshError } from '@member-mesh/rpc';

import { SourceBusy, SourceUnavailable } from '../../app/sources.ts';
import { type RecordClient, RpcRecordReader } from './rpc-record-reader.ts';

const ids = [parseMemberId('1') as NonNullable<ReturnType<typeof parseMemberId>>];

function readerOf(answer: () => Promise<never>) {
  const reached: boolean[] = [];
  const client = { ReadMembers: answer } as unknown as RecordClient;
  const reader = new RpcRecordReader({
    ...{ clients: { order: client, marketing: client }, concurrencyMax: 1, timeoutMs: 800 },
    onReached: (each) => reached.push(each),
  });
  return { reader, reached };
}

describe('a record that fails', () => {
  it.each<[MeshError['kind'], reason: string, busy: boolean, reached: boolean]>([
    ['UNAVAILABLE', 'UNAVAILABLE', false, false],
    ['UNAVAILABLE', 'RECORD_UNAVAILABLE', false, false],
    ['UNAVAILABLE', 'WRITE_CONTENDED', true, false],
    ['RESOURCE_EXHAUSTED', 'TOO_MANY_CALLS', true, true],
    ['DEADLINE_EXCEEDED', 'DEADLINE_EXCEEDED', true, false],
    ['INTERNAL', 'UNEXPECTED', true, true],
  ])('with %s %s is busy: %s, reached: %s', async (kind, reason, busy, seen) => {
    const failing = new MeshError({ kind, reason, message: 'no' });
    const { reader, reached } = readerOf(() => Promise.reject(failing));
    const error = await reader.readMembers(ids, 'order').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SourceUnavailable);
    expect([error instanceof SourceBusy, reached]).toEqual([busy, [seen]]);
  });

  it('is busy when more calls wait for it than may', async () => {
    const { promise: answered, reject } = Promise.withResolvers<never>();
    const { reader } = readerOf(() => answered);
    const waiting = Array.from({ length: 9 }, () => reader.readMembers(ids, 'order'));
    const settled = Promise.allSettled(waiting);
    await expect(reader.readMembers(ids, 'order')).rejects.toBeInstanceOf(SourceBusy);
    reject(new MeshError({ kind: 'UNAVAILABLE', reason: 'UNAVAILABLE', message: 'gone' }));
    expect((await settled).every(({ status }) => status === 'rejected')).toBe(true);
  });
});
