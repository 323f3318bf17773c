// mesh.cache.v1.CacheFenceService, for the service that writes the record.
import {
  type CacheKey__Output,
  type FieldViolation,
  type KeyFence__Output,
  parseAccount,
  parseMemberId,
  type Services,
  violationsOfVersion,
} from '@member-mesh/contracts';
import { type Implementation, invalidArgument, MeshError, type ServerCall } from '@member-mesh/rpc';

import { CentersUnreachable, type FenceKeys, KeyCrowded } from '../app/fence-keys.ts';
import { type CacheKey, keyOfAccount, memberKey } from '../domain/cache-key.ts';
import { LOCK_ID_BYTES } from '../domain/entry.ts';

type Handlers = NonNullable<Services['cacheFence']['types']>['handlers'];

const KEYS_MAX = 2_000;
const WITHIN_MAX_MS = 5_000;
/** Kept back so that the writer is told why. */
const RESERVE_MS = 20;
const RETRY_AFTER_MS = 200;

export function cacheFenceService(fenceKeys: FenceKeys): Implementation<Handlers> {
  return {
    LockKeys: async ({ lockId, keys }, call) => {
      const parsed = parseKeys(keys);
      await told(fenceKeys.lock(parseLockId(lockId), parsed, withinOf(call)));
      return {};
    },
    FenceKeys: async ({ lockId, fences }, call) => {
      const keys = parseKeys(
        fences.map(({ key }) => key),
        { list: 'fences', within: '.key' },
        fences.flatMap(violationsOfFence),
      );
      const parsed = keys.map((key, at) => ({ key, min: fences[at]?.minVersion ?? 0 }));
      const id = lockId.length === 0 ? undefined : parseLockId(lockId);
      await told(fenceKeys.fence(id, parsed, withinOf(call)));
      return {};
    },
    UnlockKeys: async ({ lockId, keys }, call) => {
      const parsed = parseKeys(keys);
      await told(fenceKeys.unlock(parseLockId(lockId), parsed, withinOf(call)));
      return {};
    },
  };
}

function withinOf(call: ServerCall): number {
  return Math.max(0, Math.min(call.remainingMs() - RESERVE_MS, WITHIN_MAX_MS));
}

function parseLockId(lockId: Buffer): Buffer {
  const description = `must be ${LOCK_ID_BYTES} bytes`;
  refuse(lockId.length === LOCK_ID_BYTES ? [] : [{ field: 'lock_id', description }]);
  return lockId;
}

function violationsOfFence({ minVersion, streamSequence }: KeyFence__Output, at: number) {
  const field = `fences[${at}].min_version`;
  return [
    ...violationsOfVersion(minVersion, field),
    ...(minVersion === 0 ? [{ field, description: 'must be above 0' }] : []),
    ...violationsOfVersion(streamSequence, `fences[${at}].stream_sequence`),
  ];
}

function parseKeys(
  keys: readonly (CacheKey__Output | null)[],
  { list, within } = { list: 'keys', within: '' },
  others: readonly FieldViolation[] = [],
): CacheKey[] {
  if (keys.length > KEYS_MAX) {
    throw invalidArgument([{ field: list, description: `must be at most ${KEYS_MAX}` }]);
  }
  const description = 'must be a member id or an account';
  const parsed = keys.map(parseKey);
  const bad = parsed.flatMap((key, at) =>
    key === undefined ? [{ field: `${list}[${at}]${within}`, description }] : [],
  );
  refuse([...bad, ...others]);
  return parsed.flatMap((key) => key ?? []);
}

function parseKey(key: CacheKey__Output | null): CacheKey | undefined {
  const memberId = key?.memberId === undefined ? undefined : parseMemberId(key.memberId);
  if (memberId) return memberKey(memberId);
  const account = key?.account ? parseAccount(key.account) : undefined;
  return account && keyOfAccount(account);
}

function refuse(violations: readonly FieldViolation[]): void {
  if (violations.length > 0) throw invalidArgument(violations);
}

async function told(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    const crowded = error instanceof KeyCrowded;
    if (!crowded && !(error instanceof CentersUnreachable)) throw error;
    throw new MeshError({
      kind: 'UNAVAILABLE',
      reason: crowded ? 'CACHE_KEY_CROWDED' : 'CACHE_CENTER_UNREACHABLE',
      message: error.message,
      metadata: crowded ? {} : { centers: error.centers.join(',') },
      retryAfterMs: (crowded ? undefined : error.retryAfterMs) ?? RETRY_AFTER_MS,
      cause: error,
    });
  }
}
