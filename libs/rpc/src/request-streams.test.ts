// Streams of requests over real sockets, answered once or by a stream.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

import { afterEach, describe, expect, it } from '@jest/globals';

import { closeAll, connect, failureOf, serve } from '../test/peers.ts';
import { MeshError } from './index.ts';

afterEach(closeAll);

const service = 'flowControl';

interface Report {
  gatewayId: string;
}

async function* reports(...names: string[]): AsyncGenerator<Report> {
  for (const gatewayId of names) yield { gatewayId };
}

/** Yields one, then nothing for as long as it lasts; tells when it was let go. */
function endless(first: Report) {
  const letGo = Promise.withResolvers<void>();
  const requests = {
    [Symbol.asyncIterator]: () => {
      let asked = 0;
      return {
        next: (): Promise<IteratorResult<Report>> =>
          asked++ === 0
            ? Promise.resolve({ done: false, value: first })
            : new Promise(() => undefined),
        return: (): Promise<IteratorResult<Report>> => {
          letGo.resolve();
          return Promise.resolve({ done: true, value: undefined });
        },
      };
    },
  };
  return { requests, letGo: letGo.promise };
}

function refused(): MeshError {
  return new MeshError({ kind: 'UNAVAILABLE', reason: 'NOT_GRANTOR', message: 'ask another' });
}

describe('a stream of requests that is answered once', () => {
  it('hands over every request in order and brings the answer', async () => {
    const seen: string[] = [];
    const { port } = await serve(
      {
        ReportTraffic: async (requests: AsyncIterable<Report>) => {
          for await (const { gatewayId } of requests) seen.push(gatewayId);
          return {};
        },
      },
      { service },
    );
    const { flow } = await connect([port]);
    await expect(flow.ReportTraffic(reports('a', 'b', 'c'), {})).resolves.toEqual({});
    expect(seen).toEqual(['a', 'b', 'c']);
  });

  it('fails with what the server refused by, and asks for no more requests', async () => {
    const { port } = await serve({ ReportTraffic: () => Promise.reject(refused()) }, { service });
    const { flow } = await connect([port]);
    const { requests, letGo } = endless({ gatewayId: 'a' });
    const error = await failureOf(flow.ReportTraffic(requests, {}));
    expect(error).toMatchObject({ kind: 'UNAVAILABLE', reason: 'NOT_GRANTOR' });
    await letGo;
  });

  it('fails with what the requests failed with', async () => {
    const { port } = await serve(
      { ReportTraffic: () => new Promise(() => undefined) },
      { service },
    );
    const { flow } = await connect([port]);
    const failing = (async function* (): AsyncGenerator<Report> {
      yield { gatewayId: 'a' };
      throw new RangeError('out of reports');
    })();
    await expect(flow.ReportTraffic(failing, {})).rejects.toThrow('out of reports');
  });
});

describe('a stream of requests that is answered by a stream', () => {
  it('brings each answer while requests still go out', async () => {
    const { port } = await serve(
      {
        async *LeaseQuota(requests: AsyncIterable<Report>) {
          for await (const { gatewayId } of requests) yield { ruleId: `for-${gatewayId}` };
        },
      },
      { service },
    );
    const { flow } = await connect([port]);
    const asked = Promise.withResolvers<void>();
    const asks = (async function* () {
      yield { gatewayId: 'a' };
      await asked.promise;
      yield { gatewayId: 'b' };
    })();
    const answers: string[] = [];
    for await (const { ruleId } of flow.LeaseQuota(asks, {})) {
      answers.push(ruleId);
      asked.resolve();
    }
    expect(answers).toEqual(['for-a', 'for-b']);
  });

  it('ends with what the server refused by, and asks for no more requests', async () => {
    const { port } = await serve(
      {
        async *LeaseQuota() {
          throw refused();
        },
      },
      { service },
    );
    const { flow } = await connect([port]);
    const { requests, letGo } = endless({ gatewayId: 'a' });
    const reading = async (): Promise<void> => {
      for await (const answer of flow.LeaseQuota(requests, {})) expect(answer).toBeUndefined();
    };
    expect((await failureOf(reading())).reason).toBe('NOT_GRANTOR');
    await letGo;
  });

  it('fails at a process that takes connections and says nothing on them', async () => {
    const taken: Socket[] = [];
    const hung = createServer((socket) => taken.push(socket)).listen(0, '127.0.0.1');
    await once(hung, 'listening');
    const { flow } = await connect([(hung.address() as AddressInfo).port]);
    const reading = async (): Promise<void> => {
      for await (const answer of flow.LeaseQuota(reports('a'), { timeoutMs: 200 })) {
        expect(answer).toBeUndefined();
      }
    };
    expect(await failureOf(reading())).toMatchObject({ kind: 'UNAVAILABLE' });
    for (const socket of taken) socket.destroy();
    hung.close();
  });

  it('is cancelled by its signal, at both ends', async () => {
    const aborted = Promise.withResolvers<void>();
    const { port } = await serve(
      {
        async *LeaseQuota(_: unknown, { signal }: { signal: AbortSignal }) {
          signal.addEventListener('abort', () => aborted.resolve());
          yield { ruleId: 'r' };
          await aborted.promise;
        },
      },
      { service },
    );
    const { flow } = await connect([port]);
    const stop = new AbortController();
    const { requests, letGo } = endless({ gatewayId: 'a' });
    const reading = async (): Promise<void> => {
      const answers = flow.LeaseQuota(requests, { signal: stop.signal });
      for await (const { ruleId } of answers) if (ruleId === 'r') stop.abort();
    };
    expect((await failureOf(reading())).kind).toBe('CANCELLED');
    await Promise.all([aborted.promise, letGo]);
  });
});
