// The rows that were not imported, one JSON object a line, in the file's order and each once: what
// a killed run wrote beyond its checkpoint is cut off before the next one goes on.
import { type FileHandle, open } from 'node:fs/promises';

export interface Refusal {
  line: number;
  row: number;
  /** Empty when it is the row as a whole. */
  field: string;
  reason: string;
  detail: string;
  /** What else is wrong with the row. */
  also?: readonly { field: string; reason: string; detail: string }[];
}

export class RefusalReport {
  readonly #handle: FileHandle;
  #bytes: number;

  private constructor(handle: FileHandle, bytes: number) {
    this.#handle = handle;
    this.#bytes = bytes;
  }

  /** Keeps the first `bytes` of what is there. */
  static async open(path: string, bytes: number): Promise<RefusalReport> {
    const handle = await open(path, bytes === 0 ? 'w' : 'r+');
    await handle.truncate(bytes);
    return new RefusalReport(handle, bytes);
  }

  get bytes(): number {
    return this.#bytes;
  }

  async append(refusals: readonly Refusal[]): Promise<void> {
    if (refusals.length === 0) return;
    const text = refusals.map((refusal) => `${JSON.stringify(refusal)}\n`).join('');
    const { bytesWritten } = await this.#handle.write(Buffer.from(text), 0, null, this.#bytes);
    this.#bytes += bytesWritten;
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}
