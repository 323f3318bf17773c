// The life of a mesh of a few stores, through several launchers one after the other.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withLock } from '../src/lock.ts';
import { Mesh } from '../src/mesh.ts';
import { endAll, startAll, startOne } from '../src/start.ts';
import type { StartEvent } from '../src/start.ts';
import { inspect } from '../src/status.ts';
import { findTools } from '../src/tools.ts';
import { componentsOf, nothing } from '../src/topology.ts';
import { exitCode } from '../src/trouble.ts';

const components = componentsOf({ ...nothing, redisPerCenter: 1, nats: true });
const tools = findTools({ path: process.env['PATH'] ?? '' });

describe('a mesh', () => {
  let home: string;
  let strangers: Server[];

  beforeEach(() => {
    strangers = [];
    home = mkdtempSync(join(tmpdir(), 'mesh-lifecycle-'));
    chmodSync(home, 0o755);
  });

  afterEach(async () => {
    await endAll(open());
    for (const server of strangers) await new Promise((resolve) => server.close(resolve));
    rmSync(home, { recursive: true, force: true });
  });

  /** As a new command would: everything it knows is in the folder. */
  function open(): Mesh {
    return Mesh.open({ home, tools, components });
  }

  async function start(): Promise<StartEvent[]> {
    const events: StartEvent[] = [];
    await startAll(open(), (event) => events.push(event));
    return events;
  }

  async function states(): Promise<Record<string, string>> {
    const details = await inspect(open());
    return Object.fromEntries(details.map((detail) => [detail.name, detail.state]));
  }

  async function takeAsStranger(port: number | undefined): Promise<void> {
    const stranger = createServer();
    strangers.push(stranger);
    await new Promise<void>((resolve, reject) => {
      stranger.once('error', reject);
      stranger.listen(port, '127.0.0.1', resolve);
    });
  }

  it('is started once, and only what is missing is started again', async () => {
    await start();
    expect(await states()).toEqual({
      'redis-a-1': 'running',
      'redis-b-1': 'running',
      'nats-1': 'running',
    });
    const before = open().record('nats-1')?.pid;
    await open().kill('redis-b-1');
    const events = await start();
    expect(events.filter((event) => event.what === 'ready').map((event) => event.name)).toEqual([
      'redis-b-1',
    ]);
    expect(open().record('nats-1')?.pid).toBe(before);
  });

  it('tells dead, stopped and ended components apart', async () => {
    await start();
    await open().kill('nats-1');
    await open().stop('redis-a-1');
    await open().end('redis-b-1');
    expect(await states()).toEqual({
      'redis-a-1': 'stopped',
      'redis-b-1': 'down',
      'nats-1': 'dead',
    });
    await open().cont('redis-a-1');
    await startOne(open(), 'nats-1');
    expect(await states()).toMatchObject({ 'redis-a-1': 'running', 'nats-1': 'running' });
  });

  it('gives a component another port only when a stranger took its own', async () => {
    await start();
    const before = open().record('nats-1');
    await open().kill('nats-1');
    await startOne(open(), 'nats-1');
    expect(open().record('nats-1')?.address).toBe(before?.address);
    await open().kill('nats-1');
    await takeAsStranger(before?.ports['client']);
    await startOne(open(), 'nats-1');
    expect(open().record('nats-1')?.address).not.toBe(before?.address);
    expect(await states()).toMatchObject({ 'nats-1': 'running' });
  });

  it('never signals a process that has the pid of a component by chance', async () => {
    await start();
    const mesh = open();
    await mesh.kill('nats-1');
    mesh.change((state) => ({
      ...state,
      components: state.components.map((record) =>
        record.name === 'nats-1' && record.process !== undefined
          ? { ...record, process: { ...record.process, pid: process.pid } }
          : record,
      ),
    }));
    await expect(open().kill('nats-1')).rejects.toThrow('nats-1 is not running');
    expect(await states()).toMatchObject({ 'nats-1': 'dead' });
  });

  it('is changed by one command at a time', async () => {
    const home = open().layout.home;
    await withLock(home, async () => {
      await expect(withLock(home, () => Promise.resolve())).rejects.toMatchObject({
        message: expect.stringContaining(`process ${process.pid}`),
        exitCode: exitCode.busy,
      });
    });
    await expect(withLock(home, () => Promise.resolve('free again'))).resolves.toBe('free again');
  });

  it('says which component failed, with the end of its log', async () => {
    const mesh = Mesh.open({ home, tools: { ...tools, mysqld: '' }, components });
    await mesh.assignPorts();
    const port = mesh.record('nats-1')?.ports['client'];
    await takeAsStranger(port);
    await expect(mesh.launch('nats-1')).rejects.toMatchObject({
      message: expect.stringContaining('nats-1 did not start'),
      advice: expect.stringContaining('./mesh logs nats-1'),
      evidence: expect.stringMatching(/address already in use/),
    });
  });
});
