// Whether bytes are a well-formed message. The decoder alone is too forgiving to stand at a door:
// it reads a text that ends too early as a shorter text, a number where a text belongs as a text,
// and bytes that are no UTF-8 as replacement characters, so that a damaged request would be
// answered as if it were another, sound one.
import { isAscii, isUtf8 } from 'node:buffer';

import type { FieldViolation } from './fields.ts';
import type { FieldShape, MessageShape } from './message-shape.ts';

/** As deep as the decoder goes. */
const DEPTH_MAX = 100;
const VARINT_BYTES_MAX = 10;
const SMALL_VARINT_BYTES_MAX = 5;

const VARINT = 0;
const FIXED64 = 1;
const DELIMITED = 2;
const GROUP_START = 3;
const GROUP_END = 4;
const FIXED32 = 5;

const WIRE_TYPES: Readonly<Record<string, number>> = {
  ...{ DOUBLE: FIXED64, FIXED64, SFIXED64: FIXED64 },
  ...{ FLOAT: FIXED32, FIXED32, SFIXED32: FIXED32 },
  ...{ STRING: DELIMITED, BYTES: DELIMITED, MESSAGE: DELIMITED },
};
const LONG_VARINTS = new Set(['INT64', 'UINT64', 'SINT64']);

/** Thrown inside and caught at the top; `path` grows from the field outwards. */
class Malformed extends Error {
  path: string[] = [];
}

/** What makes `bytes` no message of this shape; undefined when nothing does. */
export function malformationOf(bytes: Buffer, shape: MessageShape): FieldViolation | undefined {
  try {
    new WireCheck(bytes).message(shape, bytes.length, 0);
    return undefined;
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return { field: error.path.join('.'), description: error.message };
  }
}

class WireCheck {
  readonly #bytes: Buffer;
  readonly #ascii: boolean;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#ascii = isAscii(bytes);
  }

  message({ fields }: MessageShape, end: number, depth: number): void {
    if (depth > DEPTH_MAX) throw new Malformed(`is nested deeper than ${DEPTH_MAX}`);
    while (this.#at < end) {
      const tag = this.#small(end);
      const field = fields.get(tag >>> 3);
      if (!field) {
        this.#skip(tag, end, depth);
        continue;
      }
      try {
        this.#field(field, tag & 7, { end, depth });
      } catch (error) {
        if (error instanceof Malformed) error.path.unshift(field.name);
        throw error;
      }
    }
  }

  #field(field: FieldShape, wireType: number, { end, depth }: { end: number; depth: number }) {
    const { type, message, repeated } = field;
    const wanted = WIRE_TYPES[type] ?? VARINT;
    if (wireType === DELIMITED && wanted !== DELIMITED && repeated) {
      const packedEnd = this.#length(end);
      while (this.#at < packedEnd) this.#scalar(type, packedEnd);
      return;
    }
    if (wireType !== wanted) throw new Malformed(`is encoded as no ${type} is`);
    if (wanted !== DELIMITED) return this.#scalar(type, end);
    const innerEnd = this.#length(end);
    if (message) return this.message(message, innerEnd, depth + 1);
    if (type === 'STRING' && !this.#ascii && !isUtf8(this.#bytes.subarray(this.#at, innerEnd))) {
      throw new Malformed('is not UTF-8');
    }
    this.#at = innerEnd;
  }

  #scalar(type: string, end: number): void {
    const wireType = WIRE_TYPES[type] ?? VARINT;
    if (wireType !== VARINT) return this.#advance(wireType === FIXED64 ? 8 : 4, end);
    const size = this.#varint(end);
    // A negative number takes ten bytes; nothing takes six to nine.
    const between = size > SMALL_VARINT_BYTES_MAX && size < VARINT_BYTES_MAX;
    if (between && !LONG_VARINTS.has(type)) throw new Malformed(`is encoded as no ${type} is`);
  }

  /** What a later release may have added: passed over, but whole. */
  #skip(tag: number, end: number, depth: number): void {
    if (tag >>> 3 === 0) throw new Malformed('the message has a field without a number');
    switch (tag & 7) {
      case VARINT:
        this.#varint(end);
        return;
      case FIXED64:
        return this.#advance(8, end);
      case DELIMITED:
        this.#at = this.#length(end);
        return;
      case GROUP_START:
        return this.#group(tag >>> 3, end, depth);
      case FIXED32:
        return this.#advance(4, end);
      default:
        throw new Malformed('the message has a field of no known kind');
    }
  }

  #group(number: number, end: number, depth: number): void {
    if (depth > DEPTH_MAX) throw new Malformed(`the message is nested deeper than ${DEPTH_MAX}`);
    for (;;) {
      const tag = this.#small(end);
      if ((tag & 7) === GROUP_END && tag >>> 3 === number) return;
      this.#skip(tag, end, depth + 1);
    }
  }

  #advance(count: number, end: number): void {
    if (this.#at + count > end) throw new Malformed('ends too early');
    this.#at += count;
  }

  /** Where what has a length here ends. */
  #length(end: number): number {
    const length = this.#small(end);
    if (this.#at + length > end) throw new Malformed('ends too early');
    return this.#at + length;
  }

  /** The size of the number here, which is passed over. */
  #varint(end: number): number {
    const start = this.#at;
    while (this.#at < end && this.#at - start < VARINT_BYTES_MAX) {
      const byte = this.#bytes[this.#at++] ?? 0;
      if (byte < 128) return this.#at - start;
    }
    throw new Malformed(this.#at < end ? 'is a number without an end' : 'ends too early');
  }

  /** A number below 2^32: a tag or a length. */
  #small(end: number): number {
    const first = this.#bytes[this.#at] ?? 0;
    if (first < 128 && this.#at < end) {
      this.#at += 1;
      return first;
    }
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      if (this.#at >= end) throw new Malformed('ends too early');
      const byte = this.#bytes[this.#at++] ?? 0;
      if (shift === 28 && byte > 15) break;
      value = (value | ((byte & 127) << shift)) >>> 0;
      if (byte < 128) return value;
    }
    throw new Malformed('has a tag or a length beyond 2^32');
  }
}
