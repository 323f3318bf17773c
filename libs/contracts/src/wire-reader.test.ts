import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { loadContracts } from './contracts.ts';
import { WireReader } from './wire-reader.ts';
import { WireWriter } from './wire-writer.ts';

const { messages } = loadContracts();

function fieldsOf(bytes: Buffer): number[] {
  const reader = new WireReader(bytes);
  const fields: number[] = [];
  while (reader.next()) fields.push(reader.field);
  return fields;
}

describe('a message read field by field', () => {
  it('is what the encoder of its proto wrote', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: Number.MAX_SAFE_INTEGER }),
        fc.string({ unit: 'grapheme', maxLength: 300 }),
        (version, displayName) => {
          const account = { platform: 'wechat', accountId: displayName };
          const member = { memberId: '42', version, displayName, accounts: [{ account }] };
          const reader = new WireReader(messages.member.encode(member));
          const read: unknown[] = [];
          while (reader.next()) {
            if (reader.field === 1 || reader.field === 4) read.push(reader.text());
            if (reader.field === 2) read.push(reader.number());
            if (reader.field === 9) {
              const binding = new WireReader(reader.bytes());
              expect(binding.next()).toBe(true);
              const inner = new WireReader(binding.bytes());
              expect([inner.next(), inner.text()]).toEqual([true, 'wechat']);
            }
          }
          expect(read).toEqual(['42', version, displayName]);
        },
      ),
    );
  });

  it('passes over what nobody asks for, whatever its kind', () => {
    const fixed = Buffer.from([0x21, 1, 2, 3, 4, 5, 6, 7, 8, 0x2d, 1, 2, 3, 4]);
    const writer = new WireWriter(0);
    writer.number(1, 300);
    writer.text(2, 'text');
    expect(fieldsOf(Buffer.concat([writer.finish(), fixed]))).toEqual([1, 2, 4, 5]);
    expect(fieldsOf(Buffer.alloc(0))).toEqual([]);
  });

  it.each([
    ['a number that is cut off', [0x08, 0x80]],
    ['a number without an end', [0x08, ...new Array<number>(11).fill(0xff)]],
    ['a text that is cut off', [0x12, 5, 65]],
    ['a fixed number that is cut off', [0x21, 1, 2]],
    ['a group', [0x0b]],
  ])('refuses %s', (_what, bytes) => {
    expect(() => fieldsOf(Buffer.from(bytes))).toThrow(RangeError);
  });

  it('refuses to read one kind of field as another', () => {
    const reader = new WireReader(Buffer.from([0x08, 1]));
    expect(() => reader.number()).toThrow(RangeError);
    reader.next();
    expect(() => reader.bytes()).toThrow(RangeError);
  });
});
