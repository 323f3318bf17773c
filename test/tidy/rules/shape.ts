// The shape of a file: what it opens with, how long and how wide it is.
import { isTest, linesWith, written, type Finding, type Rule } from './rule.ts';

const wordsMin = 2;

/**
 * The comment a file opens with, after a `#!` line, without its signs; empty when there is none.
 */
function opening(text: string, path: string): string {
  const body = text.replace(/^#!.*\n/, '').trimStart();
  const sign = /\.(?:ts|js|mjs|cjs)$/.test(path)
    ? /^(?:\/\*[\s\S]*?\*\/|(?:\/\/.*(?:\n|$))+)/
    : /^(?:(?:--|#).*(?:\n|$))+/;
  return (sign.exec(body)?.[0] ?? '')
    .replace(/^\s*(?:\/\/|\/\*+|\*\/|\*|--|#)/gm, ' ')
    .replaceAll('*/', ' ')
    .trim();
}

const sources = /\.(?:ts|mjs|cjs|js|sh|sql|lua)$|^mesh$|^\.ci\/run$/;

export const openingComment: Rule = {
  name: 'every module opens with a sentence on why it exists',
  check: (tree) =>
    written(tree, sources).flatMap(([path, text]): Finding[] => {
      if (isTest(path)) return [];
      const words = opening(text, path).split(/\s+/).length;
      return words >= wordsMin ? [] : [{ path, problem: 'opens without saying why it exists' }];
    }),
};

const linesMax = 400;
const testLinesMax = 700;

export const shortFiles: Rule = {
  name: 'a file holds one idea and is short',
  check: (tree) =>
    written(tree, sources).flatMap(([path, text]): Finding[] => {
      const lines = text.split('\n').length - 1;
      const max = isTest(path) ? testLinesMax : linesMax;
      return lines <= max ? [] : [{ path, problem: `${lines} lines; at most ${max}` }];
    }),
};

const columnsMax = 100;

export const narrowLines: Rule = {
  name: 'lines that no formatter looks after keep within 100 columns as well',
  check: (tree) =>
    linesWith(
      written(tree, /\.(?:sql|lua|sh)$|^mesh$|^\.ci\/run$/),
      new RegExp(`^.{${columnsMax + 1},}`),
      `is wider than ${columnsMax} columns`,
    ),
};

/**
 * How many names the header gives for `KEYS` or `ARGV`: "-- KEYS  entry, pins (one slot)" is two.
 */
function namedInHeader(header: string, kind: string): number {
  const described = new RegExp(`^--\\s*${kind}\\s+(.*(?:\\n--\\s{3,}.*)*)`, 'm').exec(header)?.[1];
  if (described === undefined) return 0;
  const withoutAsides = described.replace(/\([^)]*\)/g, '');
  return withoutAsides.split(/[,;]/).filter((name) => /\w/.test(name)).length;
}

function undescribed(path: string, text: string): Finding[] {
  const header = /^(?:--.*\n)*/.exec(text)?.[0] ?? '';
  return ['KEYS', 'ARGV'].flatMap((kind): Finding[] => {
    const indices = [...text.matchAll(new RegExp(`\\b${kind}\\[(\\d+)\\]`, 'g'))].map(([, at]) =>
      Number(at),
    );
    const used = Math.max(0, ...indices);
    const named = namedInHeader(header, kind);
    if (named >= used) return [];
    return [{ path, problem: `uses ${used} of ${kind}, and its header names ${named}` }];
  });
}

export const describedScripts: Rule = {
  name: 'a Lua script names its keys and arguments at the top',
  check: (tree) => written(tree, /\.lua$/).flatMap(([path, text]) => undescribed(path, text)),
};
