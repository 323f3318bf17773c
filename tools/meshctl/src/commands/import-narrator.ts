// What a person is told while an import runs and when it ends.
import { exitCodes } from '../exit-codes.ts';
import { CommandFailure } from '../failure.ts';
import type { Checkpoint } from '../import/checkpoint.ts';
import type { ImportEnd } from '../import/import-members.ts';
import { UnreadableFile } from '../import/imported-row.ts';
import { RecordUnavailable } from '../import/record.ts';
import { count, rate, timeSpan } from '../output/figures.ts';
import { pairs } from '../output/table.ts';
import type { Session } from '../session.ts';

/** The rate is that of the last while, not of the whole import. */
const RATE_WINDOW_MS = 15_000;
/** Four batches that wait for the same service would say so four times a second. */
const RETRY_NOTE_INTERVAL_MS = 2_000;

interface Sample {
  atMs: number;
  rows: number;
  bytes: number;
}

export class ImportNarrator {
  readonly #session: Session;
  readonly #path: string;
  readonly #bytes: number;
  readonly #startMs: number;
  #samples: Sample[] = [];
  #begun: Checkpoint | undefined;
  #reportPath = '';
  #retryToldMs = Number.NEGATIVE_INFINITY;

  constructor(session: Session, { path, bytes }: { path: string; bytes: number }) {
    this.#session = session;
    this.#path = path;
    this.#bytes = bytes;
    this.#startMs = session.clock.monotonicMs();
  }

  startsAnew(why: string): void {
    const safe = 'rows that are written already stay as they are';
    this.#session.output.note(`${this.#path}: beginning with the first row: ${why}; ${safe}`);
  }

  begin(checkpoint: Checkpoint, reportPath: string): void {
    this.#begun = checkpoint;
    this.#reportPath = reportPath;
    this.#samples = [this.#sample(checkpoint)];
    const { position, written, refused, done } = checkpoint;
    if (position.row === 0 || done) return;
    const so = `${count(written)} written and ${count(refused)} refused so far`;
    this.#session.output.note(
      `${this.#path}: going on after row ${count(position.row)}, line ${count(position.line - 1)}; ${so}`,
    );
  }

  progress(checkpoint: Checkpoint): void {
    const sample = this.#sample(checkpoint);
    this.#samples.push(sample);
    while ((this.#samples[1]?.atMs ?? sample.atMs) < sample.atMs - RATE_WINDOW_MS) {
      this.#samples.shift();
    }
    this.#session.output.progress.show(() => this.#line(checkpoint));
  }

  retries({ why, waitMs, awayMs }: { why: string; waitMs: number; awayMs: number }): void {
    const nowMs = this.#session.clock.monotonicMs();
    if (nowMs - this.#retryToldMs < RETRY_NOTE_INTERVAL_MS) return;
    this.#retryToldMs = nowMs;
    const since = awayMs >= 1000 ? `, for ${timeSpan(awayMs)} now` : '';
    this.#session.output.note(`trying again in ${(waitMs / 1000).toFixed(1)} s${since}: ${why}`);
  }

  /** The command's answer and exit code. */
  async end(end: ImportEnd, checkpoint: Checkpoint, errorsMax = Infinity): Promise<number> {
    const { written, refused, position, importId } = checkpoint;
    const already = this.#begun?.done === true;
    const answer = {
      file: this.#path,
      import_id: importId,
      state: already ? 'already-complete' : end,
      rows: position.row,
      written,
      refused,
      report: refused > 0 ? this.#reportPath : null,
      resumed_after_row: this.#begun?.position.row ?? 0,
      elapsed_seconds: Number((this.#elapsedMs() / 1000).toFixed(3)),
    };
    const newRows = position.row - answer.resumed_after_row;
    const speed = newRows > 0 ? `, ${rate(newRows / (this.#elapsedMs() / 1000))}` : '';
    await this.#session.output.answer(answer, () =>
      pairs([
        ['import', `${importId} (${answer.state})`],
        ['rows', `${count(position.row)}${speed}`],
        ['written', count(written)],
        ['refused', refused > 0 ? `${count(refused)}, told in ${this.#reportPath}` : '0'],
      ]),
    );
    return this.#exit(end, { refused, errorsMax });
  }

  /** The failure with what it means for the import. */
  failure(error: unknown, { position, importId }: Checkpoint): unknown {
    const goesOn = `repeated, the import goes on after row ${count(position.row)}`;
    if (this.#session.stop.aborted) {
      return new CommandFailure(exitCodes.interrupted, 'INTERRUPTED', `interrupted; ${goesOn}`);
    }
    if (error instanceof RecordUnavailable) {
      const message = `${error.message}; ${goesOn}`;
      return new CommandFailure(exitCodes.unavailable, 'UNAVAILABLE', message);
    }
    if (!(error instanceof UnreadableFile)) return error;
    const message =
      `${this.#path}: ${error.message}; the rows before it are imported. Mend the file and repeat with ` +
      `--import-id ${importId}: then the rows before it are known and not imported again`;
    return new CommandFailure(exitCodes.failed, 'UNREADABLE_FILE', message);
  }

  #exit(end: ImportEnd, { refused, errorsMax }: { refused: number; errorsMax: number }): number {
    const { output } = this.#session;
    if (end === 'stopped') {
      output.note('interrupted; repeated, the import goes on from here');
      return exitCodes.interrupted;
    }
    if (end === 'complete') return exitCodes.ok;
    output.note(
      `stopped: ${count(refused)} rows are refused, more than --errors-max ${count(errorsMax)}. ` +
        `Look into ${this.#reportPath}; repeated with a higher --errors-max, the import goes on from here`,
    );
    return exitCodes.tooManyRefused;
  }

  #line({ position, refused }: Checkpoint): string {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    const seconds = ((last?.atMs ?? 0) - (first?.atMs ?? 0)) / 1000;
    const rows = (last?.rows ?? 0) - (first?.rows ?? 0);
    const bytes = (last?.bytes ?? 0) - (first?.bytes ?? 0);
    const percent = Math.floor((100 * position.offset) / Math.max(1, this.#bytes));
    const leftMs = (1000 * (this.#bytes - position.offset) * seconds) / Math.max(1, bytes);
    return [
      `${count(position.row)} rows`,
      rate(rows / Math.max(0.001, seconds)),
      `${percent} %`,
      `${timeSpan(leftMs)} left`,
      `${count(refused)} refused`,
    ].join(', ');
  }

  #sample({ position }: Checkpoint): Sample {
    const { row: rows, offset: bytes } = position;
    return { atMs: this.#session.clock.monotonicMs(), rows, bytes };
  }

  #elapsedMs(): number {
    return Math.max(1, this.#session.clock.monotonicMs() - this.#startMs);
  }
}
