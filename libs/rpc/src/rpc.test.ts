// Servers and clients meet over real sockets here: what a handler throws is what a caller catches.
import { afterEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '@member-mesh/kernel';

import { closeAll, connect, failureOf, serve } from '../test/peers.ts';
import { invalidArgument, MeshError } from './index.ts';

afterEach(closeAll);

describe('a call between services', () => {
  it('carries request and answer', async () => {
    const { port } = await serve({
      ReadMembers: async ({ memberIds }: { memberIds: string[] }) => ({
        members: memberIds.map((memberId) => ({ memberId, version: 7, member: Buffer.from('m') })),
      }),
    });
    const { record } = await connect([port]);
    const answer = await record.ReadMembers({ memberIds: ['1', '2'] }, { timeoutMs: 2_000 });
    expect(answer.members).toEqual([
      { memberId: '1', version: 7, member: Buffer.from('m') },
      { memberId: '2', version: 7, member: Buffer.from('m') },
    ]);
  });

  it('carries an error with its reason, fields, quota and delay', async () => {
    const { port } = await serve({
      ReadMembers: () => Promise.reject(invalidArgument([{ field: 'a.b', description: 'is bad' }])),
      ReadAccounts: () =>
        Promise.reject(
          new MeshError({
            kind: 'RESOURCE_EXHAUSTED',
            reason: 'OVER',
            message: 'too much 太多',
            metadata: { rule: 'r1' },
            quota: [{ subject: 'caller', description: 'r1' }],
            retryAfterMs: 1500,
          }),
        ),
    });
    const { record } = await connect([port]);
    const bad = await failureOf(record.ReadMembers({}, { timeoutMs: 2_000 }));
    expect([bad.kind, bad.reason]).toEqual(['INVALID_ARGUMENT', 'INVALID_FIELD']);
    expect(bad.violations).toEqual([{ field: 'a.b', description: 'is bad' }]);
    const over = await failureOf(record.ReadAccounts({}, { timeoutMs: 2_000 }));
    expect(over).toMatchObject({
      kind: 'RESOURCE_EXHAUSTED',
      reason: 'OVER',
      message: 'too much 太多',
      metadata: { rule: 'r1' },
      quota: [{ subject: 'caller', description: 'r1' }],
      retryAfterMs: 1500,
    });
  });

  it('hides the cause of an unexpected failure and names a method that is not served', async () => {
    const { port } = await serve({
      ReadMembers: () => Promise.reject(new TypeError('secret detail')),
    });
    const { record } = await connect([port]);
    const broken = await failureOf(record.ReadMembers({}, { timeoutMs: 2_000 }));
    expect([broken.kind, broken.reason]).toEqual(['INTERNAL', 'UNEXPECTED']);
    expect(broken.message).not.toContain('secret');
    const absent = await failureOf(record.ScanShard({}, { timeoutMs: 2_000 }));
    expect([absent.kind, absent.reason]).toEqual(['UNIMPLEMENTED', 'NOT_IN_THIS_RELEASE']);
  });

  it('is refused by its headers before anything of it is read, with all that an error has', async () => {
    const seen: string[] = [];
    const { port } = await serve(
      { AwaitPublished: async () => ({ streamSequence: Number(seen.push('asked')) }) },
      {
        refuseUnread: (path, headers) =>
          headers['x-mesh-kind'] === 'member-query' && path.endsWith('/AwaitPublished')
            ? { kind: 'RESOURCE_EXHAUSTED', reason: 'OVER', message: 'later', retryAfterMs: 70 }
            : undefined,
      },
    );
    const { record } = await connect([port]);
    const refused = await failureOf(record.AwaitPublished({}, { timeoutMs: 2_000 }));
    expect(refused).toMatchObject({ kind: 'RESOURCE_EXHAUSTED', reason: 'OVER', retryAfterMs: 70 });
    expect(refused.message).toBe('later');
    const other = await failureOf(record.ReadMembers({}, { timeoutMs: 2_000 }));
    expect(other.reason).toBe('NOT_IN_THIS_RELEASE');
    expect(seen).toEqual([]);
  });

  it('is refused without a proof of who calls, and to kinds that are not allowed', async () => {
    const { port } = await serve({ AwaitPublished: async () => ({ streamSequence: 1 }) });
    const forged = await connect([port], { token: 'a guess' });
    const wrong = await failureOf(forged.record.AwaitPublished({}, { timeoutMs: 2_000 }));
    expect([wrong.kind, wrong.reason]).toEqual(['UNAUTHENTICATED', 'PEER_UNKNOWN']);
    const other = await connect([port], { token: 'another', kind: 'meshctl' });
    const denied = await failureOf(other.record.AwaitPublished({}, { timeoutMs: 2_000 }));
    expect([denied.kind, denied.reason]).toEqual(['PERMISSION_DENIED', 'PEER_NOT_ALLOWED']);
  });

  it('gives a child no more time than its parent has, however long its own', async () => {
    const seen: number[] = [];
    const { port } = await serve({
      AwaitPublished: async (_: unknown, served: { deadlineMs: number }) => {
        seen.push(served.deadlineMs);
        return { streamSequence: 1 };
      },
    });
    const { record } = await connect([port]);
    const deadlineMs = systemClock.nowMs() + 10_000;
    const parent = { deadlineMs, signal: new AbortController().signal };
    await record.AwaitPublished({}, { timeoutMs: 3_600_000, parent });
    // The time travels, not the moment: on its way it is worth a little more each millisecond.
    expect(seen[0]).toBeLessThan(deadlineMs + 60_000);
  });

  it('ends with DEADLINE_EXCEEDED and tells the handler to give up', async () => {
    const aborted = Promise.withResolvers<void>();
    const { port } = await serve({
      AwaitPublished: (_: unknown, served: { signal: AbortSignal }) => {
        served.signal.addEventListener('abort', () => aborted.resolve());
        return new Promise(() => undefined);
      },
    });
    const { record } = await connect([port]);
    const late = await failureOf(record.AwaitPublished({}, { timeoutMs: 50 }));
    expect(late.kind).toBe('DEADLINE_EXCEEDED');
    await aborted.promise;
  });

  it('passes over a target that is gone and comes back to the first', async () => {
    const first = await serve({ AwaitPublished: async () => ({ streamSequence: 1 }) });
    const second = await serve({ AwaitPublished: async () => ({ streamSequence: 2 }) });
    const { record } = await connect([first.port, second.port]);
    const ask = () => record.AwaitPublished({}, { timeoutMs: 5_000 });
    expect((await ask()).streamSequence).toBe(1);
    await first.server.drain();
    expect((await ask()).streamSequence).toBe(2);
  });

  it('finishes what is in progress while the server drains', async () => {
    const release = Promise.withResolvers<void>();
    const entered = Promise.withResolvers<void>();
    const { server, port } = await serve({
      AwaitPublished: async () => {
        entered.resolve();
        await release.promise;
        return { streamSequence: 9 };
      },
    });
    const { record } = await connect([port]);
    const answer = record.AwaitPublished({}, { timeoutMs: 5_000 });
    await entered.promise;
    const drained = server.drain();
    release.resolve();
    expect((await answer).streamSequence).toBe(9);
    await drained;
  });
});

describe('a stream of answers', () => {
  it('arrives in order and ends with the error that ended it', async () => {
    const { port } = await serve(
      {
        async *RebuildIndex() {
          for (let rowsDone = 0; rowsDone < 500; rowsDone++) yield { rowsDone };
          throw new MeshError({ kind: 'ABORTED', reason: 'LOST_LEASE', message: 'gone' });
        },
      },
      { service: 'index' },
    );
    const { index } = await connect([port]);
    const seen: number[] = [];
    const all = async (): Promise<void> => {
      for await (const { rowsDone } of index.RebuildIndex({}, {})) seen.push(rowsDone);
    };
    expect((await failureOf(all())).reason).toBe('LOST_LEASE');
    expect(seen).toEqual(Array.from({ length: 500 }, (_, i) => i));
  });
});

describe('health', () => {
  it('tells each part apart, and ends its watches when the server drains', async () => {
    const { server, health, port } = await serve({});
    health.set('', 'SERVING');
    health.set('tier:redis/a', 'NOT_SERVING');
    const client = (await connect([port])).health;
    const unknown = await failureOf(client.Check({ service: 'nobody' }, { timeoutMs: 2_000 }));
    expect(unknown.kind).toBe('NOT_FOUND');
    expect(await client.List({}, { timeoutMs: 2_000 })).toMatchObject({
      statuses: {
        '': { status: 'SERVING' },
        'mesh.record.v1.RecordService': { status: 'SERVING' },
        'tier:redis/a': { status: 'NOT_SERVING' },
      },
    });
    const states: string[] = [];
    const watched = (async () => {
      for await (const { status } of client.Watch({ service: '' }, {})) {
        states.push(status);
        if (states.length === 1) void server.drain();
      }
    })();
    await watched;
    expect(states).toEqual(['SERVING', 'NOT_SERVING']);
  });
});
