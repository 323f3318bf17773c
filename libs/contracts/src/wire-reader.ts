// Encoded messages read field by field, for those that are mostly handed on: nothing is copied, and
// only what is asked for is looked at. The layout is the caller's to know.
const VARINT = 0;
const FIXED64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;
const SCALE_MAX = 2 ** 63;
const MS_PER_S = 1_000;
const NANOS_PER_MS = 1_000_000;

/**
 * Goes through the fields of one message: `next`, and for a field of interest the method that its
 * type needs. Every method throws RangeError on bytes that are no message.
 */
export class WireReader {
  readonly #bytes: Buffer;
  #at = 0;
  #wireType = VARINT;
  #isOpen = false;
  /** Number of the present field. */
  field = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Goes on to the next field; false behind the last one. */
  next(): boolean {
    if (this.#isOpen) this.#skip();
    if (this.#at >= this.#bytes.length) return false;
    const tag = this.#varint();
    this.field = Math.floor(tag / 8);
    this.#wireType = tag % 8;
    this.#isOpen = true;
    return true;
  }

  /** A whole number that is not negative, as far as a double holds it. */
  number(): number {
    this.#expect(VARINT);
    return this.#varint();
  }

  /** The field's bytes, in the memory of the message. */
  bytes(): Buffer {
    this.#expect(LENGTH_DELIMITED);
    const start = this.#delimited();
    return this.#bytes.subarray(start, this.#at);
  }

  text(): string {
    this.#expect(LENGTH_DELIMITED);
    const start = this.#delimited();
    return this.#bytes.toString('utf8', start, this.#at);
  }

  /** A google.protobuf.Duration that is not negative, milliseconds. */
  duration(): number {
    const fields = new WireReader(this.bytes());
    let ms = 0;
    while (fields.next()) {
      if (fields.field === 1) ms += fields.number() * MS_PER_S;
      else if (fields.field === 2) ms += fields.number() / NANOS_PER_MS;
    }
    return ms;
  }

  #expect(wireType: number): void {
    if (!this.#isOpen || this.#wireType !== wireType) {
      throw new RangeError(`field ${this.field} is of wire type ${this.#wireType}`);
    }
    this.#isOpen = false;
  }

  #skip(): void {
    this.#isOpen = false;
    switch (this.#wireType) {
      case VARINT:
        this.#varint();
        return;
      case LENGTH_DELIMITED:
        this.#delimited();
        return;
      case FIXED64:
        return this.#advance(8);
      case FIXED32:
        return this.#advance(4);
      default:
        throw new RangeError(`field ${this.field} is of the unknown wire type ${this.#wireType}`);
    }
  }

  /** Goes behind what has a length here; where it begins. */
  #delimited(): number {
    const length = this.#varint();
    const start = this.#at;
    this.#advance(length);
    return start;
  }

  #advance(count: number): void {
    if (this.#at + count > this.#bytes.length) throw new RangeError('a field ends too late');
    this.#at += count;
  }

  #varint(): number {
    let value = 0;
    for (let scale = 1; scale <= SCALE_MAX; scale *= 128) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw new RangeError('a number is cut off');
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
    throw new RangeError('a number has no end');
  }
}
