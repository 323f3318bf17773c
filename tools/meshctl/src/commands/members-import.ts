// members import: a file of members into the record, told as it goes, resumable at any point.
import { type FileHandle, open, stat } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { CommandFailure, usage } from '../failure.ts';
import { FILE_FORMATS, type FileFormat } from '../generate/formats.ts';
import { type Checkpoint, CheckpointFile } from '../import/checkpoint.ts';
import { openCsv } from '../import/csv-source.ts';
import { identifyFile, importIdOf } from '../import/file-identity.ts';
import { type ImportEnd, importMembers } from '../import/import-members.ts';
import { type RowSource, UnreadableFile } from '../import/imported-row.ts';
import { openNdjson } from '../import/ndjson-source.ts';
import type { MemberRecord } from '../import/record.ts';
import { RefusalReport } from '../import/refusal-report.ts';
import { remoteRecord } from '../mesh/remote-record.ts';
import type { Session, Shell } from '../session.ts';
import { ImportNarrator } from './import-narrator.ts';
import { durationMs, mapping, wholeNumber } from './parse-options.ts';

const ERRORS_MAX_DEFAULT = 100;
const RETRY_FOR_MS_DEFAULT = 300_000;
const ROW_BYTES_MAX = 16_777_216;
const IMPORT_ID = /^[A-Za-z0-9._-]{1,40}$/;

interface ImportOptions {
  format?: FileFormat;
  delimiter: string;
  map: ReadonlyMap<string, string>;
  ignoreUnknown?: boolean;
  errorsMax: number;
  importId?: string;
  report?: string;
  restart?: boolean;
  retryFor: number;
}

export function addImportCommand(members: Command, shell: Shell): void {
  members
    .command('import')
    .description('import members from a CSV or NDJSON file; meshctl help import says how it looks')
    .argument('<file>')
    .addOption(new Option('--format <format>', 'default: by the name').choices(FILE_FORMATS))
    .option('--delimiter <character>', 'between the cells of a CSV file', ',')
    .addOption(
      new Option('--map <field=column>', 'which column is which field; repeatable')
        .argParser(mapping)
        .default(new Map(), 'by their names'),
    )
    .option('--ignore-unknown', 'leave out columns that nothing is known about')
    .option(
      '--errors-max <n>',
      'stop when more rows than this are refused',
      wholeNumber(0, Number.MAX_SAFE_INTEGER),
      ERRORS_MAX_DEFAULT,
    )
    .option('--import-id <id>', 'names the import; default: made from the content of the file')
    .option('--report <file>', 'where refused rows are told; default: FILE.refused.ndjson')
    .option('--restart', 'forget how far an earlier run came; rows it wrote are not written twice')
    .addOption(
      new Option('--retry-for <duration>', 'how long the mesh may be away')
        .argParser(durationMs)
        .default(RETRY_FOR_MS_DEFAULT, '5m'),
    )
    .action((path: string, options: ImportOptions, command: Command) =>
      shell.run(command, (session) => importFile(session, path, options)),
    );
}

async function importFile(session: Session, path: string, options: ImportOptions): Promise<number> {
  checkOptions(options);
  const file = await open(path, 'r');
  try {
    const source = await openSource(file, path, options);
    const identity = await identifyFile(file);
    const importId = options.importId ?? importIdOf(identity, source.mapping);
    const checkpointFile = new CheckpointFile(`${path}.import.json`);
    const record = remoteRecord(session.mesh.record());
    const narrator = new ImportNarrator(session, { path, bytes: identity.bytes });
    const fresh: Checkpoint = {
      importId,
      file: identity,
      mapping: source.mapping,
      position: source.start,
      written: 0,
      refused: 0,
      reportBytes: 0,
      witness: '',
      done: false,
    };
    const reportPath = options.report ?? `${path}.refused.ndjson`;
    const found = options.restart ? undefined : await checkpointFile.read();
    if (options.restart) await checkpointFile.remove();
    const why = found && (await whyUnusable({ found, fresh, record, reportPath }, session));
    if (why !== undefined) narrator.startsAnew(why);
    const checkpoint = found && why === undefined ? found : fresh;
    narrator.begin(checkpoint, reportPath);
    if (checkpoint.done) return await narrator.end('complete', checkpoint);
    const work = { source, record, checkpoint, checkpointFile, reportPath };
    return await runImport(session, work, { narrator, options });
  } finally {
    await file.close();
  }
}

