// Words that must not stay in a repository. The folder of these rules is left out: it has to name
// and to plant what it looks for.
import type { Tree } from '../tree.ts';
import { isTest, linesWith, written, type Rule } from './rule.ts';

const text = /\.(?:ts|js|mjs|cjs|lua|sql|sh|md|ya?ml|json|proto|conf)$|^mesh$|^\.ci\/|Dockerfile/;
const code = /\.(?:ts|js|mjs|cjs)$/;

const marker = /\b(?:TODO|FIXME|XXX|HACK)\b/;
const narrowed =
  /\b(?:it|test|describe)\.(?:only|skip|todo|failing)\b|^\s*(?:xit|xtest|xdescribe|fit|fdescribe)\(/;
const machinePath = /(?:^|[\s'"`(=:,])\/(?:work|root|home|Users|workspace)(?:\/\w|(?=['"`\s)]|$))/;
const temporaryFolder = /['"`]\/tmp(?:\/|['"`])/;
const exception = /@ts-(?:ignore|nocheck|expect-error)|eslint-disable(?!-next-line .* -- )/;

function outsideTidy(tree: Tree, path: RegExp): [path: string, text: string][] {
  return written(tree, path).filter(([name]) => !name.startsWith('test/tidy/'));
}

export const noMarkers: Rule = {
  name: 'work left for later is an issue, not a marker in a file',
  check: (tree) => linesWith(outsideTidy(tree, text), marker, 'a marker of unfinished work'),
};

export const noNarrowedTests: Rule = {
  name: 'every test runs: none is skipped, singled out or left empty',
  check: (tree) =>
    linesWith(
      outsideTidy(tree, code).filter(([path]) => isTest(path)),
      narrowed,
      'a test that hides itself or others',
    ),
};

export const noMachinePaths: Rule = {
  name: 'no file names a folder of one machine',
  check: (tree) => [
    ...linesWith(outsideTidy(tree, text), machinePath, 'a path of one machine'),
    ...linesWith(outsideTidy(tree, code), temporaryFolder, 'ask os.tmpdir() for that folder'),
  ],
};

export const reasonedExceptions: Rule = {
  name: 'a check is switched off for one line only, with its reason behind "--"',
  check: (tree) => linesWith(outsideTidy(tree, code), exception, 'an exception without a reason'),
};
