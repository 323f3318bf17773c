// The shard groups: which server is primary of each, and which of them are prepared, that is, known
// to be the group they are taken for and to have the schema.
import type { MysqlNode } from '@member-mesh/driver-mysql';

import { StoreFailure } from '../../app/record-store.ts';

export class Groups {
  readonly #primaries: ReadonlyMap<number, MysqlNode>;
  readonly #prepared = new Set<number>();

  constructor(primaries: ReadonlyMap<number, MysqlNode>) {
    this.#primaries = primaries;
  }

  get numbers(): number[] {
    return [...this.#primaries.keys()];
  }

  isPrepared(group: number): boolean {
    return this.#prepared.has(group);
  }

  prepared(group: number): void {
    this.#prepared.add(group);
  }

  /** Throws StoreFailure 'unavailable' while the group is not prepared. */
  primary(group: number): MysqlNode {
    const node = this.#primaries.get(group);
    if (node && this.#prepared.has(group)) return node;
    throw new StoreFailure('unavailable', `group ${group} is not ready yet`);
  }

  /** Prepared or not. */
  node(group: number): MysqlNode | undefined {
    return this.#primaries.get(group);
  }
}
