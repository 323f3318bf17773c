// The command itself, as a person types it.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@member-mesh/kernel';
import { repositoryRoot } from '../src/tools.ts';

const quickMs = 5000;

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

describe('./mesh', () => {
  let home: string;

  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'mesh-command-'));
  });

  afterAll(() => {
    rmSync(home, { recursive: true, force: true });
  });

  async function mesh(...args: string[]): Promise<Outcome> {
    return await new Promise((resolve) => {
      const command = join(repositoryRoot, 'mesh');
      execFile(command, ['--home', home, ...args], (error, stdout, stderr) => {
        const code = typeof error?.code === 'number' ? error.code : error === null ? 0 : -1;
        resolve({ code, stdout, stderr });
      });
    });
  }

  it('lists its commands, quickly when everything is installed', async () => {
    const startedMs = systemClock.monotonicMs();
    const outcome = await mesh('help');
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    for (const command of [
      'up',
      'down',
      'status',
      'logs',
      'kill',
      'stop',
      'cont',
      'start',
      'ctl',
      'bench',
    ]) {
      expect(outcome.stdout).toMatch(new RegExp(`^ {2}${command}\\b`, 'm'));
    }
    expect(systemClock.monotonicMs() - startedMs).toBeLessThan(quickMs);
  });

  it('tells programs that nothing runs, in the promised form', async () => {
    const { code, stdout } = await mesh('status', '--output', 'json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ components: [], callers: [] });
  });

  it('ends nothing where nothing runs', async () => {
    expect(await mesh('down')).toMatchObject({ code: 0, stdout: 'nothing runs\n' });
  });

  it('lists the benchmarks, and refuses one that there is not', async () => {
    const listed = await mesh('bench', 'list');
    expect(listed).toMatchObject({ code: 0, stderr: '' });
    expect(listed.stdout).toMatch(/^ {2}index {2}/m);
    const refused = await mesh('bench', 'shoes');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('there is no benchmark "shoes"');
  });

  it.each([
    [['kill', 'nats-1'], 1, 'run ./mesh up'],
    [['up', '--profile', 'huge'], 2, './mesh help'],
    [['fly'], 2, './mesh help'],
  ])('refuses %j with an exit code and what to do', async (args, code, advice) => {
    const outcome = await mesh(...args);
    expect(outcome.code).toBe(code);
    expect(outcome.stderr).toMatch(/^error: .*\nwhat to do: /);
    expect(outcome.stderr).toContain(advice);
  });
});
