import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { afterAll, describe, expect, it } from '@jest/globals';

const main = fileURLToPath(new URL('../test/echo/main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'mesh-lifecycle-'));
const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) if (child.exitCode === null) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

const file = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

function variables(): Record<string, string> {
  return {
    MESH_NAME: 'echo-a',
    MESH_CENTER: 'a',
    GRPC_LISTEN: '127.0.0.1:0',
    HTTP_LISTEN: '127.0.0.1:0',
    MESH_TOKEN_FILE: file('token', 'secret'),
    MESH_PEERS_FILE: file('peers.json', '{}'),
  };
}

interface LogLine {
  event: string;
  httpPort?: number;
}

interface Started {
  child: ChildProcess;
  events: () => string[];
  until: (event: string) => Promise<LogLine>;
  /** The exit code, once everything it said has been read. */
  ended: Promise<number>;
  errors: () => string;
}

function start(env: Record<string, string>): Started {
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const logged: LogLine[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => logged.push(JSON.parse(line) as LogLine));
  let said = '';
  child.stderr.on('data', (part: Buffer) => (said += part.toString()));
  const ended = Promise.all([once(child, 'close'), once(lines, 'close')]).then(
    ([[code]]) => code as number,
  );
  const until = async (event: string): Promise<LogLine> => {
    for (;;) {
      const found = logged.find((line) => line.event === event);
      if (found) return found;
      const exit = await Promise.race([once(lines, 'line').then(() => undefined), ended]);
      if (exit !== undefined) throw new Error(`ended with ${exit} before "${event}": ${said}`);
    }
  };
  const events = (): string[] => logged.map(({ event }) => event);
  return { child, events, until, ended, errors: () => said };
}

describe('a service process', () => {
  it('tells its health and metrics, drains on SIGTERM and ends with 0', async () => {
    const { child, events, until, ended } = start(variables());
    const { httpPort } = await until('started');
    const http = `http://127.0.0.1:${httpPort}`;
    const health = await fetch(`${http}/healthz`);
    expect([health.status, await health.json()]).toEqual([200, { '': 'SERVING' }]);
    const metrics = await (await fetch(`${http}/metrics`)).text();
    expect(metrics).toContain('process_cpu_user_seconds_total{service="echo",name="echo-a"');
    expect((await fetch(`${http}/nothing`)).status).toBe(404);
    expect((await fetch(`${http}/faults`)).status).toBe(404);
    child.kill('SIGTERM');
    expect([await ended, events()]).toEqual([0, ['started', 'draining', 'closed', 'stopped']]);
  });

  it('opens its faults to tests where they are on', async () => {
    const { httpPort } = await start({ ...variables(), MESH_FAULTS: 'on' }).until('started');
    const faults = (body?: string): Promise<Response> =>
      fetch(
        `http://127.0.0.1:${httpPort}/faults`,
        body === undefined ? {} : { method: 'PUT', body },
      );
    expect(await (await faults()).json()).toEqual({ somewhere: { reached: 0, held: 0 } });
    expect((await faults('somewhere:hold')).status).toBe(200);
    const refused = await faults('elsewhere:hold');
    expect([refused.status, await refused.text()]).toEqual([
      400,
      expect.stringContaining('elsewhere'),
    ]);
  });

  it('does not start on a bad configuration, and says all that is wrong', async () => {
    const { ended, errors } = start({ ...variables(), MESH_CENTER: 'x', GRPC_LISTEN: '?' });
    expect(await ended).toBe(2);
    expect(errors()).toContain('MESH_CENTER must be one of a, b');
    expect(errors()).toContain('GRPC_LISTEN must be host:port');
  });

  it('does not start on an address that is taken, and says what to do', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    const { ended, events } = start({ ...variables(), GRPC_LISTEN: `127.0.0.1:${port}` });
    expect([await ended, events()]).toEqual([1, ['start-failed']]);
    await new Promise((resolve) => taken.close(resolve));
  });
});
