// Sentinel as it was released, driven by the same schedules in virtual time: java/ holds the driver
// and the one class of Sentinel that is replaced, its clock.
import { type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';

import {
  type Outcome,
  outcomeOf,
  type Outcomes,
  RESOURCE,
  START_MS,
  type Step,
} from './schedule.ts';

export const SENTINEL_VERSION = '1.8.9';
const JARS = [
  `com.alibaba.csp:sentinel-core:${SENTINEL_VERSION}`,
  `com.alibaba.csp:sentinel-parameter-flow-control:${SENTINEL_VERSION}`,
  'com.googlecode.concurrentlinkedhashmap:concurrentlinkedhashmap-lru:1.4.2',
];
const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy';
const FETCH_MS_MAX = 240_000;
const run = promisify(execFile);
const repository = resolve(import.meta.dirname, '../..');
const folder = join(repository, '.mesh', 'tools', 'sentinel', SENTINEL_VERSION);
const sources = join(import.meta.dirname, 'java');

export interface Sentinel {
  classPath: string;
}

/** Fetches Sentinel once, and compiles the driver with the clock that schedules set. */
export function prepareSentinel(): Promise<Sentinel> {
  const clock = join(sources, 'com/alibaba/csp/sentinel/util/TimeUtil.java');
  return compiled('classes', [clock, join(sources, 'membermesh/Schedule.java')]);
}

/** The same with Sentinel's own clock, to measure it: java/membermesh/Measure.java. */
export function prepareMeasure(): Promise<Sentinel> {
  return compiled('measure', [join(sources, 'membermesh/Measure.java')]);
}

async function compiled(name: string, files: readonly string[]): Promise<Sentinel> {
  mkdirSync(folder, { recursive: true });
  const jars = JARS.map((artifact) => join(folder, jarOf(artifact)));
  for (const [at, artifact] of JARS.entries()) {
    if (existsSync(jars[at] ?? '')) continue;
    const settings = [`-Dartifact=${artifact}`, `-DoutputDirectory=${folder}`];
    await run('mvn', ['--batch-mode', '--quiet', COPY, ...settings], { timeout: FETCH_MS_MAX });
  }
  const classes = join(folder, name);
  await run('javac', ['-nowarn', '-d', classes, '-cp', jars.join(delimiter), ...files]);
  return { classPath: [classes, ...jars].join(delimiter) };
}

/** Starts a program of Sentinel's; what it tells apart from answers goes nowhere. */
export function startDriver({ classPath }: Sentinel, main: string): ChildProcessWithoutNullStreams {
  const logs = `-Dcsp.sentinel.log.dir=${join(folder, 'logs')}`;
  return spawn('java', [logs, '-cp', classPath, main], { stdio: 'pipe' });
}

function jarOf(artifact: string): string {
  const [, name, version] = artifact.split(':');
  return `${name}-${version}.jar`;
}

export async function runSentinel(sentinel: Sentinel, steps: readonly Step[]): Promise<Outcomes> {
  const driver = startDriver(sentinel, 'membermesh.Schedule');
  const ended = once(driver, 'close');
  driver.stdin.end(`${linesOf(steps).join('\n')}\n`);
  const [told, said] = await Promise.all([text(driver.stdout), text(driver.stderr)]);
  const [code] = await ended;
  if (code !== 0) throw new Error(`the driver of Sentinel ended with ${String(code)}: ${said}`);
  const answers = new Map(
    told
      .trim()
      .split('\n')
      .map((line) => {
        const [id = '', verdict, waitMs = '0'] = line.split(' ');
        return [id, { passed: verdict === 'pass', waitMs: Number(waitMs) || 0 }] as const;
      }),
  );
  const outcomes = new Map<string, Outcome>();
  for (const step of steps) {
    if (step.do !== 'enter') continue;
    const answer = answers.get(wordOf(step.id));
    if (!answer) throw new Error(`Sentinel did not answer the call ${step.id}`);
    outcomes.set(step.id, outcomeOf(step, answer));
  }
  return outcomes;
}

/** Words of a line are separated by spaces. */
function wordOf(id: string): string {
  return id.replaceAll(' ', '_');
}

function linesOf(steps: readonly Step[]): string[] {
  return steps.flatMap((step) => {
    const time = `time at=${START_MS + step.at}`;
    switch (step.do) {
      case 'rules':
        return [time, ...step.rules.map(({ sentinel }) => sentinel), 'load'];
      case 'enter': {
        const { id, caller, cost, value } = step;
        const argument = value === undefined ? '' : ` arg=${value}`;
        return [
          time,
          `enter id=${wordOf(id)} resource=${RESOURCE} caller=${caller} cost=${cost}${argument}`,
        ];
      }
      default:
        return [time, `exit id=${wordOf(step.id)}${step.failed ? ' failed=true' : ''}`];
    }
  });
}
