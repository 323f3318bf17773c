/** Counts the outcome of the whole test command from its parts. */

export interface PartOutcome {
  readonly passed: number;
  readonly failed: number;
  /** Tests of a database that was not there or not asked for. */
  readonly notRun: number;
}

/** What is read of jest's JSON report. */
export interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  /** Files that could not even be run. */
  readonly numRuntimeErrorTestSuites: number;
}

/** A check is one: it passes or fails as a whole. */
export function outcomeOfCheck(exitStatus: number): PartOutcome {
  return exitStatus === 0
    ? { passed: 1, failed: 0, notRun: 0 }
    : { passed: 0, failed: 1, notRun: 0 };
}

/**
 * Without a report nothing is known to have passed. A run that ended badly although no test failed,
 * for instance for what it left open, is one failure.
 */
export function outcomeOfJest(report: JestReport | undefined, exitStatus: number): PartOutcome {
  if (report === undefined) return { passed: 0, failed: 1, notRun: 0 };
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && exitStatus !== 0 ? 1 : failed,
    notRun: report.numPendingTests,
  };
}

export function sumOf(outcomes: readonly PartOutcome[]): PartOutcome {
  return outcomes.reduce(
    (sum, each) => ({
      passed: sum.passed + each.passed,
      failed: sum.failed + each.failed,
      notRun: sum.notRun + each.notRun,
    }),
    { passed: 0, failed: 0, notRun: 0 },
  );
}

/** What is said of tests that did not run, before the last line; empty when all ran. */
export function notRunLine(sum: PartOutcome): string {
  if (sum.notRun === 0) return '';
  return `${sum.notRun} not run on MySQL: ./mesh test --mysql fetches it and runs them`;
}

/** The last line of the command's output; programs read it. */
export function lastLine(sum: PartOutcome): string {
  return `${sum.passed} passed, ${sum.failed} failed`;
}
