/**
 * The command line of `./mesh` as data. Parsing starts nothing, so that every mistake is told
 * first.
 */
import { parseArgs } from 'node:util';
import type { MysqlDialectName } from './state.ts';
import type { Profile } from './topology.ts';
import { exitCode, Trouble } from './trouble.ts';

export interface UpCommand {
  readonly name: 'up';
  readonly profile: Profile | undefined;
  readonly docker: boolean;
  readonly tls: boolean;
  readonly mysql: MysqlDialectName | undefined;
  /** How many members of the sample are imported. */
  readonly sampleMembers: number;
}

export interface TestCommand {
  readonly name: 'test';
  readonly only: readonly string[];
  /** Whether everything that talks to a database is tested on MySQL too. */
  readonly mysql: boolean;
}

export type Command =
  | UpCommand
  | { readonly name: 'down'; readonly wipe: boolean }
  | { readonly name: 'status'; readonly output: 'table' | 'json' }
  | { readonly name: 'logs'; readonly component: string; readonly follow: boolean }
  | { readonly name: 'kill' | 'stop' | 'cont' | 'start'; readonly component: string }
  | TestCommand
  | { readonly name: 'ctl' | 'bench'; readonly args: readonly string[] }
  | { readonly name: 'help' };

export interface CommandLine {
  /** Folder of the mesh; undefined for the repository's own. */
  readonly home: string | undefined;
  readonly command: Command;
}

export const usage = `usage: ./mesh COMMAND [options]

  up [--profile full|small] [--docker] [--tls] [--mysql mariadb|mysql] [--sample N]
                       start everything that does not run, import N members of the sample
                       (50,000 unless told, 0 for none), read them back;
                       --tls: every call needs a certificate of the mesh's own authority
  down [--wipe]        end everything that up started; --wipe removes its data as well
  status [--output json]
                       what runs where, and the development callers
  logs NAME [-f]       what a component wrote; -f goes on following
  kill NAME            SIGKILL: it is gone
  stop NAME            SIGSTOP: it hangs, with its connections open
  cont NAME            SIGCONT: it goes on
  start NAME           start it again, with the same ports, data and configuration
  test [--mysql] [PART …]
                       checks, unit and integration tests; last line "N passed, N failed";
                       --mysql runs all that talks to MariaDB on MySQL as well
  tools [--mysql]      install what is missing, with --mysql also MySQL, and start nothing
  ctl …                meshctl: members, callers, rules, index (./mesh ctl help)
  bench [NAME...]      how fast it is, measured side by side; without a name, everything
  help                 this text

  --home DIR           use the mesh in this folder instead of .mesh/run (or set MESH_HOME)

exit codes: 0 done, 1 something failed, 2 the command line is wrong, 3 another command is at work
`;

const SAMPLE_MEMBERS = 50_000;
const SAMPLE_MEMBERS_MAX = 1_000_000;

const options = {
  home: { type: 'string' },
  profile: { type: 'string' },
  docker: { type: 'boolean' },
  tls: { type: 'boolean' },
  mysql: { type: 'string' },
  sample: { type: 'string' },
  wipe: { type: 'boolean' },
  output: { type: 'string' },
  follow: { type: 'boolean', short: 'f' },
  help: { type: 'boolean', short: 'h' },
} as const;

type OptionName = keyof typeof options;
type Values = { readonly [K in OptionName]?: string | boolean | undefined };

/** Which options each command takes, beside --home and --help. */
const optionsOf: Readonly<Record<Command['name'], readonly OptionName[]>> = {
  up: ['profile', 'docker', 'tls', 'mysql', 'sample'],
  down: ['wipe'],
  status: ['output'],
  logs: ['follow'],
  kill: [],
  stop: [],
  cont: [],
  start: [],
  test: ['mysql'],
  ctl: [],
  bench: [],
  help: [],
};

