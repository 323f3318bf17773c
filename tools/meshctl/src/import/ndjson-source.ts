// Members from a file with one JSON object a line.
import type { FileHandle } from 'node:fs/promises';
import { checkEncoding } from './encoding-mark.ts';
import { type ImportedRow, type Position, refused, type RowSource } from './imported-row.ts';
import { contentOfLine, type JsonOptions } from './ndjson-line.ts';

export interface NdjsonSourceOptions extends JsonOptions {
  rowBytesMax: number;
}

const PIECE_BYTES = 262_144;
const LINE_END = 0x0a;

interface Line {
  /** Without its end; undefined when it is longer than allowed. */
  bytes: Buffer | undefined;
  /** With its end. */
  length: number;
}

export async function openNdjson(
  file: FileHandle,
  options: NdjsonSourceOptions,
): Promise<RowSource> {
  const explicit = [...options.explicit].map(([target, column]) => `${target}=${column}`);
  return {
    mapping: `ndjson ${JSON.stringify([options.ignoreUnknown, explicit.sort()])}`,
    start: { offset: await checkEncoding(file), line: 1, row: 0 },
    rows: (from) => ndjsonRows(file, from, options),
  };
}

async function* ndjsonRows(
  file: FileHandle,
  from: Position,
  options: NdjsonSourceOptions,
): AsyncGenerator<ImportedRow> {
  let at = from;
  for await (const { bytes, length } of lines(file, from.offset, options.rowBytesMax)) {
    const blank = bytes !== undefined && bytes.every((byte) => byte <= 0x20);
    const row = blank ? at.row : at.row + 1;
    const next = { offset: at.offset + length, line: at.line + 1, row };
    if (!blank) {
      const tooLong = `${length} bytes; at most ${options.rowBytesMax}`;
      const content = bytes ? contentOfLine(bytes, options) : refused('ROW_TOO_LARGE', '', tooLong);
      yield { number: row, line: at.line, content, next };
    }
    at = next;
  }
}

/** The lines from `offset` on. One that is too long is passed over without being kept. */
async function* lines(file: FileHandle, offset: number, bytesMax: number): AsyncGenerator<Line> {
  let kept: Buffer[] = [];
  let length = 0;
  let read = offset;
  while (true) {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(PIECE_BYTES), 0, PIECE_BYTES, read);
    if (bytesRead === 0) break;
    read += bytesRead;
    let piece = buffer.subarray(0, bytesRead);
    for (let end = piece.indexOf(LINE_END); end >= 0; end = piece.indexOf(LINE_END)) {
      length += end + 1;
      const bytes = Buffer.concat([...kept, piece.subarray(0, end)]);
      yield { bytes: length > bytesMax ? undefined : bytes, length };
      kept = [];
      length = 0;
      piece = piece.subarray(end + 1);
    }
    length += piece.length;
    if (length <= bytesMax) kept.push(piece);
    else kept = [];
  }
  if (length > 0) yield { bytes: length > bytesMax ? undefined : Buffer.concat(kept), length };
}
