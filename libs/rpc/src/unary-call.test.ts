// Calls to several equal servers of which some are late, fail or are being replaced.
import { afterEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '@member-mesh/kernel';

import { closeAll, connect, failureOf, serve } from '../test/peers.ts';
import { MeshError } from './index.ts';
import type { ServerCall } from './server-call.ts';

afterEach(closeAll);

const LONG_MS = 60_000;
const DRAIN_TIMEOUT_MS = 50;

interface Served {
  call: ServerCall;
  answer: () => void;
  fail: (error: Error) => void;
}

/** A server that answers with its number, or as `behave` has it. */
async function target(streamSequence: number, options: { port?: number } = {}) {
  const state = {
    asked: 0,
    behave: ({ answer }: Served): void => answer(),
  };
  const { server, port } = await serve(
    {
      AwaitPublished: (_: unknown, call: ServerCall) => {
        state.asked++;
        return new Promise((resolve, reject) => {
          const answer = (): void => resolve({ streamSequence });
          state.behave({ call, answer, fail: reject });
        });
      },
    },
    { ...options, drainTimeoutMs: DRAIN_TIMEOUT_MS },
  );
  return { state, server, port };
}

type AskOptions = Partial<
  Parameters<Awaited<ReturnType<typeof connect>>['record']['AwaitPublished']>[1]
>;

async function twoTargets() {
  const [first, second] = [await target(1), await target(2)];
  const time = { nowMs: 1_000 };
  const clock = { nowMs: systemClock.nowMs, monotonicMs: () => time.nowMs };
  const { record, telemetry } = await connect([first.port, second.port], { clock });
  const ask = async (options: AskOptions = {}) =>
    (await record.AwaitPublished({}, { timeoutMs: LONG_MS, ...options })).streamSequence;
  // Both connections stand, so that each test begins with two targets that are known to be there.
  first.state.behave = ({ fail }) => fail(unavailable('NOT_NOW'));
  expect([await ask({ hedgeAfterMs: LONG_MS }), first.state.asked]).toEqual([2, 1]);
  first.state.behave = ({ answer }) => answer();
  time.nowMs += 10_000;
  first.state.asked = 0;
  second.state.asked = 0;
  const hedged = async (): Promise<number> => {
    const metric = await telemetry.metrics.getSingleMetric('grpc_client_hedged_total')?.get();
    return metric?.values.reduce((sum, { value }) => sum + value, 0) ?? 0;
  };
  const asked = (): number[] => [first.state.asked, second.state.asked];
  return { first, second, time, ask, asked, hedged };
}

const unavailable = (reason: string): MeshError =>
  new MeshError({ kind: 'UNAVAILABLE', reason, message: 'ask somebody else' });

describe('a call that may be asked twice', () => {
  it('goes only to the preferred target while that one answers', async () => {
    const { ask, asked, hedged } = await twoTargets();
    expect(await ask({ hedgeAfterMs: LONG_MS })).toBe(1);
    expect([asked(), await hedged()]).toEqual([[1, 0], 0]);
  });

  it('goes to the next one as well when the first is silent, and lets the first go', async () => {
    const { first, ask, asked, hedged } = await twoTargets();
    const abandoned = Promise.withResolvers<void>();
    first.state.behave = ({ call }) =>
      call.signal.addEventListener('abort', () => abandoned.resolve());
    expect(await ask({ hedgeAfterMs: 10 })).toBe(2);
    await abandoned.promise;
    expect([asked(), await hedged()]).toEqual([[1, 1], 1]);
  });

  it('asks a target that was silent last for a while, then first again', async () => {
    const { first, time, ask } = await twoTargets();
    first.state.behave = () => undefined;
    expect(await ask({ hedgeAfterMs: 10 })).toBe(2);
    first.state.behave = ({ answer }) => answer();
    expect(await ask()).toBe(2);
    time.nowMs += 2_000;
    expect(await ask()).toBe(1);
  });

  it('takes the answer of a slow first target when the second one cannot help', async () => {
    const { first, second, ask } = await twoTargets();
    const answers: (() => void)[] = [];
    first.state.behave = ({ answer }) => answers.push(answer);
    second.state.behave = ({ fail }) => {
      fail(unavailable('NOT_NOW'));
      for (const answer of answers) answer();
    };
    expect(await ask({ hedgeAfterMs: 10 })).toBe(1);
  });

  it('fails with what a target said when none can help', async () => {
    const { first, second, ask, asked } = await twoTargets();
    for (const { state } of [first, second]) {
      state.behave = ({ fail }) => fail(unavailable('NO_TIER'));
    }
    const error = await failureOf(ask({ hedgeAfterMs: LONG_MS }));
    expect([error.reason, asked()]).toEqual(['NO_TIER', [1, 1]]);
  });

  it('lets an answer that is an error stand', async () => {
    const { first, ask, asked } = await twoTargets();
    const reason = 'MEMBER_NOT_FOUND';
    first.state.behave = ({ fail }) =>
      fail(new MeshError({ kind: 'NOT_FOUND', reason, message: 'nobody' }));
    const error = await failureOf(ask({ hedgeAfterMs: LONG_MS }));
    expect([error.reason, asked()]).toEqual([reason, [1, 0]]);
  });
});

describe('a call that must not be asked twice', () => {
  it('is not moved by a target that says UNAVAILABLE, which is an answer', async () => {
    const { first, ask, asked } = await twoTargets();
    first.state.behave = ({ fail }) => fail(unavailable('NO_PRIMARY'));
    expect([(await failureOf(ask())).reason, asked()]).toEqual(['NO_PRIMARY', [1, 0]]);
  });

  it('goes to the next target when the first ends before it answered', async () => {
    const { first, ask, asked } = await twoTargets();
    const entered = Promise.withResolvers<void>();
    first.state.behave = () => entered.resolve();
    const answer = ask();
    await entered.promise;
    // A call that outlasts the time to drain is ended as if its connection had been lost.
    await first.server.drain();
    expect([await answer, asked()]).toEqual([2, [1, 1]]);
  });
});

describe('a call that must never be repeated', () => {
  it('fails with its outcome unknown when its target ends before it answered', async () => {
    const { first, ask, asked } = await twoTargets();
    const entered = Promise.withResolvers<void>();
    first.state.behave = () => entered.resolve();
    const failure = failureOf(ask({ repeat: 'never' }));
    await entered.promise;
    await first.server.drain();
    const { kind, reason, message } = await failure;
    expect([kind, reason, asked()]).toEqual(['UNAVAILABLE', 'OUTCOME_UNKNOWN', [1, 0]]);
    expect(message).toMatch(/AwaitPublished was sent once.*before asking again/);
  });

  it('fails with its outcome unknown when the answer does not come in time', async () => {
    const { first, ask, asked } = await twoTargets();
    first.state.behave = () => undefined;
    const { reason } = await failureOf(ask({ repeat: 'never', timeoutMs: 2_000 }));
    expect([reason, asked()]).toEqual(['OUTCOME_UNKNOWN', [1, 0]]);
  });

  it('is answered with what its target says, also when that is UNAVAILABLE', async () => {
    const { first, ask, asked } = await twoTargets();
    first.state.behave = ({ fail }) => fail(unavailable('NO_PRIMARY'));
    const { reason } = await failureOf(ask({ repeat: 'never' }));
    expect([reason, asked()]).toEqual(['NO_PRIMARY', [1, 0]]);
  });

  it('goes to a target that can be reached, and waits for one when none can', async () => {
    const gone = await goneTarget();
    const here = await target(2);
    const options = { timeoutMs: LONG_MS, repeat: 'never' as const };
    const { record } = await connect([gone.port, here.port]);
    expect((await record.AwaitPublished({}, options)).streamSequence).toBe(2);
    const { record: alone } = await connect([gone.port]);
    const answer = alone.AwaitPublished({}, options);
    const back = await target(3, { port: gone.port });
    expect([(await answer).streamSequence, back.state.asked]).toEqual([3, 1]);
  });
});

describe('a call that is given up', () => {
  it('ends with CANCELLED, tells the target, and is asked nowhere else', async () => {
    const { first, ask, asked } = await twoTargets();
    const giving = new AbortController();
    const told = Promise.withResolvers<void>();
    first.state.behave = ({ call }) => {
      call.signal.addEventListener('abort', () => told.resolve());
      giving.abort();
    };
    const error = await failureOf(ask({ signal: giving.signal }));
    await told.promise;
    expect([error.kind, asked()]).toEqual(['CANCELLED', [1, 0]]);
  });

  it('ends with the reason of its signal while it waits for a target', async () => {
    const { record } = await connect([(await goneTarget()).port]);
    const giving = new AbortController();
    const signal = giving.signal;
    const call = record.AwaitPublished({}, { timeoutMs: LONG_MS, signal });
    setImmediate(() => giving.abort(new Error('enough')));
    await expect(call).rejects.toThrow(/enough|cancelled/i);
  });
});

async function goneTarget() {
  const gone = await target(1);
  await gone.server.drain();
  return gone;
}

describe('while no target can be reached', () => {
  it('a call waits for one within its deadline', async () => {
    const gone = [await goneTarget(), await goneTarget()];
    const { record } = await connect(gone.map(({ port }) => port));
    const calls = Array.from({ length: 20 }, () =>
      record.AwaitPublished({}, { timeoutMs: LONG_MS }),
    );
    await target(7, { port: gone[1]?.port ?? 0 });
    const answers = await Promise.all(calls);
    expect(new Set(answers.map(({ streamSequence }) => streamSequence))).toEqual(new Set([7]));
  });

  it('a call says so before its time is up', async () => {
    const { record } = await connect([(await goneTarget()).port]);
    const error = await failureOf(record.AwaitPublished({}, { timeoutMs: 500 }));
    expect([error.kind, error.reason]).toEqual(['UNAVAILABLE', 'UNAVAILABLE']);
  });

  it('a call ends with its client, and so does one that begins after it', async () => {
    const { record } = await connect([(await goneTarget()).port]);
    const waiting = failureOf(record.AwaitPublished({}, { timeoutMs: LONG_MS }));
    // The first attempt fails in a moment; from then on the call waits for a target to come.
    await failureOf(record.AwaitPublished({}, { timeoutMs: 200 }));
    record.close();
    const late = failureOf(record.AwaitPublished({}, { timeoutMs: LONG_MS }));
    for (const error of [await waiting, await late]) {
      expect([error.kind, error.reason]).toEqual(['UNAVAILABLE', 'CLIENT_CLOSED']);
    }
  });

  it('no call fails when both of two servers are replaced at once, again and again', async () => {
    let targets = [await target(1), await target(2)];
    const ports = targets.map(({ port }) => port);
    const { record } = await connect(ports);
    const load = { done: 0, ending: false, failures: [] as unknown[] };
    const caller = async (): Promise<void> => {
      while (!load.ending) {
        await record.AwaitPublished({}, { timeoutMs: LONG_MS }).then(
          () => load.done++,
          (error: unknown) => load.failures.push(error),
        );
      }
    };
    const callers = Array.from({ length: 16 }, caller);
    const more = async (): Promise<void> => {
      const enough = load.done + 200;
      while (load.done < enough && load.failures.length === 0) {
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    for (let round = 0; round < 2; round++) {
      await more();
      await Promise.all(targets.map(({ server }) => server.drain()));
      targets = await Promise.all(ports.map((port, at) => target(at, { port })));
    }
    await more();
    load.ending = true;
    await Promise.all(callers);
    expect(load.failures).toEqual([]);
  }, 60_000);
});