function checkOptions({ delimiter, importId }: ImportOptions): void {
  if (Buffer.byteLength(delimiter) !== 1 && delimiter !== '\\t') {
    throw usage('--delimiter must be one character, such as ";", or \\t');
  }
  if (importId !== undefined && !IMPORT_ID.test(importId)) {
    throw usage('--import-id must be 1 to 40 letters, digits, ".", "_" and "-"');
  }
}

async function openSource(
  file: FileHandle,
  path: string,
  options: ImportOptions,
): Promise<RowSource> {
  if (!(await file.stat()).isFile()) {
    throw usage(`${path} is not a regular file: an import that can be resumed needs one`);
  }
  const { map: explicit, ignoreUnknown = false } = options;
  const byName = /\.(?:nd|l)?json(?:l|lines)?$/i.test(path) ? 'ndjson' : 'csv';
  const reading = { explicit, ignoreUnknown, rowBytesMax: ROW_BYTES_MAX };
  try {
    if ((options.format ?? byName) === 'ndjson') return await openNdjson(file, reading);
    const delimiter = options.delimiter === '\\t' ? '\t' : options.delimiter;
    return await openCsv(file, { ...reading, delimiter });
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    throw new CommandFailure(exitCodes.failed, 'UNREADABLE_FILE', `${path}: ${error.message}`);
  }
}

interface Resumption {
  found: Checkpoint;
  fresh: Checkpoint;
  record: MemberRecord;
  reportPath: string;
}

/** Why the checkpoint is not that of this import; undefined when it is. */
async function whyUnusable(
  { found, fresh, record, reportPath }: Resumption,
  session: Session,
): Promise<string | undefined> {
  const sameFile = found.file.bytes === fresh.file.bytes && found.file.sha256 === fresh.file.sha256;
  if (!sameFile) return 'the file has changed since the checkpoint was written';
  if (found.mapping !== fresh.mapping) return 'the columns are read differently this time';
  if (found.importId !== fresh.importId) return 'the import has another --import-id';
  if ((await sizeOf(reportPath)) < found.reportBytes) return `${reportPath} is gone or cut short`;
  if (found.witness === '' || (await record.hasMember(found.witness, session.abandon))) {
    return undefined;
  }
  return 'this mesh does not have the members that the earlier run wrote';
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}

interface ImportWork {
  source: RowSource;
  record: MemberRecord;
  checkpoint: Checkpoint;
  checkpointFile: CheckpointFile;
  reportPath: string;
}

async function runImport(
  session: Session,
  work: ImportWork,
  { narrator, options }: { narrator: ImportNarrator; options: ImportOptions },
): Promise<number> {
  const { clock, random, stop, abandon } = session;
  const report = await RefusalReport.open(work.reportPath, work.checkpoint.reportBytes);
  let reached = work.checkpoint;
  const onProgress = (checkpoint: Checkpoint): void => {
    reached = checkpoint;
    narrator.progress(checkpoint);
  };
  const onRetry = narrator.retries.bind(narrator);
  const patience = { clock, random, retryForMs: options.retryFor, onRetry };
  const { errorsMax } = options;
  try {
    const job = { ...work, report, errorsMax, patience, onProgress, stop, abandon };
    const end: ImportEnd = await importMembers(job);
    return await narrator.end(end, reached, errorsMax);
  } catch (error) {
    throw narrator.failure(error, reached);
  } finally {
    await report.close();
  }
}
