// What is asked of the loaded indices, as we ask it and in the opposite way. Where both ways must
// find the same, that is checked once before anything is measured.
import type { Elastic } from '@member-mesh/driver-elastic';

import type { Question } from '../frame/side-by-side.ts';
import { INDEX } from './definitions.ts';
import type { KnownMember } from './documents.ts';

const PAGE = 20;
const IDS_AT_ONCE = 50;
const FIELDS = ['version', 'encoded'];

type Ask = (n: number) => Promise<string[]>;

export interface Pair {
  question: Question;
  /** Both answer the ids they found; `n` chooses what is looked for. */
  ours: Ask;
  other: Ask;
  /** Whether both find the same ids, whatever their order. */
  sameAnswer: boolean;
  /** With this many on their way the rate is measured; else the time of one call. */
  atOnce?: number;
}

const latency = { unit: 'ms', better: 'lower' } as const;

function filtered(...clauses: object[]): object {
  return { constant_score: { filter: { bool: { filter: clauses } } } };
}

export function pairsOf(elastic: Elastic, known: readonly KnownMember[]): Pair[] {
  const pick = (n: number): KnownMember => {
    const found = known[n % known.length];
    if (!found) throw new Error('there are no members to look for');
    return found;
  };
  const search = async (index: string, body: object, routing?: string): Promise<string[]> => {
    const found = await elastic.search(index, { track_total_hits: false, ...body }, { routing });
    return found.hits.map(({ id }) => id);
  };
  const parts = { elastic, pick, search };
  return [...mappingPairs(parts), ...queryPairs(parts), ...routingPairs(parts), ...getPairs(parts)];
}

interface Parts {
  elastic: Elastic;
  pick: (n: number) => KnownMember;
  search: (index: string, body: object, routing?: string) => Promise<string[]>;
}

function mappingPairs({ pick, search }: Parts): Pair[] {
  const exact: Ask = (n) => {
    return search(INDEX.ours, { size: PAGE, query: filtered({ term: { email: pick(n).email } }) });
  };
  return [
    {
      question: {
        ...{ name: 'keyword, not text: exact match', ...latency },
        meaning: 'a text is cut into words: asking it for an address weighs all that share a word',
      },
      ours: exact,
      other: (n) => search(INDEX.text, { size: PAGE, query: { match: { email: pick(n).email } } }),
      sameAnswer: false,
    },
    {
      question: {
        ...{ name: 'keyword, not the keyword twin: exact match', ...latency },
        meaning: 'the twin answers as exactly; what it costs is room and indexing time',
      },
      ours: exact,
      other: (n) => {
        const term = { term: { 'email.keyword': pick(n).email } };
        return search(INDEX.text, { size: PAGE, query: filtered(term) });
      },
      sameAnswer: true,
    },
  ];
}

function queryPairs({ search }: Parts): Pair[] {
  const broad = [{ term: { status: 'MEMBER_STATUS_ACTIVE' } }, { range: { level: { gte: 1 } } }];
  const filter: Ask = () => search(INDEX.ours, { size: PAGE, query: filtered(...broad) });
  return [
    {
      question: {
        ...{ name: 'filter, not scored query', ...latency },
        meaning: 'a filter stops at a full page; a score weighs what matches to find the best',
      },
      ours: filter,
      other: () => search(INDEX.ours, { size: PAGE, query: { bool: { must: broad } } }),
      sameAnswer: false,
    },
    {
      question: {
        ...{ name: 'no total, not counting hits', ...latency },
        meaning: 'counting everything that matches keeps the filter from stopping early',
      },
      ours: filter,
      other: () => {
        const body = { size: PAGE, query: filtered(...broad), track_total_hits: true };
        return search(INDEX.ours, body);
      },
      sameAnswer: false,
    },
  ];
}

function routingPairs({ pick, search }: Parts): Pair[] {
  const bodyOf = (n: number): object => {
    return { size: PAGE, query: filtered({ term: { member_id: pick(n).id } }) };
  };
  const routed: Ask = (n) => search(INDEX.sharded, bodyOf(n), pick(n).id);
  const unrouted: Ask = (n) => search(INDEX.sharded, bodyOf(n));
  return [
    {
      question: {
        ...{ name: 'routing, not all of 8 shards: one search', ...latency },
        meaning: 'with its routing a search asks the one shard that can have the answer',
      },
      ...{ ours: routed, other: unrouted, sameAnswer: true },
    },
    {
      question: {
        ...{
          name: 'routing, not all of 8 shards: 16 at once',
          unit: 'searches/s',
          better: 'higher',
        },
        meaning: 'the threads that the other shards would take answer somebody else',
      },
      ...{ ours: routed, other: unrouted, sameAnswer: true, atOnce: 16 },
    },
  ];
}

function getPairs({ elastic, pick, search }: Parts): Pair[] {
  const get = async (ids: readonly string[]): Promise<string[]> => {
    const keys = ids.map((id) => ({ id, routing: id }));
    const items = await elastic.mget(INDEX.ours, keys, { fields: FIELDS });
    return ids.filter((_, at) => items[at]?.kind === 'found');
  };
  const find = (ids: readonly string[]): Promise<string[]> => {
    const query = filtered({ terms: { member_id: ids } });
    return search(INDEX.ours, { size: ids.length, query, _source: FIELDS });
  };
  const many = (n: number): string[] => {
    const ids = Array.from({ length: IDS_AT_ONCE }, (_, at) => pick(n * IDS_AT_ONCE + at).id);
    return [...new Set(ids)];
  };
  return [
    {
      question: {
        ...{ name: 'get by id, not search: one', ...latency },
        meaning: 'a get sees every acknowledged write at once; a search waits for the refresh',
      },
      ours: (n) => get([pick(n).id]),
      other: (n) => find([pick(n).id]),
      sameAnswer: true,
    },
    {
      question: {
        ...{ name: 'get by id, not search: 50 together', ...latency },
        meaning: 'the reads of one moment share a request either way; only gets are exact',
      },
      ours: (n) => get(many(n)),
      other: (n) => find(many(n)),
      sameAnswer: true,
    },
  ];
}
