// rules apply and rules rollback: another rule set in the place of the stored one.
import { isMeshError } from '@member-mesh/rpc';
import { type Command, Option } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { CommandFailure } from '../failure.ts';
import { type Fault, faultLines } from '../rules/fault.ts';
import { readRuleFile } from '../rules/read-rule-file.ts';
import { ruleForm } from '../rules/rule-form.ts';
import type { Session, Shell } from '../session.ts';
import { calling, callingOnce } from './flow-calls.ts';
import { wholeNumber } from './parse-options.ts';
import { readInput, STDIN } from './read-input.ts';
import { type ChangeOptions, type ChangeRequest, changeRules } from './rules-change.ts';

export function addRuleSetCommands(rules: Command, shell: Shell): void {
  const apply = rules
    .command('apply')
    .description('put the rules of a file in the place of all stored ones, and show what changes')
    .requiredOption('-f, --file <file>', 'YAML or JSON, - for stdin: see docs/flow-control.md');
  addChangeOptions(apply).action((options: ChangeOptions & { file: string }, command: Command) =>
    shell.run(command, (session) => applyFile(session, options)),
  );
  const rollback = rules
    .command('rollback')
    .description('put the rules back as they were at a revision that rules history shows')
    .argument('<revision>', 'a whole number', wholeNumber(1, Number.MAX_SAFE_INTEGER));
  addChangeOptions(rollback).action((revision: number, options: ChangeOptions, command: Command) =>
    shell.run(command, (session) =>
      changeRules(session, options, (request) =>
        session.mesh
          .flowControl()
          .RollBackRules({ revision, ...request }, optionsOf(session, request)),
      ),
    ),
  );
}

function addChangeOptions(command: Command): Command {
  return command
    .option('--dry-run', 'show what would change and store nothing')
    .option('--yes', 'also when more than half of the stored rules are deleted')
    .addOption(new Option('--etag <etag>', 'only when the stored set has this etag'));
}

async function applyFile(
  session: Session,
  options: ChangeOptions & { file: string },
): Promise<number> {
  const { file } = options;
  const name = file === STDIN ? 'stdin' : file;
  const bytes = await readInput(session, file);
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  const { rules, faults, faultOf } = readRuleFile(text, ruleForm(session.mesh.contracts));
  if (faults.length > 0) throw refused(name, faults);
  return await changeRules(session, options, async (request) => {
    try {
      const whole = { rules, ...request };
      return await session.mesh.flowControl().ReplaceRules(whole, optionsOf(session, request));
    } catch (error) {
      if (!isMeshError(error, 'INVALID_ARGUMENT') || error.violations.length === 0) throw error;
      throw refused(name, error.violations.map(faultOf));
    }
  });
}

/** A look can be repeated; a change is not, so that its answer is about itself. */
function optionsOf(session: Session, { validateOnly }: ChangeRequest) {
  return validateOnly ? calling(session) : callingOnce(session);
}

function refused(file: string, faults: readonly Fault[]): CommandFailure {
  const message = `${file} cannot be used as rules; nothing is stored\n${faultLines(file, faults)}`;
  return new CommandFailure(exitCodes.usage, 'RULE_FILE', message);
}
