// Every command that the README tells a reader to type is executed by something that fails when
// the command does: the README's own test types the shell blocks, a table names what runs the rest.
import { blockCommands, sentenceCommands, type Execution } from '../../readme/commands.ts';
import type { Tree } from '../tree.ts';
import type { Finding, Rule } from './rule.ts';

const readmePath = 'README.md';
const readmeTest = 'test/readme/readme.itest.ts';
const executes = /\.i?test\.ts$|^\.ci\/run$/;

function evidenceFindings(tree: Tree, { command, by, evidence }: Execution): Finding[] {
  const text = tree.get(by);
  if (text === undefined)
    return [{ path: by, problem: `is to execute "${command}" but is missing` }];
  if (!executes.test(by))
    return [{ path: by, problem: `is no test that could execute "${command}"` }];
  return text.includes(evidence) ? [] : [{ path: by, problem: `does not contain "${evidence}"` }];
}

export function executedCommands(table: readonly Execution[]): Rule {
  return {
    name: 'every command of the README is executed by a test',
    check: (tree) => {
      const readme = tree.get(readmePath) ?? '';
      const blocks = blockCommands(readme);
      const sentences = sentenceCommands(readme);
      const executed = [...blocks, ...table.map(({ command }) => command)];
      // "./mesh ctl" speaks of a family, of which a longer command is executed.
      const unexecuted = sentences.filter(
        (command) => !executed.some((each) => each === command || each.startsWith(`${command} `)),
      );
      const untold = table.filter(({ command }) => ![...blocks, ...sentences].includes(command));
      return [
        ...(blocks.length === 0 ? [{ path: readmePath, problem: 'tells no command' }] : []),
        ...(tree.has(readmeTest) ? [] : [{ path: readmeTest, problem: 'is missing' }]),
        ...unexecuted.map((command) => ({
          path: readmePath,
          problem: `no test executes "${command}"`,
        })),
        ...untold.map(({ command }) => ({
          path: readmePath,
          problem: `does not tell "${command}"`,
        })),
        ...table.flatMap((execution) => evidenceFindings(tree, execution)),
      ];
    },
  };
}
