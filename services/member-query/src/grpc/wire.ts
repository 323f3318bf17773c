// Answers put together from bytes: members stay as they were committed from the cache to the wire.
// The protobuf layouts are those of member_read_service.proto and member_query_service.proto.
const VARINT = 0;
const LENGTH_DELIMITED = 2;
const VARINT_CONTINUES = 0x80;

export type Part = Buffer | Uint8Array;

/** Tag and length of a length-delimited field numbered below 16, then the bytes. */
export function bytesField(parts: Part[], field: number, bytes: Uint8Array): void {
  parts.push(header(field, bytes.length), bytes);
}

export function textField(parts: Part[], field: number, text: string): void {
  if (text !== '') bytesField(parts, field, Buffer.from(text));
}

/** An enum or a small number; nothing for 0. */
export function numberField(parts: Part[], field: number, value: number): void {
  if (value === 0) return;
  parts.push(Buffer.from([(field << 3) | VARINT, ...varint(value)]));
}

/** A google.protobuf.Duration of whole milliseconds. */
export function durationField(parts: Part[], field: number, ms: number): void {
  const seconds = Math.floor(ms / 1_000);
  const nanos = Math.round((ms - seconds * 1_000) * 1e6);
  const inner: Part[] = [];
  numberField(inner, 1, seconds);
  numberField(inner, 2, nanos);
  bytesField(parts, field, Buffer.concat(inner));
}

function header(field: number, length: number): Buffer {
  return Buffer.from([(field << 3) | LENGTH_DELIMITED, ...varint(length)]);
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= VARINT_CONTINUES) {
    bytes.push((rest % VARINT_CONTINUES) | VARINT_CONTINUES);
    rest = Math.floor(rest / VARINT_CONTINUES);
  }
  bytes.push(rest);
  return bytes;
}
