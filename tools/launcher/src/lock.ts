/**
 * Keeps two commands from changing the same mesh at once. The naive answer, a file with the
 * holder's pid, lets two commands that both find a dead holder both take its place; a listening
 * socket without a file has one owner and is gone with its process.
 */
import { createHash } from 'node:crypto';
import { connect, createServer } from 'node:net';
import type { Server } from 'node:net';
import { exitCode, Trouble } from './trouble.ts';

const answerTimeoutMs = 1000;

/** Runs the work while no other process of this machine works on the same home. */
export async function withLock<T>(home: string, work: () => Promise<T>): Promise<T> {
  const digest = createHash('sha256').update(home).digest('hex').slice(0, 32);
  // Linux keeps names that begin with a zero byte apart from files.
  const name = `\0member-mesh-${digest}`;
  const holding = await listen(name);
  if (holding === undefined) throw busy(await holderOf(name));
  try {
    return await work();
  } finally {
    await new Promise((resolve) => holding.close(resolve));
  }
}

/** Undefined when another process has the name. Tells whoever connects who holds it. */
async function listen(name: string): Promise<Server | undefined> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.end(String(process.pid));
  });
  return await new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen(name, () => resolve(server));
  });
}

async function holderOf(name: string): Promise<string> {
  return await new Promise((resolve) => {
    let pid = '';
    const socket = connect(name);
    socket.setTimeout(answerTimeoutMs, () => socket.destroy());
    socket.setEncoding('utf8').on('data', (text: string) => (pid += text));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => resolve(pid === '' ? 'a process that just ended' : `process ${pid}`));
  });
}

function busy(holder: string): Trouble {
  return new Trouble(`another ./mesh command (${holder}) is changing this mesh`, {
    advice: 'wait until it is done, then run this command again',
    exitCode: exitCode.busy,
  });
}
