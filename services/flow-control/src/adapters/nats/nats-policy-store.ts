// The policy in the key-value bucket `policy`: key `policy` is the document, keys
// `history.<revision>.<rule>` are the changes of rules before the newest.
import type { Bucket } from '@member-mesh/driver-nats';

import {
  beyondHistory,
  type ChangeEntry,
  entryOf,
  inHistoryOrder,
  type PolicyStore,
  PolicyStoreUnavailable,
  PolicyTooLarge,
  type StoredPolicy,
} from '../../app/policy-store.ts';
import type { Policy, RuleChange } from '../../domain/policy.ts';
import {
  decodeChange,
  decodePolicy,
  encodeChange,
  encodePolicy,
  UnreadableDocument,
} from './policy-document.ts';
import { reached } from './reached.ts';

const POLICY_KEY = 'policy';
const HISTORY_PREFIX = 'history.';
const REVISION_DIGITS = 16;
/** NATS takes messages of 1 MB unless told otherwise; headers and subject need a part of it. */
const DOCUMENT_BYTES_MAX = 960 * 1024;
/** Ten times as many as the largest rule set has rules. */
const HISTORY_ENTRIES_MAX = 10_000;

interface Options {
  bucket: Bucket;
  /** Told of documents that are skipped because they cannot be read. */
  onUnreadable: (error: UnreadableDocument) => void;
  historyEntriesMax?: number;
}

export class NatsPolicyStore implements PolicyStore {
  readonly #bucket: Bucket;
  readonly #onUnreadable: (error: UnreadableDocument) => void;
  readonly #historyEntriesMax: number;

  constructor({ bucket, onUnreadable, historyEntriesMax = HISTORY_ENTRIES_MAX }: Options) {
    this.#bucket = bucket;
    this.#onUnreadable = onUnreadable;
    this.#historyEntriesMax = historyEntriesMax;
  }

  async read(signal: AbortSignal): Promise<StoredPolicy | undefined> {
    const entry = await reached(() => within(this.#bucket.get(POLICY_KEY), signal));
    return entry && { policy: decodePolicy(entry.value), storeRevision: entry.revision };
  }

  async write(policy: Policy, expected: number | undefined): Promise<number> {
    const bytes = encodePolicy(policy);
    if (bytes.length > DOCUMENT_BYTES_MAX) {
      throw new PolicyTooLarge(`${bytes.length} bytes, at most ${DOCUMENT_BYTES_MAX} are kept`);
    }
    return reached(() =>
      expected === undefined
        ? this.#bucket.create(POLICY_KEY, bytes)
        : this.#bucket.update(POLICY_KEY, bytes, expected),
    );
  }

  async *watch(signal: AbortSignal): AsyncGenerator<StoredPolicy> {
    for await (const { value, revision } of this.#bucket.watch(POLICY_KEY, { signal })) {
      if (value === undefined) continue;
      try {
        yield { policy: decodePolicy(value), storeRevision: revision };
      } catch (error) {
        if (!(error instanceof UnreadableDocument)) throw error;
        this.#onUnreadable(error);
      }
    }
  }

  async archive(changes: readonly RuleChange[]): Promise<void> {
    if (changes.length === 0) return;
    const put = (change: RuleChange): Promise<number> =>
      reached(() => this.#bucket.put(keyOf(entryOf(change)), encodeChange(change)));
    await Promise.all(changes.map(put));
    const beyond = beyondHistory(await this.archived(), this.#historyEntriesMax);
    await Promise.all(beyond.map((entry) => reached(() => this.#bucket.delete(keyOf(entry)))));
  }

  async archived(): Promise<ChangeEntry[]> {
    const keys = await reached(() => this.#bucket.keys(`${HISTORY_PREFIX}>`));
    const entries = keys.map(parseKey).filter((entry) => entry !== undefined);
    return entries.sort(inHistoryOrder);
  }

  async readArchived(entry: ChangeEntry): Promise<RuleChange | undefined> {
    const found = await reached(() => this.#bucket.get(keyOf(entry)));
    return found && decodeChange(found.value);
  }
}

function keyOf({ revision, ruleId }: ChangeEntry): string {
  return `${HISTORY_PREFIX}${String(revision).padStart(REVISION_DIGITS, '0')}.${ruleId}`;
}

function parseKey(key: string): ChangeEntry | undefined {
  const [, revision, ruleId] = /^history\.(\d+)\.([a-z0-9-]+)$/.exec(key) ?? [];
  if (revision === undefined || ruleId === undefined) return undefined;
  return { revision: Number(revision), ruleId };
}

/** The operation goes on in the background when the signal ends the wait for it. */
function within<T>(operation: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void =>
      reject(new PolicyStoreUnavailable('the policy store did not answer in time'));
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    operation.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
