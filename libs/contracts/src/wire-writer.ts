// Messages put together field by field in one buffer, for answers whose parts are encoded already:
// they are copied once, and nothing is decoded on the way. The layout is the caller's to know.
const VARINT = 0;
const LENGTH_DELIMITED = 2;
const VARINT_CONTINUES = 0x80;
/** A tag of a field below 16 and the longest length. */
const HEADER_BYTES_MAX = 6;
const VARINT_BYTES_MAX = 8;
/** UTF-8 takes at most so many bytes for one unit of a JavaScript text. */
const UTF8_BYTES_MAX = 3;
const MS_PER_S = 1_000;
const NANOS_PER_MS = 1_000_000;

/** Fields are numbered below 16. */
export class WireWriter {
  #bytes: Buffer;
  #at = 0;

  /** `sizeBytes` is how large the message will probably be; it may become larger. */
  constructor(sizeBytes: number) {
    this.#bytes = Buffer.allocUnsafe(sizeBytes);
  }

  /** An enum or a whole number from 0 to 2^53 - 1; nothing for 0. */
  number(field: number, value: number): void {
    if (value === 0) return;
    this.#reserve(1 + VARINT_BYTES_MAX);
    this.#bytes[this.#at++] = (field << 3) | VARINT;
    this.#varint(value);
  }

  /** Nothing for an empty text. */
  text(field: number, text: string): void {
    if (text !== '') this.message(field, () => this.#utf8(text));
  }

  /** Bytes, or a message that is encoded already. */
  bytes(field: number, bytes: Uint8Array): void {
    this.#reserve(HEADER_BYTES_MAX + bytes.length);
    this.#bytes[this.#at++] = (field << 3) | LENGTH_DELIMITED;
    this.#varint(bytes.length);
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  /** A google.protobuf.Duration of whole milliseconds. */
  duration(field: number, ms: number): void {
    const seconds = Math.floor(ms / MS_PER_S);
    this.message(field, () => {
      this.number(1, seconds);
      this.number(2, Math.round((ms - seconds * MS_PER_S) * NANOS_PER_MS));
    });
  }

  /** A message whose fields `write` writes with this writer. */
  message(field: number, write: () => void): void {
    this.#reserve(HEADER_BYTES_MAX);
    this.#bytes[this.#at++] = (field << 3) | LENGTH_DELIMITED;
    // Most are shorter than 128 bytes; a longer one moves to make room for its length.
    const start = this.#at + 1;
    this.#at = start;
    write();
    const length = this.#at - start;
    const more = sizeOfVarint(length) - 1;
    if (more > 0) {
      this.#reserve(more);
      this.#bytes.copyWithin(start + more, start, this.#at);
    }
    this.#at = start - 1;
    this.#varint(length);
    this.#at += length;
  }

  /** The message; the writer is not to be used again. */
  finish(): Buffer {
    return this.#bytes.subarray(0, this.#at);
  }

  #utf8(text: string): void {
    this.#reserve(text.length * UTF8_BYTES_MAX);
    this.#at += this.#bytes.write(text, this.#at);
  }

  #varint(value: number): void {
    let rest = value;
    while (rest >= VARINT_CONTINUES) {
      this.#bytes[this.#at++] = (rest % VARINT_CONTINUES) | VARINT_CONTINUES;
      rest = Math.floor(rest / VARINT_CONTINUES);
    }
    this.#bytes[this.#at++] = rest;
  }

  #reserve(count: number): void {
    const needed = this.#at + count;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(larger, 0, 0, this.#at);
    this.#bytes = larger;
  }
}

function sizeOfVarint(value: number): number {
  let size = 1;
  for (let rest = value; rest >= VARINT_CONTINUES; rest = Math.floor(rest / VARINT_CONTINUES)) {
    size += 1;
  }
  return size;
}
