// Ids made without coordination: time first, so that they ascend; randomness last, so that two
// processes do not meet. Should they, the primary key refuses the second, and the write draws
// again.
import { type MemberId, parseMemberId } from '@member-mesh/contracts';
import { invariant } from '@member-mesh/kernel';

const EPOCH_START_MS = Date.UTC(2024, 0, 1);
const SHARD_SHIFT = 12n;
const TIME_SHIFT = 22n;
const OUTBOX_RANDOM_BITS = 20n;
const REDRAWS_MAX = 16;

/** milliseconds since 2024 << 22 | shard << 12 | 12 random bits. */
export function makeMemberId(nowMs: number, shard: number, random: Buffer): MemberId {
  const low = BigInt(random.readUInt16BE(0) & 0xfff);
  const id = (elapsed(nowMs) << TIME_SHIFT) | (BigInt(shard) << SHARD_SHIFT) | low;
  const parsed = parseMemberId(id.toString());
  invariant(parsed !== undefined, `member id ${id}`);
  return parsed;
}

/**
 * An id that is not taken yet: of hundreds drawn within a millisecond two are the same every now
 * and then. What is taken after many draws is a conflict like any other.
 */
export function drawApart(draw: () => MemberId, taken: ReadonlySet<MemberId>): MemberId {
  let memberId = draw();
  for (let redraws = 0; taken.has(memberId) && redraws < REDRAWS_MAX; redraws++) {
    memberId = draw();
  }
  return memberId;
}

/** milliseconds since 2024 << 20 | 20 random bits, as decimal digits. */
export function makeOutboxId(nowMs: number, random: Buffer): string {
  const low = BigInt(random.readUIntBE(0, 3)) & ((1n << OUTBOX_RANDOM_BITS) - 1n);
  return ((elapsed(nowMs) << OUTBOX_RANDOM_BITS) | low).toString();
}

function elapsed(nowMs: number): bigint {
  invariant(nowMs > EPOCH_START_MS, 'the clock is set before 2024');
  return BigInt(Math.floor(nowMs - EPOCH_START_MS));
}
