// What the README tells a reader to type, read from the README itself, so that the test that runs
// it cannot fall behind.

/** Commands of fenced shell blocks: lines joined, comments, prompts and output left out. */
export function blockCommands(readme: string): string[] {
  const blocks = [...readme.matchAll(/^```(sh|bash|shell|console)\n([\s\S]*?)^```/gm)];
  return blocks.flatMap(([, language, body = '']) =>
    body
      .replace(/\\\n\s*/g, '')
      .split('\n')
      .filter((line) => language !== 'console' || line.startsWith('$ '))
      .map((line) =>
        line
          .replace(/^\$ /, '')
          .replace(/\s+#.*$/, '')
          .trim(),
      )
      .filter((line) => line !== '' && !line.startsWith('#')),
  );
}

/** Commands named within sentences, such as `./mesh status`. */
export function sentenceCommands(readme: string): string[] {
  const prose = readme.replace(/^```[\s\S]*?^```/gm, '');
  return [...prose.matchAll(/`(\.\/mesh\b[^`\n]*)`/g)].map(([, command = '']) => command.trim());
}

export interface Execution {
  command: string;
  /** The file that executes it: a test, or the script of the build machine. */
  by: string;
  /** Text of that file that shows it: the title of the test, or the call. */
  evidence: string;
}

/** Commands that the README's own test does not run, with what runs them instead. */
export const executedElsewhere: readonly Execution[] = [
  { command: './mesh test', by: '.ci/run', evidence: 'exec ./mesh test' },
  {
    command: './mesh bench index',
    by: 'bench/bench.itest.ts',
    evidence: "['bench', 'index', '--quick'",
  },
  {
    command: './mesh up --profile small',
    by: 'test/readme/readme.itest.ts',
    evidence: "typeWell('./mesh up --profile small",
  },
  {
    command: './mesh status --output json',
    by: 'test/readme/readme.itest.ts',
    evidence: "typeWell('./mesh status --output json'",
  },
];
