// Telling our processes from those of strangers.
import { describe, expect, it } from '@jest/globals';
import { invariant } from '@member-mesh/kernel';
import { hasEnded, identify, liveness, parseProcessStat, residentBytes } from './identity.ts';

/** With these threads, start time and pages. */
const lineOf = (state: string, threads: number): string =>
  `42 (a (b) c) ${state} 1 40 40 0 -1 4194304 1 2 3 4 5 6 7 8 9 10 ${threads} 0 777 9000 25 1844`;

describe('a line of /proc/PID/stat', () => {
  it('is read right even where the name holds blanks and parentheses', () => {
    expect(parseProcessStat(lineOf('T', 9))).toEqual({
      stateLetter: 'T',
      processGroup: 40,
      threads: 9,
      startTicks: 777,
      residentBytes: 25 * 4096,
    });
  });

  it.each([
    ['a running process has not', 'R', 9, false],
    ['a zombie has', 'Z', 1, true],
    ['a zombie has not while a thread of it holds what it had open', 'Z', 2, false],
    ['a dead process has', 'X', 0, true],
  ])('tells what has ended: %s', (_, state, threads, ended) => {
    const facts = parseProcessStat(lineOf(state, threads));
    expect(facts && hasEnded(facts)).toBe(ended);
  });

  it('that is cut off says nothing', () => {
    expect(parseProcessStat('42 (a) R 1')).toBeUndefined();
  });
});

describe('the identity of a process', () => {
  const own = identify(process.pid);
  invariant(own !== undefined, 'this process exists');

  it('is alive while the same process runs', () => {
    expect(liveness(own)).toBe('running');
    expect(residentBytes(own)).toBeGreaterThan(1_000_000);
  });

  it.each([
    ['the pid belongs to a process that started at another time', { startTicks: 1 }],
    ['the machine was booted since', { bootId: 'another' }],
    ['no process has the pid', { pid: 2 ** 22 + 1 }],
  ])('is gone when %s', (_, change) => {
    expect(liveness({ ...own, ...change })).toBe('gone');
    expect(residentBytes({ ...own, ...change })).toBe(0);
  });
});
