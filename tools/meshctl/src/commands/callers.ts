// callers: who may call the gateway. A key is shown once, when it is made.
import { writeFile } from 'node:fs/promises';
import { type Caller__Output, durationOf, timestampOf } from '@member-mesh/contracts';
import { isMeshError } from '@member-mesh/rpc';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { CommandFailure } from '../failure.ts';
import { pairs, table } from '../output/table.ts';
import type { Session, Shell } from '../session.ts';
import { calling, callingOnce } from './flow-calls.ts';
import { timeText } from './member-view.ts';
import { durationMs, list } from './parse-options.ts';

const OVERLAP_MS_DEFAULT = 3_600_000;
const CLASSES = ['order', 'marketing', 'ops'] as const;
const PERMISSIONS = ['READ', 'WRITE', 'GOVERN', 'OPERATE'] as const;

interface PutOptions {
  class: (typeof CLASSES)[number];
  permissions: (typeof PERMISSIONS)[number][];
  disabled?: boolean;
  keyExpires?: number;
  keyOut?: string;
}

interface RotateOptions {
  overlap: number;
  keyOut?: string;
}

export function addCallerCommands(program: Command, shell: Shell): void {
  const callers = program.command('callers').description('who may call the gateway, and how');
  callers
    .command('list')
    .description('every registered caller')
    .action((_options: object, command: Command) => shell.run(command, listCallers));
  callers
    .command('put')
    .description("register a caller or change one; a new caller's key is shown once")
    .argument('<name>')
    .addOption(
      new Option('--class <class>', 'traffic class').choices(CLASSES).makeOptionMandatory(),
    )
    .requiredOption('--permissions <list>', 'some of read,write,govern,operate', permissions)
    .option('--disabled', 'refuse its calls')
    .option('--key-expires <time>', 'such as 2030-01-31T00:00:00Z', timeMs)
    .option('--key-out <file>', 'write the key there, readable by this account only')
    .action((name: string, options: PutOptions, command: Command) =>
      shell.run(command, (session) => putCaller(session, name, options)),
    );
  callers
    .command('rotate')
    .description('make a new key; the old one stays valid for the overlap')
    .argument('<name>')
    .addOption(
      new Option('--overlap <duration>', 'how long the old key stays valid')
        .argParser(durationMs)
        .default(OVERLAP_MS_DEFAULT, '1h'),
    )
    .option('--key-out <file>', 'write the key there, readable by this account only')
    .action((name: string, options: RotateOptions, command: Command) =>
      shell.run(command, (session) => rotateKey(session, name, options)),
    );
  callers
    .command('delete')
    .description('remove a caller; its keys are refused from then on')
    .argument('<name>')
    .action((name: string, _options: object, command: Command) =>
      shell.run(command, (session) => deleteCaller(session, name)),
    );
}

function tellLostKey(error: unknown, name: string): never {
  if (!isMeshError(error) || error.reason !== 'OUTCOME_UNKNOWN') throw error;
  throw new CommandFailure(
    exitCodes.unavailable,
    error.reason,
    `the answer was lost, and with it any key it held: when meshctl callers list shows ${name}, ` +
      `meshctl callers rotate ${name} makes another key; else run the command again`,
  );
}

async function listCallers(session: Session): Promise<number> {
  const { callers } = await session.mesh.flowControl().ListCallers({}, calling(session));
  await session.output.answer({ callers }, () =>
    table(
      ['name', 'class', 'permissions', 'state', 'key expires'],
      callers.map((caller) => [caller.name, ...callerCells(caller)]),
    ),
  );
  return exitCodes.ok;
}

function callerCells(caller: Caller__Output): string[] {
  return [
    caller.trafficClass.replace('TRAFFIC_CLASS_', '').toLowerCase(),
    caller.permissions.map((each) => each.replace('PERMISSION_', '').toLowerCase()).join(','),
    caller.disabled ? 'disabled' : 'active',
    timeText(caller.keyExpireTime),
  ];
}

async function putCaller(session: Session, name: string, options: PutOptions): Promise<number> {
  const caller = {
    name,
    trafficClass: CLASS_NAMES[options.class],
    permissions: options.permissions.map((permission) => `PERMISSION_${permission}` as const),
    disabled: options.disabled ?? false,
    ...(options.keyExpires === undefined ? {} : { keyExpireTime: timestampOf(options.keyExpires) }),
  };
  const response = await session.mesh
    .flowControl()
    .PutCaller({ caller }, callingOnce(session))
    .catch((error: unknown) => tellLostKey(error, name));
  if (response.key === '') {
    const rotate = `meshctl callers rotate ${name}`;
    session.output.note(
      `${name} was registered before and keeps its keys; ${rotate} makes another.`,
    );
  }
  const stored = response.caller;
  const cells = stored ? callerCells(stored) : [];
  const [trafficClass = '', permitted = '', state = ''] = cells;
  await answerWithKey(
    session,
    { caller: stored, key: response.key },
    {
      keyOut: options.keyOut,
      rows: [
        ['caller', name],
        ['class', trafficClass],
        ['permissions', permitted],
        ['state', state],
      ],
    },
  );
  return exitCodes.ok;
}

const CLASS_NAMES = {
  order: 'TRAFFIC_CLASS_ORDER',
  marketing: 'TRAFFIC_CLASS_MARKETING',
  ops: 'TRAFFIC_CLASS_OPS',
} as const;

async function rotateKey(session: Session, name: string, options: RotateOptions): Promise<number> {
  const request = { name, overlap: durationOf(options.overlap) };
  const { key } = await session.mesh
    .flowControl()
    .RotateCallerKey(request, callingOnce(session))
    .catch((error: unknown) => tellLostKey(error, name));
  const answer = { caller: { name }, key };
  await answerWithKey(session, answer, { keyOut: options.keyOut, rows: [['caller', name]] });
  return exitCodes.ok;
}

async function deleteCaller(session: Session, name: string): Promise<number> {
  await session.mesh.flowControl().DeleteCaller({ name }, calling(session));
  await session.output.answer({ deleted: name }, () => `${name} is no caller any more\n`);
  return exitCodes.ok;
}

interface KeyAnswer {
  caller: object | null;
  /** Empty when no key was made. */
  key: string;
}

/** Shows the key, or keeps it in a file and shows where. */
async function answerWithKey(
  session: Session,
  { caller, key }: KeyAnswer,
  { keyOut, rows }: { keyOut: string | undefined; rows: [string, string][] },
): Promise<void> {
  const kept = key !== '' && keyOut !== undefined;
  if (kept) await writeFile(keyOut, `${key}\n`, { mode: 0o600 });
  const shown = key === '' ? {} : kept ? { key_file: keyOut } : { key };
  const keyRow: [string, string][] = Object.entries(shown);
  await session.output.answer({ caller, ...shown }, () => pairs([...rows, ...keyRow]));
  if (key !== '' && !kept)
    session.output.note('The key is shown this once; only its hash is kept.');
}

function permissions(text: string): (typeof PERMISSIONS)[number][] {
  return list(text).map((word) => {
    const permission = PERMISSIONS.find((each) => each === word.toUpperCase());
    if (permission) return permission;
    throw new InvalidArgumentError(`There is no permission ${word}.`);
  });
}

function timeMs(text: string): number {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new InvalidArgumentError('It must be such as 2030-01-31T00:00:00Z.');
  return ms;
}
