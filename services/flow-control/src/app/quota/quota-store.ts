// The port to whatever keeps which gateways may hold a share of a rule's threshold, so that the
// next grantor knows whom to wait for.
import type { KnownGateway } from '@member-mesh/flow-engine';

export interface StoredQuota {
  /** Of the grantor that wrote it. */
  epoch: number;
  /** As GlobalRule.identity; undefined when it cannot be told. */
  identity: string | undefined;
  /** Undefined when it is lost: any gateway may hold anything. */
  known: readonly KnownGateway[] | undefined;
}

/**
 * Every method throws PolicyStoreUnavailable when the store cannot be reached; a write may then
 * have taken place.
 */
export interface QuotaStore {
  read(ruleId: string): Promise<{ quota: StoredQuota; storeRevision: number } | undefined>;
  /**
   * Writes if the store still is at `expected`, 0 for nothing; answers the new one.
   * @throws PolicyConflict
   */
  write(ruleId: string, quota: StoredQuota, expected: number): Promise<number>;
}
