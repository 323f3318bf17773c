// What searches ask of Elasticsearch: filters in a constant score, never a query that scores, never
// a sort, and no counting of hits beside what is asked for. Sorting is the service's own affair.
import type { IndexQuery } from '../../app/search-members.ts';
import type { SearchFilters, SortField } from '../../domain/search-query.ts';

/** The index's name of each field that results can be sorted by. */
export const INDEX_FIELDS: Readonly<Record<SortField, string>> = {
  member_id: 'member_no',
  create_time: 'create_time',
  update_time: 'update_time',
  level: 'level',
};

/** The least and the largest value of a field among what matches. */
export function boundsBody(query: IndexQuery, field: SortField): object {
  const name = INDEX_FIELDS[field];
  return {
    query: filterOf(query),
    size: 0,
    track_total_hits: false,
    aggs: { low: { min: { field: name } }, high: { max: { field: name } } },
  };
}

/** Where everything that matches stands in an order, unsorted. */
export function placesBody(query: IndexQuery, field: SortField, limit: number): object {
  return {
    query: filterOf(query),
    size: limit,
    track_total_hits: false,
    _source: ['member_no', INDEX_FIELDS[field]],
  };
}

export function filterOf({ filters, ranges }: IndexQuery): object {
  const ranged = Object.entries(ranges).map(([field, range]) => {
    const name = INDEX_FIELDS[field as SortField];
    return { range: { [name]: { gte: String(range.from), lte: String(range.to) } } };
  });
  const filter = [...termsOf(filters), ...ranged];
  return { constant_score: { filter: { bool: { filter } } } };
}

function termsOf(filters: SearchFilters): object[] {
  const terms: [string, string | undefined][] = [
    ['phone', filters.phone],
    ['email', filters.email],
    ['status', filters.status],
    ['home_channel', filters.homeChannel],
    ['platforms', filters.platform],
  ];
  const clauses: object[] = terms.flatMap(([field, value]) =>
    value === undefined ? [] : [{ term: { [field]: value } }],
  );
  if (filters.levelMin !== undefined) {
    clauses.push({ range: { level: { gte: filters.levelMin } } });
  }
  const created = {
    ...(filters.createdAfterMs === undefined ? {} : { gte: filters.createdAfterMs }),
    ...(filters.createdBeforeMs === undefined ? {} : { lt: filters.createdBeforeMs }),
  };
  if (Object.keys(created).length > 0) clauses.push({ range: { create_time: created } });
  return clauses;
}
