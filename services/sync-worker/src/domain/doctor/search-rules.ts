// Searches as they were asked: filters without scores, sorted by the service, quick. Elasticsearch
// counts since each node's start what search requests contained.
import { figure, type Problem, type Rule, warning } from './finding.ts';
import type { ClusterSight } from './sight.ts';

/** A mean over fewer says nothing. */
const QUERIES_MIN = 100;
const QUERY_MS_MAX = 200;

export const filtersOnly: Rule = {
  name: 'filters-only',
  judge: ({ use }) => {
    if (!use) return { summary: 'this server does not count what searches contain', problems: [] };
    const { withQuery, constantScore } = use;
    const scored = withQuery - constantScore;
    const found = `${figure(scored)} of ${figure(withQuery)} searches with a query asked for scores`;
    const change =
      'find who asks (the services filter only) and put the query into {"constant_score": {"filter": …}}';
    return {
      summary: `${figure(withQuery)} searches with a query, all of them filters without scores`,
      problems: scored > 0 ? [warning(found, change)] : [],
    };
  },
};

export const sortingOutside: Rule = {
  name: 'sorting-outside',
  judge: ({ indices }) => {
    const queries = indices.reduce((sum, index) => sum + index.queries, 0);
    const leave = 'find who asks (member-query sorts by itself) and leave "sort" out of the search';
    return {
      summary: `${figure(queries)} shard queries, all from the services, none to be sorted`,
      problems: indices.flatMap(({ name, queries: all, sortedQueries, foreignQueries }) => {
        const of = `of ${figure(all)} shard queries of ${name}`;
        const sorted = `${figure(sortedQueries)} ${of} were to be sorted`;
        const foreign = `${figure(foreignQueries)} ${of} are not the services': they may sort`;
        return [
          ...(sortedQueries > 0 ? [warning(sorted, leave)] : []),
          ...(foreignQueries > 0 ? [warning(foreign, leave)] : []),
        ];
      }),
    };
  },
};

function meanMs({ indices }: ClusterSight): { queries: number; ms: number } {
  const queries = indices.reduce((sum, index) => sum + index.queries, 0);
  const spent = indices.reduce((sum, index) => sum + index.queryMs, 0);
  return { queries, ms: queries === 0 ? 0 : spent / queries };
}

export const queryTime: Rule = {
  name: 'query-time',
  judge: (sight) => {
    const { queries, ms } = meanMs(sight);
    const found = `${figure(queries)} shard queries took ${ms.toFixed(1)} ms on average`;
    const change =
      'see search-pool, heap and shard-size; PUT member/_settings ' +
      '{"index.search.slowlog.threshold.query.warn": "200ms"} logs which are slow';
    const problems: Problem[] =
      queries >= QUERIES_MIN && ms > QUERY_MS_MAX ? [warning(found, change)] : [];
    return { summary: found, problems };
  },
};
