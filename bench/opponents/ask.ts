// One call to any server of the public read service, decoded: to see what it answers, not how fast.
import { Metadata } from '@grpc/grpc-js';

import { type Answer, connect, type Method, type Request, type UnaryCall } from './member-query.ts';

export type Ask = <M extends Method>(method: M, request: Request<M>) => Promise<Answer<M>>;

/** Calls `work` with a client of that server and closes it afterwards. */
export async function asking<T>(
  { address, metadata }: { address: string; metadata: Readonly<Record<string, string>> },
  work: (ask: Ask) => Promise<T>,
): Promise<T> {
  const client = connect(address);
  const sent = new Metadata();
  for (const [key, value] of Object.entries(metadata)) sent.set(key, value);
  const ask: Ask = (method, request) =>
    new Promise((resolve, reject) => {
      const call = client[method] as unknown as UnaryCall<typeof method>;
      call.call(client, request, sent, (error, answer) => {
        if (answer) resolve(answer);
        else reject(new Error(`${method} at ${address} failed`, { cause: error }));
      });
    });
  try {
    return await work(ask);
  } finally {
    client.close();
  }
}
