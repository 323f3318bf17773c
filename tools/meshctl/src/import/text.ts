// Bytes of a file become text only when they are UTF-8. The usual decoders put U+FFFD where they
// are not: a name that was damaged on its way would be stored damaged, and nobody would ever be
// told.
import { Buffer, isUtf8 } from 'node:buffer';

const BEYOND_ASCII = /[\x80-\xff]/;

/**
 * The text of bytes that are carried one a character ("latin1"); undefined when they are not UTF-8.
 */
export function decodeCarried(bytes: string): string | undefined {
  if (!BEYOND_ASCII.test(bytes)) return bytes;
  return decodeUtf8(Buffer.from(bytes, 'latin1'));
}

/** The text of the bytes; undefined when they are not UTF-8. */
export function decodeUtf8(bytes: Buffer): string | undefined {
  return isUtf8(bytes) ? bytes.toString('utf8') : undefined;
}
