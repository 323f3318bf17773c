// Bytes that a service may be sent: none of sense, sound requests that were damaged, and requests
// whose wire form is sound and whose every value is odd. All shrink to the least that still fails.
import type { FieldShape, MessageShape } from '@member-mesh/contracts';
import fc from 'fast-check';

const BYTES_MAX = 300;
const DEPTH_MAX = 4;
const FIELDS_MAX = 6;
const DAMAGES_MAX = 6;
const NESTED_MAX = 20_000;
const LENGTH_BYTES_MAX = 10;

const ODD_INTEGERS = [
  0n,
  1n,
  2n,
  7n,
  500n,
  -1n,
  2n ** 31n,
  2n ** 53n,
  2n ** 63n - 1n,
  -(2n ** 63n),
];
const ODD_TEXTS = [
  '',
  '5',
  '1',
  'wechat',
  '*',
  'class:ops',
  'a-caller',
  'order-a',
  'phone',
  'r',
  '語',
];

/** Bytes for one method: `sound` is an encoded request of it. */
export function requestBytes(shape: MessageShape, sound: Buffer): fc.Arbitrary<Buffer> {
  return fc.oneof(
    {
      weight: 2,
      arbitrary: fc.uint8Array({ maxLength: BYTES_MAX }).map((bytes) => Buffer.from(bytes)),
    },
    { weight: 4, arbitrary: damaged(sound) },
    { weight: 4, arbitrary: message(shape, DEPTH_MAX) },
    { weight: 1, arbitrary: nested() },
  );
}

type Damage = (bytes: Buffer) => Buffer;

function damaged(sound: Buffer): fc.Arbitrary<Buffer> {
  const place = fc.nat({ max: Math.max(sound.length, 1) });
  const some = fc.uint8Array({ minLength: 1, maxLength: 12 });
  const damage: fc.Arbitrary<Damage> = fc.oneof(
    fc.tuple(place, fc.nat({ max: 7 })).map(([at, bit]) => flipped(at, bit)),
    place.map(
      (at): Damage =>
        (bytes) =>
          bytes.subarray(0, at),
    ),
    fc.tuple(place, place).map(([from, to]): Damage => (bytes) => {
      return Buffer.concat([bytes, bytes.subarray(Math.min(from, to), Math.max(from, to))]);
    }),
    fc.tuple(place, some).map(([at, more]): Damage => (bytes) => {
      return Buffer.concat([bytes.subarray(0, at), more, bytes.subarray(at)]);
    }),
    fc.tuple(place, place).map(([from, to]): Damage => (bytes) => {
      const [first, last] = [Math.min(from, to), Math.max(from, to)];
      return Buffer.concat([bytes.subarray(0, first), bytes.subarray(last)]);
    }),
    fc.tuple(place, fc.nat({ max: LENGTH_BYTES_MAX })).map(([at, count]): Damage => (bytes) => {
      return Buffer.concat([bytes.subarray(0, at), Buffer.alloc(count, 0xff), bytes.subarray(at)]);
    }),
  );
  const damages = fc.array(damage, { minLength: 1, maxLength: DAMAGES_MAX });
  return damages.map((all) => all.reduce((bytes, each) => each(bytes), sound));
}

function flipped(at: number, bit: number): Damage {
  return (bytes) => {
    const copy = Buffer.from(bytes);
    if (at < copy.length) copy[at] = (copy[at] ?? 0) ^ (1 << bit);
    return copy;
  };
}

/** Groups, and messages that each say they hold the next: deeper than any stack. */
function nested(): fc.Arbitrary<Buffer> {
  const opening = fc.constantFrom(0x0b, 0x0a, 0x12, 0x7b);
  return fc
    .tuple(opening, fc.integer({ min: 1, max: NESTED_MAX }))
    .map(([tag, count]) => Buffer.alloc(count, tag));
}

function message(shape: MessageShape, depth: number): fc.Arbitrary<Buffer> {
  const known = [...shape.fields.values()].map((field) => fieldBytes(field, depth));
  const unknown = fc.tuple(fc.integer({ min: 1, max: 1_000 }), varint()).map(([number, value]) => {
    return Buffer.concat([tagOf(number, 0), value]);
  });
  const field = fc.oneof(...known, unknown);
  return fc.array(field, { maxLength: FIELDS_MAX }).map((parts) => Buffer.concat(parts));
}

function fieldBytes({ number, type, message: inner }: FieldShape, depth: number) {
  switch (type) {
    case 'MESSAGE':
      if (!inner || depth === 0) return fc.constant(delimited(number, Buffer.alloc(0)));
      return message(inner, depth - 1).map((bytes) => delimited(number, bytes));
    case 'STRING':
      return text().map((value) => delimited(number, Buffer.from(value)));
    case 'BYTES':
      return fc.uint8Array({ maxLength: 20 }).map((bytes) => delimited(number, Buffer.from(bytes)));
    case 'DOUBLE':
      return fc.double().map((value) => {
        const bytes = Buffer.alloc(8);
        bytes.writeDoubleLE(value);
        return Buffer.concat([tagOf(number, 1), bytes]);
      });
    default:
      return varint().map((value) => Buffer.concat([tagOf(number, 0), value]));
  }
}

function text(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.constantFrom(...ODD_TEXTS),
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.string({ unit: 'grapheme', maxLength: 20 }),
    fc.integer({ min: 1, max: 3_000 }).map((length) => 'x'.repeat(length)),
  );
}

function varint(): fc.Arbitrary<Buffer> {
  const value = fc.oneof(
    fc.constantFrom(...ODD_INTEGERS),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  );
  return value.map((number) => varintOf(BigInt.asUintN(64, number)));
}

function varintOf(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  return Buffer.from([...bytes, Number(rest)]);
}

function tagOf(number: number, wireType: number): Buffer {
  return varintOf((BigInt(number) << 3n) | BigInt(wireType));
}

function delimited(number: number, bytes: Buffer): Buffer {
  return Buffer.concat([tagOf(number, 2), varintOf(BigInt(bytes.length)), bytes]);
}
