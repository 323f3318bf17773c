// Choosing ports that stay free until a server binds them.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemRandom } from '@member-mesh/kernel';
import { choosePorts, claimPort, isFree, portMax, portMin } from './ports.ts';
import { identify } from './process/identity.ts';

describe('ports', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'ports-'));
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  it('are different, free, and below the range of outgoing connections', async () => {
    const ports = await choosePorts(20, systemRandom);
    expect(new Set(ports).size).toBe(20);
    for (const port of ports) {
      expect(port).toBeGreaterThanOrEqual(portMin);
      expect(port).toBeLessThan(portMax);
      expect(await isFree(port)).toBe(true);
    }
  });

  it('that a server listens on are not free', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    expect(await isFree((server.address() as AddressInfo).port)).toBe(false);
    await new Promise((resolve) => server.close(resolve));
  });

  it('are claimed once, and known as their own by who claimed them', () => {
    expect(claimPort(20_001, directory)).toBe('made');
    expect(claimPort(20_001, directory)).toBe('own');
  });

  it('claimed by another living process are held', () => {
    writeFileSync(join(directory, '20002'), JSON.stringify(identify(process.ppid)));
    expect(claimPort(20_002, directory)).toBe('held');
  });

  it.each([
    ['a process that is gone', JSON.stringify({ pid: 2 ** 22 + 1, startTicks: 1, bootId: '' })],
    ['nobody, by a torn file', '{"pid":'],
  ])('claimed by %s are free to claim', (_, claim) => {
    writeFileSync(join(directory, '20003'), claim);
    expect(claimPort(20_003, directory)).toBe('made');
  });
});
