// The caches of both centers, through member-query, which owns them.
import type { CacheKey as CacheKeyMessage, Services } from '@member-mesh/contracts';
import { chunk } from '@member-mesh/kernel';
import { isMeshError, type RequestOptions, type RpcClient } from '@member-mesh/rpc';

import {
  type CacheFence,
  type CacheFences,
  type CacheKey,
  CachesUnreachable,
} from '../../app/ports.ts';

type Contract = NonNullable<Services['cacheFence']['types']>;
export type CacheFenceClient = RpcClient<Contract['definition'], Contract['handlers']>;

const KEYS_PER_CALL = 2_000;
/** A member-query that hangs holds no write up: a few locks and fences cost little set twice. */
const HEDGE_AFTER_MS = 400;
/** Those of an import cost much, and on a busy machine asking twice makes both answers later. */
const HEDGE_AFTER_MS_PER_KEY = 2;

export class RpcCacheFences implements CacheFences {
  readonly #client: CacheFenceClient;

  constructor(client: CacheFenceClient) {
    this.#client = client;
  }

  lock(lockId: Buffer, keys: readonly CacheKey[], timeoutMs: number): Promise<void> {
    return everyPart(keys, (part) =>
      this.#client.LockKeys({ lockId, keys: part.map(keyMessage) }, asking(part, timeoutMs)),
    );
  }

  fence(lockId: Buffer, fences: readonly CacheFence[], timeoutMs: number): Promise<void> {
    return everyPart(fences, (part) =>
      this.#client.FenceKeys({ lockId, fences: part.map(fenceMessage) }, asking(part, timeoutMs)),
    );
  }

  unlock(lockId: Buffer, keys: readonly CacheKey[], timeoutMs: number): Promise<void> {
    return everyPart(keys, (part) =>
      this.#client.UnlockKeys({ lockId, keys: part.map(keyMessage) }, { timeoutMs }),
    );
  }
}

function asking(part: readonly unknown[], timeoutMs: number): RequestOptions {
  return { timeoutMs, hedgeAfterMs: HEDGE_AFTER_MS + part.length * HEDGE_AFTER_MS_PER_KEY };
}

async function everyPart<T>(
  items: readonly T[],
  call: (part: readonly T[]) => Promise<unknown>,
): Promise<void> {
  try {
    await Promise.all(chunk(items, KEYS_PER_CALL).map(call));
  } catch (error) {
    if (!isMeshError(error)) throw error;
    const centers = error.metadata['centers']?.split(',') ?? [];
    throw new CachesUnreachable(centers, error);
  }
}

function keyMessage(key: CacheKey): CacheKeyMessage {
  if (key.kind === 'member') return { memberId: key.memberId, key: 'memberId' };
  const { platform, accountId } = key.account;
  return { account: { platform, accountId }, key: 'account' };
}

function fenceMessage({ key, minVersion, streamSequence }: CacheFence): {
  key: CacheKeyMessage;
  minVersion: number;
  streamSequence: number;
} {
  return { key: keyMessage(key), minVersion, streamSequence };
}
