// Members from a CSV file: header, line numbers and positions around the records that csv-parse
// finds.
import type { FileHandle } from 'node:fs/promises';
import { type ColumnTarget, mapColumns, type MappingOptions, targetName } from './columns.ts';
import { type Columns, contentOfCells } from './csv-cells.ts';
import { type CsvOptions, type CsvRecord, csvRecords } from './csv-records.ts';
import { checkEncoding } from './encoding-mark.ts';
import {
  type ImportedRow,
  type Position,
  refused,
  type RowContent,
  type RowSource,
  UnreadableFile,
} from './imported-row.ts';
import { decodeCarried } from './text.ts';

export interface CsvSourceOptions extends MappingOptions {
  delimiter: string;
  rowBytesMax: number;
}

const SNIFF_BYTES = 65_536;

/**
 * Reads the header. Throws MappingError when it cannot be understood, UnreadableFile when there is
 * none.
 */
export async function openCsv(file: FileHandle, options: CsvSourceOptions): Promise<RowSource> {
  const bytesBefore = await checkEncoding(file);
  const lineEnd = await findLineEnd(file);
  const parsing: CsvOptions = {
    delimiter: options.delimiter,
    recordDelimiters: lineEnd === '\r' ? ['\r'] : ['\r\n', '\n'],
    recordBytesMax: options.rowBytesMax,
  };
  const header = await readHeader(file, bytesBefore, parsing);
  const columns = mapColumns(header.cells, options);
  const start = { offset: header.endOffset, line: 1 + linesOf(header.cells, lineEnd), row: 0 };
  return {
    mapping: `csv ${JSON.stringify(options.delimiter)} ${columns.map(nameOf).join(',')}`,
    start,
    rows: (from) => csvRows(csvRecords(file, from.offset, parsing), from, { columns, lineEnd }),
  };
}

async function* csvRows(
  records: AsyncIterable<CsvRecord>,
  from: Position,
  options: { columns: Columns; lineEnd: string },
): AsyncGenerator<ImportedRow> {
  let at = from;
  try {
    for await (const record of records) {
      const { cells, endOffset: offset } = record;
      const line = at.line + linesOf(cells, options.lineEnd);
      const blank = cells.every((cell) => cell.trim() === '');
      const next = { offset, line, row: blank ? at.row : at.row + 1 };
      if (!blank) {
        const content = contentOf(record, options.columns);
        yield { number: next.row, line: at.line, content, next };
      }
      at = next;
    }
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    throw new UnreadableFile(
      `row ${at.row + 1}, which begins at line ${at.line}: ${error.message}`,
    );
  }
}

function contentOf(record: CsvRecord, columns: Columns): RowContent {
  if (!record.brokenQuotes) return contentOfCells(record.cells, columns);
  const detail =
    'the quotes of the row do not match: a cell with a quote in it is written "so ""quoted"" here"';
  return refused('MALFORMED_QUOTES', '', detail);
}

async function readHeader(
  file: FileHandle,
  offset: number,
  parsing: CsvOptions,
): Promise<{ cells: string[]; endOffset: number }> {
  for await (const record of csvRecords(file, offset, parsing)) {
    const cells = record.cells.map((cell) => decodeCarried(cell));
    if (record.brokenQuotes || cells.includes(undefined)) {
      throw new UnreadableFile('the first line should name the columns, but is not CSV in UTF-8');
    }
    return { cells: cells.map((cell) => cell ?? ''), endOffset: record.endOffset };
  }
  throw new UnreadableFile('the file is empty: its first line should name the columns');
}

/** "\r" for files of old Macs, which have no "\n" at all. */
async function findLineEnd(file: FileHandle): Promise<string> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(SNIFF_BYTES), 0, SNIFF_BYTES, 0);
  const head = buffer.subarray(0, bytesRead);
  return head.includes('\r') && !head.includes('\n') ? '\r' : '\n';
}

/** How many lines a record takes: one, and one more for each line end within its quotes. */
function linesOf(cells: readonly string[], lineEnd: string): number {
  let lines = 1;
  for (const cell of cells) {
    for (let at = cell.indexOf(lineEnd); at >= 0; at = cell.indexOf(lineEnd, at + 1)) lines++;
  }
  return lines;
}

function nameOf(target: ColumnTarget | undefined): string {
  return JSON.stringify(target === undefined ? null : targetName(target));
}
