import { afterEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '@member-mesh/kernel';

import { mariadb } from './dialect.ts';
import { MysqlError } from './mysql-error.ts';
import { Pool } from './pool.ts';
import type { Session } from './session.ts';

class Line implements Session {
  readonly dialect = mariadb;
  broken = false;
  usable(): boolean {
    return !this.broken;
  }
  run(): ReturnType<Session['run']> {
    return Promise.resolve([]);
  }
  destroy(): void {
    this.broken = true;
  }
}

let pool: Pool | undefined;
afterEach(() => pool?.close());

function poolOf(options: { connectionsMax: number; waitersMax?: number }) {
  const lines: Line[] = [];
  const failures: MysqlError[] = [];
  const made = new Pool({
    connectionsMax: options.connectionsMax,
    waitersMax: options.waitersMax ?? 10,
    idleMs: 60_000,
    clock: systemClock,
    open: () => {
      const failure = failures.shift();
      if (failure) return Promise.reject(failure);
      const line = new Line();
      lines.push(line);
      return Promise.resolve(line);
    },
  });
  pool = made;
  return { pool: made, lines, failures };
}

const failureOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'OK',
    (error: unknown) => (error instanceof MysqlError ? error.failure : String(error)),
  );

describe('a pool', () => {
  it('hands the same connection out again', async () => {
    const { pool: connections, lines } = poolOf({ connectionsMax: 2 });
    connections.give(await connections.take(10));
    connections.give(await connections.take(10));
    expect(lines).toHaveLength(1);
  });

  it('lets callers wait in turn, and not for ever', async () => {
    const { pool: connections } = poolOf({ connectionsMax: 1, waitersMax: 2 });
    const held = await connections.take(10);
    const late = failureOf(connections.take(20));
    const served = connections.take(5_000);
    expect(await failureOf(connections.take(10))).toBe('pool-exhausted');
    expect(await late).toBe('pool-exhausted');
    connections.give(held);
    expect(await served).toBe(held);
  });

  it('replaces a broken connection, also for one who waits', async () => {
    const { pool: connections, lines } = poolOf({ connectionsMax: 1 });
    const held = await connections.take(10);
    const waiting = connections.take(5_000);
    held.destroy();
    connections.give(held);
    expect(await waiting).toBe(lines[1]);
    lines[1]!.broken = true;
    connections.give(lines[1]!);
    expect(await connections.take(10)).toBe(lines[2]);
    expect(connections.size).toBe(1);
  });

  it('does not hand out what broke while idle', async () => {
    const { pool: connections, lines } = poolOf({ connectionsMax: 1 });
    connections.give(await connections.take(10));
    lines[0]!.broken = true;
    expect(await connections.take(10)).toBe(lines[1]);
    expect(connections.size).toBe(1);
  });

  it('keeps its room when a connection cannot be opened', async () => {
    const { pool: connections, failures } = poolOf({ connectionsMax: 1 });
    failures.push(new MysqlError('unreachable', 'connect'));
    expect(await failureOf(connections.take(10))).toBe('unreachable');
    expect(connections.size).toBe(0);
    expect(await failureOf(connections.take(10))).toBe('OK');
  });

  it('lets go of everybody when it is closed', async () => {
    const { pool: connections, lines } = poolOf({ connectionsMax: 1 });
    await connections.take(10);
    const waiting = failureOf(connections.take(5_000));
    connections.close();
    expect(await waiting).toBe('unreachable');
    expect(lines[0]?.broken).toBe(true);
    expect(await failureOf(connections.take(10))).toBe('unreachable');
  });
});
