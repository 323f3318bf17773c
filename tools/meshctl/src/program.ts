// The command line of meshctl: every command and the options that all of them take.
import { Command, CommanderError, Option } from 'commander';
import { addCallerCommands } from './commands/callers.ts';
import { addHelpCommand } from './commands/help-topics.ts';
import { addIndexCommands } from './commands/index-clusters.ts';
import { addGenerateCommand } from './commands/members-generate.ts';
import { addImportCommand } from './commands/members-import.ts';
import { addReadCommands } from './commands/members-read.ts';
import { addRuleCommands } from './commands/rules.ts';
import { addStatusCommand } from './commands/status.ts';
import { addTopCommand } from './commands/top.ts';
import { addTopologyCommands } from './commands/topology.ts';
import { exitCodes } from './exit-codes.ts';
import { OUTPUT_FORMS } from './output/output.ts';
import { Shell, type Surroundings } from './session.ts';

/** Runs one command line, without node and script, and says how the process should end. */
export async function runMeshctl(
  args: readonly string[],
  surroundings: Surroundings,
): Promise<number> {
  const shell = new Shell(surroundings);
  try {
    await createProgram(shell).parseAsync([...args], { from: 'user' });
    return shell.exitCode;
  } catch (error) {
    // Help and wrong usage end here, already told.
    if (error instanceof CommanderError)
      return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    throw error;
  }
}

/** Every command, run by the shell. */
export function createProgram(shell: Shell): Command {
  const { stdout, stderr } = shell.surroundings;
  const program = new Command('meshctl')
    .description('Member data and the state of the mesh. Exit codes: meshctl help exit-codes')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      outputError: (text, write) => write(text.replace(/^error: /, 'meshctl: ')),
    })
    .showHelpAfterError('Help: meshctl help COMMAND')
    .addOption(
      new Option('--output <form>', 'table for people, json for programs')
        .choices(OUTPUT_FORMS)
        .default('table'),
    )
    .option('--state-file <file>', 'description of the mesh; default: MESH_STATE_FILE')
    .option('--gateway <addresses>', 'host:port,…; default: from the state file; so the next ones')
    .option('--member-query <addresses>')
    .option('--member-write <addresses>')
    .option('--sync-worker <addresses>')
    .option('--flow-control <addresses>')
    .option('--key-file <file>', "a caller's key, for reads; default: ops-console's")
    .option('--token-file <file>', 'the token of meshctl inside the mesh')
    .option('--operator-key-file <file>', 'a key that may change callers and rules');
  const members = program.command('members').description('member data, in and out');
  addImportCommand(members, shell);
  addGenerateCommand(members, shell);
  addReadCommands(members, shell);
  addCallerCommands(program, shell);
  addRuleCommands(program, shell);
  addIndexCommands(program, shell);
  addTopologyCommands(program, shell);
  addStatusCommand(program, shell);
  addTopCommand(program, shell);
  addHelpCommand(program, shell);
  return program;
}
