// Nothing of a test outlives it, however it ends.
import { describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startStores } from '../src/index.ts';
import { until } from './until.ts';

function isAlive(pid: number): boolean {
  return existsSync(`/proc/${pid}`);
}

describe('a test process that is killed', () => {
  it('leaves no store, no process and no file behind', async () => {
    const script = fileURLToPath(new URL('dying-test.ts', import.meta.url));
    const child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const line = await new Promise<string>((resolve) => {
      child.stdout.setEncoding('utf8').once('data', resolve);
    });
    const { pids, file } = JSON.parse(line) as { pids: number[]; file: string };
    expect(pids).toHaveLength(4);
    expect(pids.every(isAlive)).toBe(true);
    expect(existsSync(file)).toBe(true);
    child.kill('SIGKILL');
    await ended;
    await until(() => !pids.some(isAlive) && !existsSync(file));
  });
});

describe('a store that is being started while the others are closed', () => {
  it('does not outlive them', async () => {
    const stores = await startStores({ nats: true });
    const store = stores.component('nats-1');
    await store.kill();
    const started = store.start().catch(() => undefined);
    await stores.close();
    await started;
    expect(store.pid).toBe(0);
    await expect(store.start()).rejects.toThrow('being closed');
  });
});
