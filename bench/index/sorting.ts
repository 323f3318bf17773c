// Sorting in the service, by member-query's own code, beside letting Elasticsearch sort.
import type { Elastic } from '@member-mesh/driver-elastic';

import { ElasticIndexSearch } from '../../services/member-query/src/adapters/elastic/elastic-index-search.ts';
import { filterOf } from '../../services/member-query/src/adapters/elastic/search-body.ts';
import { SearchMembers } from '../../services/member-query/src/app/search-members.ts';
import type { SearchFilters } from '../../services/member-query/src/domain/search-query.ts';
import type { KnownMember } from './documents.ts';
import type { Pair } from './questions.ts';

const PAGE = 20;
const TIMEOUT_MS = 30_000;
const CONCURRENCY_MAX = 16;

/** The service's search over the index, without the exact reads that follow it in either case. */
function searchOf(elastic: Elastic): SearchMembers {
  const index = new ElasticIndexSearch({
    ...{ cluster: 'order-a', elastic, timeoutMs: TIMEOUT_MS, concurrencyMax: CONCURRENCY_MAX },
    serving: () => true,
    guard: { use: (_tier, call) => call() },
  });
  const encoded = Buffer.alloc(0);
  const found = {
    state: 'found',
    version: 1,
    member: encoded,
    source: 'INDEX',
    staleMs: 0,
  } as const;
  return new SearchMembers({
    searches: [index],
    clustersFor: () => ['order-a'],
    members: {
      run: (wishes) =>
        Promise.resolve(
          wishes.map((wish) => ({ ...found, memberId: wish.by === 'id' ? wish.memberId : '' })),
        ),
    },
    matches: () => true,
    stalenessMs: () => 0,
  });
}

export function sortingPairs(elastic: Elastic, known: readonly KnownMember[]): Pair[] {
  const members = searchOf(elastic);
  const outside = async (filters: SearchFilters): Promise<string[]> => {
    const answer = await members.run({
      ...{ filters, pageSize: PAGE, after: undefined, trafficClass: 'order' },
      order: { field: 'create_time', descending: true },
    });
    if (answer.state !== 'found') throw new Error(answer.detail);
    return answer.members.map(({ memberId }) => memberId);
  };
  const inside = async (filters: SearchFilters): Promise<string[]> => {
    const { hits } = await elastic.search<{ member_no: string }>(
      'member',
      {
        query: filterOf({ filters, ranges: {} }),
        ...{ size: PAGE, track_total_hits: false, _source: ['member_no', 'create_time'] },
        sort: [{ create_time: 'desc' }, { member_no: 'desc' }],
      },
      { timeoutMs: TIMEOUT_MS },
    );
    return hits.map(({ id }) => id);
  };
  const byPhone = (n: number): SearchFilters => ({ phone: known[n % known.length]?.phone ?? '' });
  const broad: SearchFilters = { status: 'MEMBER_STATUS_ACTIVE' };
  const latency = { unit: 'ms', better: 'lower' } as const;
  return [
    {
      question: {
        ...{ name: 'sorted outside: few match', ...latency },
        meaning: 'bounds, a count and one slice are three requests where sorting inside is one',
      },
      ours: (n) => outside(byPhone(n)),
      other: (n) => inside(byPhone(n)),
      sameAnswer: true,
    },
    {
      question: {
        ...{ name: 'sorted outside: nearly all match', ...latency },
        meaning: 'the service narrows to a slice of about 1,000 by counting, then sorts that',
      },
      ours: () => outside(broad),
      other: () => inside(broad),
      sameAnswer: true,
    },
  ];
}
