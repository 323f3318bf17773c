// Documents that must stay true: the decisions are listed, links lead somewhere, and the changelog
// knows the version.
import { dirname, normalize } from 'node:path/posix';
import type { Tree } from '../tree.ts';
import { written, type Finding, type Rule } from './rule.ts';

const adrFile = /^docs\/adr\/(\d{4})-[a-z0-9-]+\.md$/;
const adrIndex = 'docs/adr/README.md';
const adrSections = ['Status', 'Context', 'Decision', 'Consequences'];

function adrFindings(path: string, text: string): Finding[] {
  const number = Number(adrFile.exec(path)?.[1]);
  const findings = adrSections
    .filter((section) => !new RegExp(`^## ${section}$`, 'm').test(text))
    .map((section) => ({ path, problem: `has no section "${section}"` }));
  const titled = text.startsWith(`# ${number}. `);
  return titled ? findings : [...findings, { path, problem: `does not open with "# ${number}. "` }];
}

export const listedDecisions: Rule = {
  name: 'decisions are numbered without gaps, complete, and listed in docs/adr/README.md',
  check: (tree) => {
    const decisions = [...tree].filter(([path]) => adrFile.test(path));
    const index = tree.get(adrIndex) ?? '';
    const findings = decisions.flatMap(([path, text], at): Finding[] => {
      const title = text.split('\n')[0]?.replace(/^# \d+\. /, '') ?? '';
      const file = path.replace('docs/adr/', '');
      const own = adrFindings(path, text);
      if (Number(adrFile.exec(path)?.[1]) !== at + 1)
        own.push({ path, problem: `should be number ${at + 1}` });
      if (!index.includes(`[${title}](${file})`))
        own.push({ path: adrIndex, problem: `does not list [${title}](${file})` });
      return own;
    });
    const strangers = [...tree.keys()].filter(
      (path) => path.startsWith('docs/adr/') && path !== adrIndex && !adrFile.test(path),
    );
    return [
      ...findings,
      ...strangers.map((path) => ({ path, problem: 'is not named NNNN-words.md' })),
      ...(index === '' ? [{ path: adrIndex, problem: 'is missing' }] : []),
    ];
  },
};

function exists(tree: Tree, target: string): boolean {
  const folder = target.replace(/\/$/, '');
  return tree.has(target) || [...tree.keys()].some((path) => path.startsWith(`${folder}/`));
}

/** A document without its code, which may show links that are none. */
function prose(text: string): string {
  return text
    .replace(/^```[\s\S]*?^```/gm, '')
    .replace(/^ {4}.*$/gm, '')
    .replace(/`[^`\n]*`/g, '');
}

export const liveLinks: Rule = {
  name: 'a relative link in a document leads to a file of the repository',
  check: (tree) =>
    written(tree, /\.md$/).flatMap(([path, text]) =>
      [...prose(text).matchAll(/\]\((?![a-z]+:|#)([^)\s#]+)[^)]*\)/g)].flatMap(
        ([, link = '']): Finding[] => {
          const target = normalize(`${dirname(path)}/${link}`);
          return exists(tree, target)
            ? []
            : [{ path, problem: `links to ${link}, which is not there` }];
        },
      ),
    ),
};

export const currentChangelog: Rule = {
  name: 'CHANGELOG.md has a heading for the version of the package',
  check: (tree) => {
    const { version = '' } = JSON.parse(tree.get('package.json') ?? '{}') as { version?: string };
    const text = tree.get('CHANGELOG.md') ?? '';
    const headed = text.split('\n').some((line) => /^## /.test(line) && line.includes(version));
    return headed ? [] : [{ path: 'CHANGELOG.md', problem: `has no heading for ${version}` }];
  },
};
