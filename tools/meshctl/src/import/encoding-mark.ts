// Some programs write a mark before the text that tells its encoding. UTF-8's is skipped; UTF-16 is
// told by name, because read as UTF-8 it would only be nonsense.
import type { FileHandle } from 'node:fs/promises';
import { UnreadableFile } from './imported-row.ts';

const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const UTF16_MARKS = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];

/** How many bytes precede the text. Throws UnreadableFile when it is UTF-16. */
export async function checkEncoding(file: FileHandle): Promise<number> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(3), 0, 3, 0);
  const head = buffer.subarray(0, bytesRead);
  if (UTF16_MARKS.some((mark) => head.subarray(0, 2).equals(mark))) {
    throw new UnreadableFile('the file is UTF-16; convert it: iconv -f UTF-16 -t UTF-8 FILE > NEW');
  }
  return head.equals(UTF8_MARK) ? UTF8_MARK.length : 0;
}
