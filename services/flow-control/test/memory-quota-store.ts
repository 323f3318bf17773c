// The quota store in memory, for tests of what stands on it. The suite that the real one passes
// holds for this one as well.
import { PolicyConflict, PolicyStoreUnavailable } from '../src/app/policy-store.ts';
import type { QuotaStore, StoredQuota } from '../src/app/quota/quota-store.ts';

export class MemoryQuotaStore implements QuotaStore {
  readonly #quotas = new Map<string, { quota: StoredQuota; storeRevision: number }>();
  #revision = 0;
  /** While false, the store cannot be reached. */
  reachable = true;

  /** Forgets everything, as a store does that lost its disk. */
  lose(): void {
    this.#quotas.clear();
  }

  async read(ruleId: string): Promise<{ quota: StoredQuota; storeRevision: number } | undefined> {
    this.#reach();
    return structuredClone(this.#quotas.get(ruleId));
  }

  async write(ruleId: string, quota: StoredQuota, expected: number): Promise<number> {
    this.#reach();
    if ((this.#quotas.get(ruleId)?.storeRevision ?? 0) !== expected) {
      throw new PolicyConflict('not the one expected');
    }
    this.#quotas.set(ruleId, { quota: structuredClone(quota), storeRevision: ++this.#revision });
    return this.#revision;
  }

  #reach(): void {
    if (!this.reachable) throw new PolicyStoreUnavailable('the store is away');
  }
}
