// Starts the processes that our reads are measured beside.
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import type {
  ElasticAccess,
  FromOpponent,
  FromWriter,
  MysqlAccess,
  PlainTransaction,
  RedisAccess,
  ToOpponent,
  ToWriter,
} from './orders.ts';

const program = fileURLToPath(new URL('opponent.ts', import.meta.url));
const writerProgram = fileURLToPath(new URL('plain-writer.ts', import.meta.url));

export interface Opponent {
  /** Of the process that callers call. */
  readonly address: string;
  /** Process ids by what they are. */
  readonly pids: Readonly<Record<string, number>>;
  close(): Promise<void>;
}

export async function startEcho(members: readonly Buffer[]): Promise<Opponent> {
  const { child, address } = await start({ role: 'echo', members: [...members] });
  return { address, pids: { echo: child.pid ?? 0 }, close: () => end([child]) };
}

/** `redis` is where the back keeps these members and reads them from. */
export async function startProxy(
  redis: RedisAccess,
  members: readonly Buffer[],
): Promise<Opponent> {
  return await startFront(await start({ role: 'proxy-back', redis, members: [...members] }));
}

/** The same with a back that reads the member index. */
export async function startIndexProxy(elastic: ElasticAccess): Promise<Opponent> {
  return await startFront(await start({ role: 'index-proxy-back', elastic }));
}

interface Started {
  child: ChildProcess;
  address: string;
}

async function startFront(back: Started): Promise<Opponent> {
  const front = await start({ role: 'proxy-front', back: back.address });
  return {
    address: front.address,
    pids: { front: front.child.pid ?? 0, back: back.child.pid ?? 0 },
    close: () => end([front.child, back.child]),
  };
}

async function start(told: ToOpponent): Promise<Started> {
  const child = fork(program, { serialization: 'advanced', execArgv: [] });
  child.send(told);
  const { address } = await new Promise<FromOpponent>((resolve, reject) => {
    child.once('message', (message) => resolve(message as FromOpponent));
    child.once('exit', (code) =>
      reject(new Error(`${told.role} ended with ${code ?? 'a signal'}`)),
    );
  });
  return { child, address };
}

export interface PlainWriter {
  readonly pid: number;
  /** Resolves with the milliseconds that it took, once all are committed. */
  write(transactions: readonly PlainTransaction[], atOnce: number): Promise<number>;
  close(): Promise<void>;
}

export async function startPlainWriter(access: MysqlAccess): Promise<PlainWriter> {
  const child = fork(writerProgram, { serialization: 'advanced', execArgv: [] });
  const tell = (told: ToWriter): Promise<number> =>
    new Promise((resolve, reject) => {
      child.once('message', (message: FromWriter) => {
        if ('problem' in message) reject(new Error(message.problem));
        else resolve(message.elapsedMs);
      });
      child.send(told);
    });
  await tell(access);
  return {
    pid: child.pid ?? 0,
    write: (transactions, atOnce) => tell({ transactions: [...transactions], atOnce }),
    close: () => end([child]),
  };
}

async function end(children: readonly ChildProcess[]): Promise<void> {
  for (const child of children) {
    if (child.exitCode !== null) continue;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.disconnect();
    await ended;
  }
}
