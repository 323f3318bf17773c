// Mappings and settings of the indices. `dynamic: strict` makes a field nobody planned an error
// instead of a silent new mapping; keyword only, since readers filter and never score.
import type { Table } from './cluster.ts';

const keyword = { type: 'keyword' } as const;
const stored = { type: 'binary' } as const;

export const REFRESH_INTERVAL = '1s';

const memberProperties = {
  member_id: keyword,
  member_no: { type: 'long' },
  version: { type: 'long' },
  status: keyword,
  phone: keyword,
  email: keyword,
  home_channel: keyword,
  platforms: keyword,
  level: { type: 'byte' },
  create_time: { type: 'long' },
  update_time: { type: 'long' },
  set_aside: { type: 'boolean' },
  encoded: stored,
};

const accountProperties = {
  platform: keyword,
  account_id: keyword,
  member_id: keyword,
  version: { type: 'long' },
  set_aside: { type: 'boolean' },
};

/** The type of each field of a table's documents. */
export function fieldTypesOf(table: Table): Readonly<Record<string, string>> {
  const properties = table === 'member' ? memberProperties : accountProperties;
  return Object.fromEntries(Object.entries(properties).map(([name, { type }]) => [name, type]));
}

export interface IndexSizing {
  shards: number;
  replicas: number;
}

export function definitionOf(
  table: Table,
  sizing: IndexSizing,
): { settings: object; mappings: object } {
  return {
    settings: {
      index: {
        number_of_shards: sizing.shards,
        number_of_replicas: sizing.replicas,
        refresh_interval: REFRESH_INTERVAL,
      },
    },
    mappings: {
      dynamic: 'strict',
      // Without it the same id could exist once in every shard.
      _routing: { required: true },
      properties: table === 'member' ? memberProperties : accountProperties,
    },
  };
}
