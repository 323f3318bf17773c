// The policy store in memory, for tests of what stands on it. The suite that the real one passes
// holds for this one as well.
import {
  beyondHistory,
  type ChangeEntry,
  entryOf,
  inHistoryOrder,
  PolicyConflict,
  type PolicyStore,
  PolicyStoreUnavailable,
  type StoredPolicy,
} from '../src/app/policy-store.ts';
import type { Policy, RuleChange } from '../src/domain/policy.ts';

export class MemoryPolicyStore implements PolicyStore {
  #stored: StoredPolicy | undefined;
  #revision = 0;
  readonly #changes = new Map<string, RuleChange>();
  readonly #watchers = new Set<() => void>();
  readonly #historyEntriesMax: number;
  /** While false, the store cannot be reached. */
  reachable = true;

  constructor(options: { historyEntriesMax?: number } = {}) {
    this.#historyEntriesMax = options.historyEntriesMax ?? 1_000;
  }

  /** Forgets the policy, as a store does that lost its disk. */
  lose(): void {
    this.#stored = undefined;
  }

  async read(): Promise<StoredPolicy | undefined> {
    this.#reach();
    return structuredClone(this.#stored);
  }

  async write(policy: Policy, expected: number | undefined): Promise<number> {
    this.#reach();
    if (this.#stored?.storeRevision !== expected) throw new PolicyConflict('not the one expected');
    this.#stored = { policy: structuredClone(policy), storeRevision: ++this.#revision };
    for (const wake of [...this.#watchers]) wake();
    return this.#revision;
  }

  async *watch(signal: AbortSignal): AsyncGenerator<StoredPolicy> {
    let seen = 0;
    while (!signal.aborted) {
      const stored = this.#stored;
      if (stored && stored.storeRevision !== seen) {
        seen = stored.storeRevision;
        yield structuredClone(stored);
        continue;
      }
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          this.#watchers.delete(wake);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        this.#watchers.add(wake);
        signal.addEventListener('abort', wake, { once: true });
      });
    }
  }

  async archive(changes: readonly RuleChange[]): Promise<void> {
    this.#reach();
    for (const change of changes) {
      this.#changes.set(nameOf(entryOf(change)), structuredClone(change));
    }
    for (const entry of beyondHistory(await this.archived(), this.#historyEntriesMax)) {
      this.#changes.delete(nameOf(entry));
    }
  }

  async archived(): Promise<ChangeEntry[]> {
    this.#reach();
    return [...this.#changes.values()].map(entryOf).sort(inHistoryOrder);
  }

  async readArchived(entry: ChangeEntry): Promise<RuleChange | undefined> {
    this.#reach();
    return this.#changes.get(nameOf(entry));
  }

  #reach(): void {
    if (!this.reachable) throw new PolicyStoreUnavailable('the store is away');
  }
}

function nameOf({ revision, ruleId }: ChangeEntry): string {
  return `${revision}.${ruleId}`;
}
