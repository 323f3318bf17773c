// help: the pages that do not belong to one command.
import type { Command } from 'commander';
import { EXIT_CODE_MEANINGS, exitCodes } from '../exit-codes.ts';
import { usage } from '../failure.ts';
import { COLUMN_ALIASES } from '../import/columns.ts';
import { table } from '../output/table.ts';
import type { Session, Shell } from '../session.ts';

function exitCodesPage(): string {
  return table(['code', 'meaning'], Object.entries(EXIT_CODE_MEANINGS));
}

function importPage(): string {
  const aliases = Object.entries(COLUMN_ALIASES).map(([field, names]) => [field, names.join(', ')]);
  return `A file of members is CSV in UTF-8 whose first line names the columns, or NDJSON: one JSON object a line.
Names of columns are read without case, spaces, "_" and "-":

${table(['field', 'names of columns'], aliases)}
accounts          "wechat:o6_x|app-ly:42"; a "|" or "\\" within an account id is written "\\|" or "\\\\"
platform          with account_id: one account; more as platform_2 and account_id_2 and so on
account.wechat    the account id on that platform; any platform
attribute.city    an attribute; any key

In NDJSON accounts may also be a list of {"platform": "wechat", "account_id": "o6_x"} or of "wechat:o6_x", and
attributes an object. --map phone=cell reads the field phone from the column cell.

The import is resumed by giving the same command again. Beside FILE it keeps FILE.import.json (how far it has come)
and FILE.refused.ndjson (rows that were refused: line, row, field, reason, detail).
`;
}

const TOPICS: Readonly<Record<string, () => string>> = {
  'exit-codes': exitCodesPage,
  import: importPage,
};

export function addHelpCommand(program: Command, shell: Shell): void {
  program
    .command('help')
    .description('help for a command, or about exit-codes or import')
    .argument('[topic...]')
    .action((topic: string[], _options: object, command: Command) =>
      shell.run(command, (session) => help(session, program, topic)),
    );
}

async function help(session: Session, program: Command, topic: string[]): Promise<number> {
  const page = topic.length === 1 ? TOPICS[topic[0] ?? ''] : undefined;
  await session.output.raw(page ? page() : commandOf(program, topic).helpInformation());
  return exitCodes.ok;
}

function commandOf(program: Command, names: readonly string[]): Command {
  return names.reduce((parent, name) => {
    const found = parent.commands.find((command) => command.name() === name);
    if (found) return found;
    const topics = [...Object.keys(TOPICS), ...parent.commands.map((command) => command.name())];
    throw usage(`there is no help on ${name}, only on ${topics.join(', ')}`);
  }, program);
}