export function parseCommandLine(args: readonly string[]): CommandLine {
  const at = args.findIndex((word) => isHandedOn(word));
  const own = at === -1 ? args : args.slice(0, at);
  const { values, positionals } = parsed(own);
  const home = textOf(values, 'home');
  if (values.help === true) return { home, command: { name: 'help' } };
  const program = args[at];
  if (program !== undefined && isHandedOn(program) && positionals.length === 0) {
    return { home, command: { name: program, args: args.slice(at + 1) } };
  }
  const [name = 'help', ...operands] = positionals;
  if (!(name in optionsOf)) throw wrong(`there is no command "${name}"`);
  const command = name as Command['name'];
  for (const option of Object.keys(values) as OptionName[]) {
    if (option === 'home' || optionsOf[command].includes(option)) continue;
    throw wrong(`${command} takes no option --${option}`);
  }
  return { home, command: commandOf(command, operands, values) };
}

/** Commands with a command line of their own: everything after them is theirs. */
function isHandedOn(word: string): word is 'ctl' | 'bench' {
  return word === 'ctl' || word === 'bench';
}

function parsed(args: readonly string[]): { values: Values; positionals: string[] } {
  // `up` is told which database, `test` whether MySQL too.
  const asSwitch = { ...options, mysql: { type: 'boolean' } } as const;
  const input = { args: [...args], allowPositionals: true };
  const [name] = parseArgs({ ...input, options: asSwitch, strict: false }).positionals;
  try {
    return parseArgs({ ...input, options: name === 'test' ? asSwitch : options });
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
}

function commandOf(name: Command['name'], operands: readonly string[], values: Values): Command {
  switch (name) {
    case 'logs':
      return { name, component: one(name, operands), follow: values.follow === true };
    case 'kill':
    case 'stop':
    case 'cont':
    case 'start':
      return { name, component: one(name, operands) };
    case 'test':
      return { name, only: operands, mysql: values.mysql === true };
    case 'ctl':
    case 'bench':
      return { name, args: operands };
    default:
      if (operands.length > 0) throw wrong(`${name} takes no name: "${operands.join(' ')}"`);
      return withoutOperands(name, values);
  }
}

function withoutOperands(name: 'up' | 'down' | 'status' | 'help', values: Values): Command {
  switch (name) {
    case 'up':
      return {
        name,
        profile: choice(values, 'profile', ['full', 'small']),
        docker: values.docker === true,
        tls: values.tls === true,
        mysql: choice(values, 'mysql', ['mariadb', 'mysql']),
        sampleMembers: sampleOf(values),
      };
    case 'down':
      return { name, wipe: values.wipe === true };
    case 'status':
      return { name, output: choice(values, 'output', ['table', 'json']) ?? 'table' };
    case 'help':
      return { name };
  }
}

function one(command: string, operands: readonly string[]): string {
  const [component, ...others] = operands;
  if (component !== undefined && others.length === 0) return component;
  throw wrong(`${command} takes the name of one component`);
}

function choice<T extends string>(
  values: Values,
  option: OptionName,
  allowed: readonly T[],
): T | undefined {
  const value = textOf(values, option);
  if (value === undefined) return undefined;
  const found = allowed.find((each) => each === value);
  if (found !== undefined) return found;
  throw wrong(`--${option} is ${allowed.join(' or ')}, not "${value}"`);
}

function sampleOf(values: Values): number {
  const text = textOf(values, 'sample') ?? String(SAMPLE_MEMBERS);
  const count = Number(text);
  if (/^\d+$/.test(text) && count <= SAMPLE_MEMBERS_MAX) return count;
  throw wrong(`--sample is a number from 0 to ${SAMPLE_MEMBERS_MAX}, not "${text}"`);
}

function textOf(values: Values, option: OptionName): string | undefined {
  const value = values[option];
  return typeof value === 'string' ? value : undefined;
}

function wrong(message: string): Trouble {
  return new Trouble(message, {
    advice: './mesh help lists the commands',
    exitCode: exitCode.usage,
  });
}
