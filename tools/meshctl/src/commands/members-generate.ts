// members generate: realistic members for trying things out, the same ones for the same seed.
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { type Command, Option } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { FILE_FORMATS, type FileFormat } from '../generate/formats.ts';
import { writeMembers } from '../generate/write-members.ts';
import { count, rate } from '../output/figures.ts';
import type { Session, Shell } from '../session.ts';
import { wholeNumber } from './parse-options.ts';

const COUNT_MAX = 1_000_000_000;

interface GenerateCommandOptions {
  count: number;
  seed: string;
  format?: FileFormat;
  out?: string;
}

export function addGenerateCommand(members: Command, shell: Shell): void {
  members
    .command('generate')
    .description('write made-up members, the same ones for the same seed')
    .requiredOption('--count <n>', 'how many', wholeNumber(0, COUNT_MAX))
    .option('--seed <text>', 'any text; another seed makes other members', '1')
    .addOption(
      new Option('--format <format>', 'default: by the name of FILE').choices(FILE_FORMATS),
    )
    .option('--out <file>', 'where to; default: stdout')
    .action((options: GenerateCommandOptions, command: Command) =>
      shell.run(command, (session) => generate(session, options)),
    );
}

async function generate(session: Session, options: GenerateCommandOptions): Promise<number> {
  const { output, clock } = session;
  const { seed, count: total } = options;
  const byName = options.out?.toLowerCase().endsWith('json') ? 'ndjson' : 'csv';
  const format = options.format ?? byName;
  const startMs = clock.monotonicMs();
  const perSecond = (rows: number): number =>
    rows / Math.max(0.001, (clock.monotonicMs() - startMs) / 1000);
  const onRows = (rows: number): void =>
    output.progress.show(() => `${count(rows)} of ${count(total)} rows, ${rate(perSecond(rows))}`);
  const work = { seed, count: total, format, onRows, signal: session.stop };
  if (options.out === undefined) {
    await writeMembers(session.stdout, work);
    return exitCodes.ok;
  }
  const file = createWriteStream(options.out);
  await Promise.all([finished(file), writeMembers(file, work).finally(() => file.end())]);
  const answer = { file: options.out, format, seed, rows: total, bytes: file.bytesWritten };
  await output.answer(answer, ({ file: path, rows, bytes }) => {
    return `${path}: ${count(rows)} members, ${count(bytes)} bytes, ${rate(perSecond(rows))}\n`;
  });
  return exitCodes.ok;
}
