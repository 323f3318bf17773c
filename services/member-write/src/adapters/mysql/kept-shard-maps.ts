// The shard map as each group keeps it, and where its rows lie.
import type { MysqlNode, Row } from '@member-mesh/driver-mysql';

import { StoreFailure, type Until } from '../../app/record-store.ts';
import type { KeptMaps } from '../../app/shard-topology.ts';
import type { ShardRange } from '../../app/topology.ts';
import type { Groups } from './groups.ts';
import { textOf } from './rows.ts';
import type { Statements } from './statements.ts';
import { translated } from './store-failures.ts';

type Name = 'read-shard-map' | 'keep-shard-map' | 'read-shard-extent';

export class SqlKeptMaps implements KeptMaps {
  readonly #groups: Groups;
  readonly #statements: Statements;

  constructor(groups: Groups, statements: Statements) {
    this.#groups = groups;
    this.#statements = statements;
  }

  async read(group: number, until: Until): Promise<ShardRange[] | undefined> {
    const [row] = await this.#run(group, { name: 'read-shard-map', until });
    return row && (JSON.parse(textOf(row['ranges'])) as ShardRange[]);
  }

  async keep(group: number, ranges: readonly ShardRange[], until: Until): Promise<void> {
    const parameters = [JSON.stringify(ranges)];
    await this.#run(group, { name: 'keep-shard-map', parameters, until });
  }

  async shardsWithRows(group: number, until: Until): Promise<number[]> {
    const rows = await this.#run(group, { name: 'read-shard-extent', until });
    const shards = rows.flatMap((row) => [row['first_shard'], row['last_shard']]);
    return shards.flatMap((shard) => (shard === null ? [] : [Number(shard)]));
  }

  async #run(group: number, running: Running): Promise<Row[]> {
    const { name, parameters = [], until } = running;
    const result = await translated(() =>
      this.#node(group).run(this.#statements[name], parameters, until),
    );
    return result.rows;
  }

  /** Prepared or not: the map is compared before the group counts as prepared. */
  #node(group: number): MysqlNode {
    const node = this.#groups.node(group);
    if (node) return node;
    throw new StoreFailure('unavailable', `group ${group} is not configured`);
  }
}

interface Running {
  name: Name;
  parameters?: string[];
  until: Until;
}
