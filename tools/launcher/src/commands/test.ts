/** Runs all checks, then all tests, shows everything that a failure said, and counts. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { systemClock } from '@member-mesh/kernel';
import type { TestCommand } from '../command-line.ts';
import type { LauncherConfig } from '../config.ts';
import { lastLine, notRunLine, outcomeOfCheck, outcomeOfJest, sumOf } from '../test-run.ts';
import type { JestReport, PartOutcome } from '../test-run.ts';
import { repositoryRoot } from '../tools.ts';
import { exitCode, Trouble } from '../trouble.ts';

/** npm scripts of the repository, the longest first; each is one check. */
const checks = ['lint', 'types', 'format', 'imports', 'dead-code', 'proto:check'];
/** npm scripts that run jest; their tests are counted one by one. */
const suites = ['unit', 'integration', 'mesh'];

export async function test(given: LauncherConfig, command: TestCommand): Promise<number> {
  const { only, mysql } = command;
  const config = mysql ? demandingMysql(given) : given;
  const unknown = only.find((part) => !checks.includes(part) && !suites.includes(part));
  if (unknown !== undefined) {
    throw new Trouble(`there is no part "${unknown}" of the tests`, {
      advice: `the parts are ${[...checks, ...suites].join(', ')}`,
      exitCode: exitCode.usage,
    });
  }
  const wanted = (part: string): boolean => only.length === 0 || only.includes(part);
  const outcomes: PartOutcome[] = [];
  await inLanes(checks.filter(wanted), async (check) => {
    outcomes.push(await runCheck(config, check));
  });
  for (const suite of suites.filter(wanted)) outcomes.push(await runSuite(config, suite));
  const sum = sumOf(outcomes);
  const notRun = notRunLine(sum);
  if (notRun !== '') process.stdout.write(`${notRun}\n`);
  process.stdout.write(`${lastLine(sum)}\n`);
  return sum.failed === 0 ? exitCode.ok : exitCode.failed;
}

/** Tests of a database run on MySQL as well, and fail where it is missing. */
function demandingMysql(config: LauncherConfig): LauncherConfig {
  return { ...config, inherited: { ...config.inherited, MESH_TEST_MYSQL: 'on' } };
}

/** As many at a time as there are cores: each check keeps one busy. */
async function inLanes(items: readonly string[], run: (item: string) => Promise<void>) {
  const left = [...items];
  const lane = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await run(item);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
}

async function runCheck(config: LauncherConfig, check: string): Promise<PartOutcome> {
  const { status, output, seconds } = await runScript(config, check, []);
  const outcome = outcomeOfCheck(status);
  tell(check, { outcome, seconds });
  if (outcome.failed > 0) process.stdout.write(`${output}\n`);
  return outcome;
}

async function runSuite(config: LauncherConfig, suite: string): Promise<PartOutcome> {
  const directory = join(repositoryRoot, '.mesh', 'test');
  mkdirSync(directory, { recursive: true });
  const reportFile = join(directory, `${suite}.json`);
  rmSync(reportFile, { force: true });
  const args = ['--json', `--outputFile=${reportFile}`];
  const { status, output, seconds } = await runScript(config, suite, args);
  const report = existsSync(reportFile)
    ? (JSON.parse(readFileSync(reportFile, 'utf8')) as JestReport)
    : undefined;
  const outcome = outcomeOfJest(report, status);
  tell(suite, { outcome, seconds });
  if (outcome.failed > 0) process.stdout.write(`${output}\n`);
  return outcome;
}

function tell(part: string, result: { outcome: PartOutcome; seconds: number }): void {
  const { passed, failed, notRun } = result.outcome;
  const verdict = failed === 0 ? 'PASS' : 'FAIL';
  const time = `${result.seconds.toFixed(1)} s`;
  const counts = `${passed} passed, ${failed} failed${notRun === 0 ? '' : `, ${notRun} not run`}`;
  process.stdout.write(`${verdict} ${part} (${counts}, ${time})\n`);
}

interface ScriptResult {
  readonly status: number;
  readonly output: string;
  readonly seconds: number;
}

/** Runs an npm script; of its output only the lines about finished test files are shown at once. */
async function runScript(
  config: LauncherConfig,
  script: string,
  args: readonly string[],
): Promise<ScriptResult> {
  process.stdout.write(`     ${script} …\n`);
  const startedMs = systemClock.monotonicMs();
  const path = [dirname(process.execPath), config.inherited['PATH'] ?? ''].join(delimiter);
  const child = spawn('npm', ['run', '--silent', script, '--', ...args], {
    cwd: repositoryRoot,
    env: { ...config.inherited, PATH: path, CI: 'true' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const collected: string[] = [];
  // jest writes its report to a file and, with --json, to stdout as well: only stderr is for people.
  const forPeople = suites.includes(script) ? [child.stderr] : [child.stdout, child.stderr];
  child.stdout.resume();
  for (const stream of forPeople) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      collected.push(text);
      for (const line of text.split('\n')) {
        if (/^(PASS|FAIL) /.test(line)) process.stdout.write(`     ${line}\n`);
      }
    });
  }
  const status = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? -1));
  });
  const seconds = (systemClock.monotonicMs() - startedMs) / 1000;
  return { status, output: collected.join(''), seconds };
}
