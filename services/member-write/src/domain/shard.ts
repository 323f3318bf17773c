// Where a row lives. 1,024 logical shards; a member's is written in its id, an account's and a
// request's are hashes, so that nobody has to look anything up.
import { createHash } from 'node:crypto';

import { type Account, accountKey, type MemberId } from '@member-mesh/contracts';

export const SHARDS = 1024;
const SHARD_BITS = 10;
const RANDOM_BITS = 12n;

export function shardOfMember(memberId: MemberId): number {
  return Number((BigInt(memberId) >> RANDOM_BITS) & BigInt(SHARDS - 1));
}

export function shardOfAccount(account: Account): number {
  return shardOfText(accountKey(account));
}

/** The shard of a request id's claim, and of the member that the request registers. */
export function shardOfRequest(caller: string, requestId: string): number {
  return shardOfText(`${caller}\0${requestId}`);
}

/** The first ten bits of the text's SHA-256. */
function shardOfText(text: string): number {
  return createHash('sha256').update(text, 'utf8').digest().readUInt16BE(0) >> (16 - SHARD_BITS);
}
