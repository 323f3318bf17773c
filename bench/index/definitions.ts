// The indices that are compared: ours as sync-worker defines it, and others that differ from it in
// one thing each.
import type { IndexDefinition } from '@member-mesh/driver-elastic';

import { definitionOf } from '../../services/sync-worker/src/domain/index-definition.ts';

const SHARDS_MANY = 8;

/** What the benchmark's indices are called; each has a write alias "NAME-write". */
export const INDEX = {
  /** As it is run: keywords, one shard. */
  ours: 'bench-ours',
  /** Each keyword as text with a keyword twin: what Elasticsearch makes of a text by itself. */
  text: 'bench-text',
  /** As ours, in many shards. */
  sharded: 'bench-sharded',
} as const;

export type IndexName = (typeof INDEX)[keyof typeof INDEX];

function withText(mappings: object): object {
  const { properties, ...rest } = mappings as { properties: Record<string, { type: string }> };
  const text = { type: 'text', fields: { keyword: { type: 'keyword', ignore_above: 256 } } };
  const changed = Object.entries(properties).map(([name, field]) => {
    return [name, field.type === 'keyword' ? text : field];
  });
  return { ...rest, properties: Object.fromEntries(changed) as object };
}

export function definitionFor(name: IndexName): IndexDefinition {
  const shards = name === INDEX.sharded ? SHARDS_MANY : 1;
  const { settings, mappings } = definitionOf('member', { shards, replicas: 0 });
  return {
    settings,
    mappings: name === INDEX.text ? withText(mappings) : mappings,
    // Searches of member-query go to the alias "member".
    aliases: [`${name}-write`, ...(name === INDEX.ours ? ['member'] : [])],
  };
}
