// The bytes of a file that a command is given, or of its standard input.
import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import type { Session } from '../session.ts';

export const STDIN = '-';

export function readInput({ stdin }: Session, path: string): Promise<Buffer> {
  return path === STDIN ? buffer(stdin) : readFile(path);
}
