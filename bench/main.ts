// Runs the benchmarks that are named, or all of them: progress to stderr, its report to stdout.
// Exit code 0 when it measured, 1 when a benchmark failed, 2 when the command line is wrong; a
// missed goal is told and fails nothing.
import { availableParallelism, loadavg } from 'node:os';
import { inspect } from 'node:util';

import { systemClock as clock, systemRandom as random } from '@member-mesh/kernel';

import type { Benchmark } from './frame/benchmark.ts';
import { type Invocation, numbersOf, parseInvocation, WrongUsage } from './frame/command-line.ts';
import { jsonText, type Report, type Section, tableText } from './frame/report.ts';
import { type BenchMesh, startBenchMesh } from './mesh/bench-mesh.ts';

/** Each is loaded only when it is asked for. */
const benchmarks: Readonly<Record<string, () => Promise<Benchmark>>> = {
  reads: async () => (await import('./reads/benchmark.ts')).readsBenchmark,
  batches: async () => (await import('./batches/benchmark.ts')).batchesBenchmark,
  misses: async () => (await import('./misses/benchmark.ts')).missesBenchmark,
  writes: async () => (await import('./writes/benchmark.ts')).writesBenchmark,
  lag: async () => (await import('./lag/benchmark.ts')).lagBenchmark,
  growth: async () => (await import('./growth/benchmark.ts')).growthBenchmark,
  isolation: async () => (await import('./isolation/benchmark.ts')).isolationBenchmark,
  rules: async () => (await import('./rules/benchmark.ts')).rulesBenchmark,
  flow: async () => (await import('./flow/benchmark.ts')).flowBenchmark,
  index: async () => (await import('./index/benchmark.ts')).indexBenchmark,
};

function say(text: string): void {
  process.stderr.write(`bench: ${text}\n`);
}

async function listText(): Promise<string> {
  const entries = await Promise.all(
    Object.entries(benchmarks).map(async ([name, load]) => {
      const { summary, options } = await load();
      const own = Object.entries(options).map(([option, { what, default: usual }]) => {
        return `      --${option} N  ${what}; ${usual} unless told\n`;
      });
      return `  ${name}  ${summary}\n${own.join('')}`;
    }),
  );
  return `usage: ./mesh bench [NAME...] [--quick] [--output json]\n\n${entries.join('')}`;
}

async function chosen({ benchmarks: given }: Invocation): Promise<[string, Benchmark][]> {
  const names = given.length === 0 ? Object.keys(benchmarks) : given;
  return await Promise.all(
    names.map(async (each): Promise<[string, Benchmark]> => {
      const load = Object.hasOwn(benchmarks, each) ? benchmarks[each] : undefined;
      if (!load) throw new WrongUsage(`there is no benchmark "${each}"`);
      return [each, await load()];
    }),
  );
}

/** One mesh for all that is measured in it: those come first, and the mesh ends before the rest. */
async function measure(invocation: Invocation): Promise<void> {
  const { quick, output } = invocation;
  const all = await chosen(invocation);
  const inOrder = all.toSorted(([, a], [, b]) => Number(b.inMesh) - Number(a.inMesh));
  const options = { tell: say, profileFolder: process.env['MESH_BENCH_PROFILES'] };
  let started: Promise<BenchMesh> | undefined;
  const mesh = (): Promise<BenchMesh> => (started ??= startBenchMesh(options));
  const endMesh = async (): Promise<void> => {
    const ending = started;
    started = undefined;
    await (await ending)?.close();
  };
  const [busy = 0] = loadavg();
  const reportOf = (sections: readonly Section[]): Report => {
    return { quick, cores: availableParallelism(), load: busy, sections };
  };
  const sections: Section[] = [];
  try {
    for (const [benchmark, { options: own, inMesh, run }] of inOrder) {
      if (!inMesh) await endMesh();
      const numbers = numbersOf(own, invocation);
      try {
        const rows = await run({ quick, numbers, clock, random, tell: say, mesh });
        const section = { benchmark, numbers, rows };
        sections.push(section);
        // Told at once: what stops the run later takes none of it along.
        say(`${benchmark} is measured\n${tableText(reportOf([section]))}`);
      } catch (error) {
        // What others measured is worth its time whatever becomes of this one.
        say(`${benchmark} failed: ${inspect(error, { depth: 3, maxStringLength: 500 })}`);
        process.exitCode = 1;
      }
    }
  } finally {
    await endMesh();
  }
  const report = reportOf(sections);
  process.stdout.write(output === 'json' ? jsonText(report) : tableText(report));
}

try {
  const invocation = parseInvocation(process.argv.slice(2));
  if (invocation === 'list') process.stdout.write(await listText());
  else await measure(invocation);
} catch (error) {
  if (!(error instanceof WrongUsage)) throw error;
  say(`${error.message}; ./mesh bench list tells what there is`);
  process.exitCode = 2;
}
