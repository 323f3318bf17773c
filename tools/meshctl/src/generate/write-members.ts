// Writes a generated file of any length in constant memory: as fast as whoever reads it, not
// faster.
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { type FileFormat, memberFormats } from './formats.ts';
import { generateMembers } from './member-generator.ts';

/** Rows are handed over in pieces of about this length: one system call for hundreds of rows. */
const PIECE_LENGTH_MIN = 65_536;

export interface GenerateOptions {
  seed: string;
  count: number;
  format: FileFormat;
  onRows?: (rows: number) => void;
  signal?: AbortSignal;
}

/** Writes head and rows to `out`, waiting whenever it is full. Does not end it. */
export async function writeMembers(out: Writable, options: GenerateOptions): Promise<void> {
  const { head, line } = memberFormats[options.format];
  let piece = head;
  let rows = 0;
  for (const member of generateMembers(options.seed, options.count)) {
    piece += line(member);
    rows++;
    if (piece.length < PIECE_LENGTH_MIN) continue;
    options.signal?.throwIfAborted();
    if (!out.write(piece)) await once(out, 'drain', { signal: options.signal });
    piece = '';
    options.onRows?.(rows);
  }
  if (piece !== '' && !out.write(piece)) await once(out, 'drain', { signal: options.signal });
  options.onRows?.(rows);
}
