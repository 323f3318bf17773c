// Drives csv-parse over a file in pieces and keeps what it lacks: the place of every record, a
// bound on one record's size, and going on after a record with broken quotes (the parser itself
// either ends there or swallows the rows up to the next quote).
import type { FileHandle } from 'node:fs/promises';
import { CsvError, parse, type Parser } from 'csv-parse';
import { UnreadableFile } from './imported-row.ts';

export interface CsvRecord {
  /** Bytes carried one a character. */
  cells: readonly string[];
  /** Bytes of the file before the next record. */
  endOffset: number;
  /** The quotes of the record do not match: the cells are a guess, its end is not. */
  brokenQuotes: boolean;
}

export interface CsvOptions {
  delimiter: string;
  recordDelimiters: readonly string[];
  /** A longer record ends the reading. */
  recordBytesMax: number;
}

interface Parsing extends CsvOptions {
  /** Takes quotes as they come, where the strict reading fails. */
  relaxed: boolean;
  pieceBytes: number;
}

interface Piece {
  records: CsvRecord[];
  /** What ended the parsing within the piece. */
  error: Error | undefined;
}

const PIECE_BYTES = 262_144;
/** Where only one record is wanted. */
const SMALL_PIECE_BYTES = 4_096;
const QUOTE_ERRORS = ['CSV_INVALID_CLOSING_QUOTE', 'INVALID_OPENING_QUOTE'];

/**
 * The records from `offset` on. Throws UnreadableFile at a record that is too long or whose quote
 * is never closed: where the next one begins is not knowable then.
 */
export async function* csvRecords(
  file: FileHandle,
  offset: number,
  options: CsvOptions,
): AsyncGenerator<CsvRecord> {
  let at = offset;
  while (true) {
    let broken = false;
    for await (const { records, error } of pieces(file, at, {
      ...options,
      relaxed: false,
      pieceBytes: PIECE_BYTES,
    })) {
      yield* records;
      at = records.at(-1)?.endOffset ?? at;
      broken = error !== undefined && isQuoteError(error);
      if (error && !broken) throw unreadable(error);
    }
    if (!broken) return;
    const record = await firstRecord(file, at, options);
    at = record.endOffset;
    yield record;
  }
}

/** The record at `offset`, read with quotes as they come. */
async function firstRecord(
  file: FileHandle,
  offset: number,
  options: CsvOptions,
): Promise<CsvRecord> {
  for await (const { records, error } of pieces(file, offset, {
    ...options,
    relaxed: true,
    pieceBytes: SMALL_PIECE_BYTES,
  })) {
    const [first] = records;
    if (first) return { ...first, brokenQuotes: true };
    if (error) throw unreadable(error);
  }
  throw new UnreadableFile('the file ends within a record');
}

async function* pieces(file: FileHandle, offset: number, options: Parsing): AsyncGenerator<Piece> {
  const records: CsvRecord[] = [];
  const parser = parserInto(records, offset, options);
  const { pieceBytes } = options;
  let read = offset;
  let recordStart = offset;
  try {
    while (true) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(pieceBytes), 0, pieceBytes, read);
      read += bytesRead;
      const error = await advance(parser, buffer.subarray(0, bytesRead));
      const piece = { records: records.splice(0), error };
      recordStart = piece.records.at(-1)?.endOffset ?? recordStart;
      yield piece;
      if (error || bytesRead === 0) return;
      if (read - recordStart > options.recordBytesMax) throw tooLong(options.recordBytesMax);
    }
  } finally {
    parser.destroy();
  }
}

function parserInto(records: CsvRecord[], offset: number, options: Parsing): Parser {
  const parser = parse({
    // Every byte is one character and back again: the parser cannot damage what is not UTF-8.
    encoding: 'latin1',
    bom: false,
    delimiter: options.delimiter,
    record_delimiter: [...options.recordDelimiters],
    relax_column_count: true,
    relax_quotes: options.relaxed,
    skip_empty_lines: false,
    max_record_size: 0,
    // Taken here, a record is not lost when the same piece holds an error further on.
    on_record: (cells: string[], { bytes }) => {
      records.push({ cells, endOffset: offset + bytes, brokenQuotes: false });
      return null;
    },
  });
  // What fails is told by the write that failed.
  parser.on('error', () => undefined);
  parser.resume();
  return parser;
}

/** Gives the parser the next bytes, or the end when there are none. */
function advance(parser: Parser, bytes: Buffer): Promise<Error | undefined> {
  return new Promise((resolve) => {
    const done = (error?: Error | null): void => resolve(error ?? undefined);
    if (bytes.length > 0) parser.write(bytes, done);
    else parser.end(done);
  });
}

function isQuoteError(error: Error): boolean {
  return error instanceof CsvError && QUOTE_ERRORS.includes(error.code);
}

function unreadable(error: Error): Error {
  if (!(error instanceof CsvError)) return error;
  if (error.code !== 'CSV_QUOTE_NOT_CLOSED') return new UnreadableFile(error.message);
  return new UnreadableFile('a quote is opened and never closed, up to the end of the file');
}

function tooLong(bytesMax: number): UnreadableFile {
  const what = `a row is longer than ${bytesMax} bytes; most likely a quote is opened and never closed`;
  return new UnreadableFile(what);
}
