// Counting of the test command.
import { describe, expect, it } from '@jest/globals';
import { lastLine, notRunLine, outcomeOfCheck, outcomeOfJest, sumOf } from './test-run.ts';

const report = {
  numPassedTests: 7,
  numFailedTests: 0,
  numPendingTests: 0,
  numRuntimeErrorTestSuites: 0,
};

describe('the outcome of a test run', () => {
  it.each([
    ['a check that passed', outcomeOfCheck(0), { passed: 1, failed: 0, notRun: 0 }],
    ['a check that failed', outcomeOfCheck(2), { passed: 0, failed: 1, notRun: 0 }],
    ['tests that passed', outcomeOfJest(report, 0), { passed: 7, failed: 0, notRun: 0 }],
    [
      'tests of which some did not run',
      outcomeOfJest({ ...report, numPendingTests: 3 }, 0),
      { passed: 7, failed: 0, notRun: 3 },
    ],
    [
      'tests that failed and files that could not run',
      outcomeOfJest({ ...report, numFailedTests: 2, numRuntimeErrorTestSuites: 1 }, 1),
      { passed: 7, failed: 3, notRun: 0 },
    ],
    [
      'a run that ended badly without a failed test',
      outcomeOfJest(report, 1),
      { passed: 7, failed: 1, notRun: 0 },
    ],
    ['a run that left no report', outcomeOfJest(undefined, 0), { passed: 0, failed: 1, notRun: 0 }],
  ])('of %s', (_, outcome, expected) => {
    expect(outcome).toEqual(expected);
  });

  it('is summed over all parts into the last line', () => {
    const sum = sumOf([outcomeOfCheck(0), outcomeOfCheck(1), outcomeOfJest(report, 0)]);
    expect(lastLine(sum)).toBe('8 passed, 1 failed');
    expect(notRunLine(sum)).toBe('');
  });

  it('tells tests that did not run as neither passed nor failed', () => {
    const sum = sumOf([outcomeOfCheck(0), outcomeOfJest({ ...report, numPendingTests: 3 }, 0)]);
    expect(lastLine(sum)).toBe('8 passed, 0 failed');
    expect(notRunLine(sum)).toMatch(/^3 not run on MySQL: .*--mysql/);
  });
});
