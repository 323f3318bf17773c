// Indices: reached through aliases that lead to one place, refreshed as searches expect, writable.
import { TABLES, writeAlias } from '../cluster.ts';
import { REFRESH_INTERVAL } from '../index-definition.ts';
import { fault, type Problem, type Rule, warning } from './finding.ts';
import type { ClusterSight } from './sight.ts';

function holders({ indices }: ClusterSight, alias: string): string[] {
  return indices.filter(({ aliases }) => aliases.includes(alias)).map(({ name }) => name);
}

function readerProblems(sight: ClusterSight): Problem[] {
  const { active, also, cluster } = sight;
  if (!active) {
    const found = 'there is no index that readers may rely on';
    return [fault(found, `run meshctl index rebuild ${cluster}`)];
  }
  return TABLES.flatMap((table): Problem[] => {
    const found = holders(sight, table);
    if (found.length === 1 && found[0] === active[table]) return [];
    const told = `the alias ${table} points to ${found.join(', ') || 'nothing'}, not to ${active[table]}`;
    const change = `sync-worker points it back within seconds; else POST _aliases, or restart it`;
    // While a rebuild ends, the readers may already be at the new pair.
    const moved = found.length === 1 && found[0] === also?.[table];
    return [moved ? warning(told, change) : fault(told, change)];
  });
}

export const aliases: Rule = {
  name: 'aliases',
  judge: (sight) => {
    const { active, also, indices } = sight;
    const written = [active, also].flatMap((pair) => (pair ? TABLES.map((t) => pair[t]) : []));
    const writers = written.flatMap((index): Problem[] => {
      const alias = writeAlias(index);
      const found = holders(sight, alias);
      if (found.length === 1 && found[0] === index) return [];
      const told = `the alias ${alias} points to ${found.join(', ') || 'nothing'}`;
      const change = `POST _aliases {"actions": [{"add": {"index": "${index}", "alias": "${alias}"}}]}`;
      return [fault(told, change)];
    });
    const left = indices.filter(({ name }) => !written.includes(name));
    const pairs = TABLES.map((table) => `${table} → ${active?.[table] ?? 'nothing'}`);
    return {
      summary: `${pairs.join(', ')}; each index written has its own write alias`,
      problems: [
        ...readerProblems(sight),
        ...writers,
        ...left.map(({ name }) => {
          return warning(`${name} is neither read nor written`, `DELETE ${name}`);
        }),
      ],
    };
  },
};

export const refreshInterval: Rule = {
  name: 'refresh-interval',
  judge: ({ indices }) => ({
    summary: `searches see changes after ${REFRESH_INTERVAL}`,
    problems: indices.flatMap(({ name, refreshInterval: interval }): Problem[] => {
      if (interval === REFRESH_INTERVAL) return [];
      const change = `PUT ${name}/_settings {"index.refresh_interval": "${REFRESH_INTERVAL}"}`;
      if (interval === '-1') return [fault(`${name} is never refreshed: searches miss it`, change)];
      const found = interval ?? "Elasticsearch's own, which lets idle indices sleep";
      return [warning(`the refresh interval of ${name} is ${found}`, change)];
    }),
  }),
};

export const writable: Rule = {
  name: 'writable',
  judge: ({ indices }) => ({
    summary: 'no index is blocked',
    problems: indices.flatMap(({ name, blocks }) =>
      blocks.map((block) => {
        const change = `free disk space if it is short, then PUT ${name}/_settings {"index.blocks.${block}": null}`;
        return fault(`${name} is blocked: ${block}`, change);
      }),
    ),
  }),
};
