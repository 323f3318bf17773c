// What a rule of style is: a function from the repository's files to what is wrong with them.
import type { Tree } from '../tree.ts';

export interface Finding {
  path: string;
  /** What is wrong, in words that say what to do. */
  problem: string;
}

export interface Rule {
  /** A sentence about the repository that holds when nothing is found. */
  name: string;
  check: (tree: Tree) => Finding[];
}

const generated =
  /^libs\/contracts\/src\/generated\/|^package-lock\.json$|^test\/contracts\/baseline\//;

/** Files that people wrote, with their text. */
export function written(tree: Tree, path: RegExp = /./): [path: string, text: string][] {
  return [...tree].filter(([name]) => path.test(name) && !generated.test(name));
}

export function isTest(path: string): boolean {
  return /\.i?test\.ts$/.test(path);
}

/** Findings for every line on which `pattern` occurs. */
export function linesWith(
  files: readonly (readonly [path: string, text: string])[],
  pattern: RegExp,
  problem: string,
): Finding[] {
  return files.flatMap(([path, text]) =>
    text
      .split('\n')
      .flatMap((line, at) =>
        pattern.test(line) ? [{ path, problem: `line ${at + 1}: ${problem}` }] : [],
      ),
  );
}
