// Whether an encoded member lists an account, read off the bytes: a look-up hands the member on as
// it was committed and need not decode it whole. Follows the protobuf wire format; field numbers
// are those of member.v1.Member (accounts = 9), AccountBinding (account = 1, quarantined = 3) and
// AccountRef.
import type { Account } from '@member-mesh/contracts';

export type Listing = 'bound' | 'quarantined' | 'unlisted';

interface Field {
  number: number;
  /** Of a length-delimited field; else empty. */
  bytes: Uint8Array;
  /** Of a varint field as far as it fits; else 0. */
  value: number;
}

const VARINT = 0;
const FIXED64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;
const EMPTY = new Uint8Array(0);

/**
 * How `member`, an encoded member.v1.Member, lists the account. Throws RangeError on malformed
 * bytes.
 */
export function listingOf(member: Uint8Array, account: Account): Listing {
  const platform = Buffer.from(account.platform);
  const accountId = Buffer.from(account.accountId);
  for (const field of fieldsOf(member)) {
    if (field.number !== 9) continue;
    let named = false;
    let quarantined = false;
    for (const part of fieldsOf(field.bytes)) {
      if (part.number === 1) named = isAccount(part.bytes, platform, accountId);
      if (part.number === 3) quarantined = part.value !== 0;
    }
    if (named) return quarantined ? 'quarantined' : 'bound';
  }
  return 'unlisted';
}

function isAccount(bytes: Uint8Array, platform: Buffer, accountId: Buffer): boolean {
  let samePlatform = false;
  let sameId = false;
  for (const field of fieldsOf(bytes)) {
    if (field.number === 1) samePlatform = platform.equals(field.bytes);
    if (field.number === 2) sameId = accountId.equals(field.bytes);
  }
  return samePlatform && sameId;
}

function* fieldsOf(bytes: Uint8Array): Generator<Field> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++];
      if (byte === undefined || scale > 2 ** 63) throw new RangeError('a cut or endless varint');
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const number = Math.floor(tag / 8);
    const wire = tag % 8;
    if (wire === VARINT) {
      yield { number, bytes: EMPTY, value: varint() };
      continue;
    }
    const length = wire === LENGTH_DELIMITED ? varint() : fixedLength(wire);
    if (at + length > bytes.length) throw new RangeError('a field that ends beyond its message');
    yield { number, bytes: bytes.subarray(at, at + length), value: 0 };
    at += length;
  }
}

function fixedLength(wire: number): number {
  if (wire === FIXED64) return 8;
  if (wire === FIXED32) return 4;
  throw new RangeError(`an unknown wire type ${wire}`);
}
