import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { loadContracts } from './contracts.ts';
import { WireWriter } from './wire-writer.ts';

const contracts = loadContracts();
const { messages } = contracts;

function readResult(bytes: Buffer): unknown {
  const response = new WireWriter(0);
  response.bytes(1, bytes);
  const definition = contracts.services.memberRead.definition['BatchRead'];
  return (definition?.responseDeserialize(response.finish()) as { results: unknown[] }).results[0];
}

describe('a message written field by field', () => {
  it('is what the decoder of its proto reads, whatever the sizes', () => {
    fc.assert(
      fc.property(
        fc.record({
          sizeBytes: fc.nat(300),
          member: fc.uint8Array({ maxLength: 400 }),
          detail: fc.string({ unit: 'grapheme', maxLength: 200 }),
          staleMs: fc.nat(10_000_000),
        }),
        ({ sizeBytes, member, detail, staleMs }) => {
          const writer = new WireWriter(sizeBytes);
          writer.number(1, 5);
          writer.bytes(2, member);
          writer.number(3, 0);
          writer.duration(4, staleMs);
          writer.text(5, detail);
          expect(readResult(writer.finish())).toMatchObject({
            ...{ outcome: 'OUTCOME_UNAVAILABLE', detail, source: 'SOURCE_UNSPECIFIED' },
            member: Buffer.from(member),
            stalenessBound: {
              seconds: Math.floor(staleMs / 1_000),
              nanos: (staleMs % 1_000) * 1_000_000,
            },
          });
        },
      ),
    );
  });

  it.each([0, 1, 127, 128, 16_383, 16_384, 2_097_152])('holds a message of %i bytes', (size) => {
    const writer = new WireWriter(16);
    const name = 'x'.repeat(size);
    writer.text(1, '42');
    writer.text(4, name);
    writer.number(2, 2 ** 53 - 1);
    const written = messages.member.decode(writer.finish());
    expect([written.memberId, written.version, written.displayName]).toEqual([
      '42',
      2 ** 53 - 1,
      name,
    ]);
  });

  it('nests messages in messages', () => {
    const writer = new WireWriter(1);
    writer.message(2, () => {
      writer.message(15, () => writer.text(1, 'y'.repeat(200)));
      writer.text(1, 'z');
    });
    const inner = Buffer.concat([Buffer.from([10, 200, 1]), Buffer.from('y'.repeat(200))]);
    const outer = Buffer.concat([Buffer.from([122, 203, 1]), inner, Buffer.from([10, 1, 122])]);
    expect(writer.finish()).toEqual(Buffer.concat([Buffer.from([18, 209, 1]), outer]));
  });
});
