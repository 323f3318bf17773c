// Imports a file: several batches on their way at once, acknowledged in the file's order, so that
// there is always one position with everything before it done. A run that is killed goes on from
// there, and what it had sent beyond is sent again with the same row numbers, which the record
// writes once.
import { type Batch, type BatchLimits, batchesOf } from './batches.ts';
import type { Checkpoint, CheckpointFile } from './checkpoint.ts';
import type { ImportedRow, RowSource } from './imported-row.ts';
import { type Patience, writeRows } from './persistent-record.ts';
import { RecentAccounts } from './recent-accounts.ts';
import type { MemberRecord, RowOutcome } from './record.ts';
import type { Refusal, RefusalReport } from './refusal-report.ts';

const IN_FLIGHT_MAX = 4;
const LIMITS: BatchLimits = { rowsMax: 500, lengthMax: 262_144 };
/** About 8 MB. */
const REMEMBERED_ACCOUNTS_MAX = 50_000;

export interface ImportJob {
  source: RowSource;
  record: MemberRecord;
  checkpoint: Checkpoint;
  checkpointFile: CheckpointFile;
  report: RefusalReport;
  /** One more refused row than this ends the import. */
  errorsMax: number;
  patience: Patience;
  onProgress: (checkpoint: Checkpoint) => void;
  /** Ends the reading; batches on their way are still waited for. */
  stop: AbortSignal;
  /** Gives up batches on their way. */
  abandon: AbortSignal;
}

export type ImportEnd = 'complete' | 'too-many-refused' | 'stopped';

interface Sent {
  batch: Batch;
  outcomes: Promise<Map<number, RowOutcome>>;
}

/**
 * Runs until the end of the file, or until there is a reason to stop; the checkpoint tells how far.
 */
export async function importMembers(job: ImportJob): Promise<ImportEnd> {
  return new MemberImport(job).run();
}

class MemberImport {
  readonly #job: ImportJob;
  readonly #recent = new RecentAccounts(REMEMBERED_ACCOUNTS_MAX);
  readonly #sent: Sent[] = [];
  #checkpoint: Checkpoint;
  /** Rows refused here that are not acknowledged yet. */
  #refusedAhead = 0;

  constructor(job: ImportJob) {
    this.#job = job;
    this.#checkpoint = job.checkpoint;
  }

  async run(): Promise<ImportEnd> {
    const { source, stop } = this.#job;
    const rows = this.#untilTooMany(source.rows(this.#checkpoint.position));
    try {
      for await (const batch of batchesOf(rows, LIMITS)) {
        await this.#makeRoomFor(batch);
        this.#send(batch);
      }
    } finally {
      await this.#acknowledgeAll();
    }
    if (this.#refused > this.#job.errorsMax) return 'too-many-refused';
    if (stop.aborted) return 'stopped';
    await this.#save({ ...this.#checkpoint, done: true });
    return 'complete';
  }

  get #refused(): number {
    return this.#checkpoint.refused + this.#refusedAhead;
  }

  async *#untilTooMany(rows: AsyncIterable<ImportedRow>): AsyncGenerator<ImportedRow> {
    if (this.#refused > this.#job.errorsMax) return;
    for await (const row of rows) {
      if (row.content.kind === 'refused') this.#refusedAhead++;
      yield row;
      if (this.#refused > this.#job.errorsMax || this.#job.stop.aborted) return;
    }
  }

  /** Waits until few enough are on their way and none of them names an account of this batch. */
  async #makeRoomFor({ accounts }: Batch): Promise<void> {
    const conflicts = ({ batch }: Sent): boolean =>
      [...accounts].some((account) => batch.accounts.has(account));
    while (this.#sent.length >= IN_FLIGHT_MAX || this.#sent.some(conflicts)) {
      await this.#acknowledgeFirst();
    }
  }

  #send(batch: Batch): void {
    const { record, patience, stop, abandon } = this.#job;
    const { importId } = this.#checkpoint;
    const outcomes = writeRows({ record, importId, stop, abandon, patience }, batch.members);
    // Told when its turn comes.
    outcomes.catch(() => undefined);
    this.#sent.push({ batch, outcomes });
  }

  async #acknowledgeAll(): Promise<void> {
    try {
      while (this.#sent.length > 0) await this.#acknowledgeFirst();
    } finally {
      await Promise.allSettled(this.#sent.map(({ outcomes }) => outcomes));
    }
  }

  async #acknowledgeFirst(): Promise<void> {
    const [first] = this.#sent;
    if (!first) return;
    const outcomes = await first.outcomes;
    this.#sent.shift();
    const { batch } = first;
    const refusals = batch.rows.flatMap((row) => this.#refusalOf(row, outcomes));
    await this.#job.report.append(refusals);
    const written = batch.rows.length - refusals.length;
    const [someId = ''] = [...outcomes.values()].flatMap(({ memberId }) => memberId || []);
    this.#refusedAhead -= batch.rows.length - batch.members.length;
    await this.#save({
      ...this.#checkpoint,
      position: batch.next,
      written: this.#checkpoint.written + written,
      refused: this.#checkpoint.refused + refusals.length,
      reportBytes: this.#job.report.bytes,
      witness: this.#checkpoint.witness || someId,
    });
  }

  async #save(checkpoint: Checkpoint): Promise<void> {
    await this.#job.checkpointFile.write(checkpoint);
    this.#checkpoint = checkpoint;
    this.#job.onProgress(checkpoint);
  }

  #refusalOf(row: ImportedRow, outcomes: ReadonlyMap<number, RowOutcome>): Refusal[] {
    const place = { line: row.line, row: row.number };
    if (row.content.kind === 'refused') {
      const [first, ...also] = row.content.problems;
      return [{ ...place, ...first, ...(also.length > 0 ? { also } : {}) }];
    }
    const { accounts } = row.content.member;
    const outcome = outcomes.get(row.number);
    if (!outcome || outcome.memberId !== '') {
      this.#recent.remember(accounts, place);
      return [];
    }
    const { refusedReason: reason, refusedField: field, detail } = outcome;
    const earlier = this.#recent.find(accounts, row.number);
    if (reason !== 'ACCOUNT_ALREADY_BOUND' || !earlier)
      return [{ ...place, field, reason, detail }];
    const [account, seen] = earlier;
    const duplicate = `the account ${account} is that of row ${seen.row}, line ${seen.line}`;
    return [{ ...place, field: 'accounts', reason: 'DUPLICATE_IN_FILE', detail: duplicate }];
  }
}
