// The command line of the benchmarks as data: which ones, how thoroughly, and one's own numbers.
import { parseArgs } from 'node:util';

import type { NumberOption } from './benchmark.ts';

export class WrongUsage extends Error {
  override name = 'WrongUsage';
}

export type Output = 'table' | 'json';

export interface Invocation {
  /** Names, each once; empty for all of them. */
  benchmarks: readonly string[];
  quick: boolean;
  output: Output;
  /** Options as they were given, not checked yet: each benchmark has its own. */
  given: Readonly<Record<string, string>>;
}

interface Words {
  names: string[];
  quick: boolean;
  given: Record<string, string>;
}

/** Options are not known before the benchmark is: all but --quick take a value. */
function wordsOf(args: readonly string[]): Words {
  const usual = { args: [...args], strict: false, allowPositionals: true, tokens: true } as const;
  const { tokens } = parseArgs(usual);
  const words: Words = { names: [], quick: false, given: {} };
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (token?.kind === 'positional') words.names.push(token.value);
    if (token?.kind !== 'option') continue;
    if (token.name === 'quick') {
      words.quick = true;
      continue;
    }
    const next = tokens[at + 1];
    const value = token.value ?? (next?.kind === 'positional' ? next.value : undefined);
    if (value === undefined) throw new WrongUsage(`--${token.name} takes a value`);
    if (token.value === undefined) at += 1;
    words.given[token.name] = value;
  }
  return words;
}

/** Throws WrongUsage. */
export function parseInvocation(args: readonly string[]): Invocation | 'list' {
  if (['list', 'help', '--help', '-h'].includes(args[0] ?? '')) return 'list';
  const { names, quick, given } = wordsOf(args);
  const { output = 'table', ...own } = given;
  if (output !== 'table' && output !== 'json') {
    throw new WrongUsage(`--output is table or json, not "${output}"`);
  }
  return { benchmarks: [...new Set(names)], quick, output, given: own };
}

/** The benchmark's numbers: as given, else its defaults. Throws WrongUsage. */
export function numbersOf(
  options: Readonly<Record<string, NumberOption>>,
  { given, quick, benchmarks }: Invocation,
): Record<string, number> {
  const [benchmark, ...others] = benchmarks;
  for (const name of Object.keys(given)) {
    if (benchmark === undefined || others.length > 0) {
      throw new WrongUsage(`name the one benchmark that --${name} is for`);
    }
    if (!(name in options)) throw new WrongUsage(`${benchmark} takes no option --${name}`);
  }
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => {
      const text = given[name];
      const value = text === undefined ? (quick ? option.quick : option.default) : Number(text);
      const { min, max } = option;
      if (Number.isInteger(value) && value >= min && value <= max) return [name, value];
      throw new WrongUsage(
        `--${name} is a whole number from ${min} to ${max}, not "${text ?? ''}"`,
      );
    }),
  );
}
