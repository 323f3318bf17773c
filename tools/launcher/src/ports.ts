/**
 * Chooses loopback ports that nobody else has or is about to have. Asking the kernel for "any free
 * port" is not enough: it hands out ports from the range of outgoing connections, so the port may
 * be gone by the time a server binds it, and two launchers at once may be told the same one. So: a
 * range below that, and a claim file for each port.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Random } from '@member-mesh/kernel';
import { identify, liveness } from './process/identity.ts';
import type { ProcessIdentity } from './process/identity.ts';
import { Trouble } from './trouble.ts';

export const portMin = 20_000;
/** Exclusive; Linux gives outgoing connections ports from 32768 on. */
export const portMax = 32_000;
const attemptsMax = 500;

/** Whether a server can listen on this loopback port now. */
export async function isFree(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      server.close(() => resolve(true));
    });
  });
}

function claimDirectory(): string {
  const directory = join(tmpdir(), `member-mesh-ports-${process.getuid?.() ?? 0}`);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  return directory;
}

export type Claim = 'made' | 'own' | 'held';

/**
 * Claims the port for as long as this process lives: newly, as already its own, or not, for another
 * living process has it.
 */
export function claimPort(port: number, directory = claimDirectory()): Claim {
  const file = join(directory, String(port));
  const claim = JSON.stringify(identify(process.pid));
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      writeFileSync(file, claim, { flag: 'wx', mode: 0o600 });
      return 'made';
    } catch {
      const holder = livingHolder(file);
      if (holder !== undefined) return holder === process.pid ? 'own' : 'held';
      rmSync(file, { force: true });
    }
  }
  return 'held';
}

function livingHolder(file: string): number | undefined {
  try {
    const holder = JSON.parse(readFileSync(file, 'utf8')) as ProcessIdentity;
    return liveness(holder) === 'gone' ? undefined : holder.pid;
  } catch {
    return undefined;
  }
}

/** That many different ports, free and claimed. */
export async function choosePorts(count: number, random: Random): Promise<number[]> {
  const chosen: number[] = [];
  for (let attempt = 0; chosen.length < count; attempt += 1) {
    if (attempt > attemptsMax + count) throw noPorts();
    const port = portMin + Math.floor(random.fraction() * (portMax - portMin));
    if (claimPort(port) === 'made' && (await isFree(port))) chosen.push(port);
  }
  return chosen;
}

function noPorts(): Trouble {
  return new Trouble(`no free loopback ports between ${portMin} and ${portMax}`, {
    advice: 'stop meshes that are no longer needed (./mesh down, in their folders) and try again',
  });
}
