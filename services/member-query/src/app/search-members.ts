// Searches by filters. The index filters and counts; sorting happens here, over slices of the sort
// field that are small enough. What the index finds is then read as exactly as any other read, and
// what no longer matches is left out, so a page may be shorter than asked for.
import { type MemberId, parseMemberId } from '@member-mesh/contracts';

import type { Cluster } from '../domain/bucket-state.ts';
import {
  compareInOrder,
  type Place,
  type SearchFilters,
  type SearchOrder,
  type SortField,
} from '../domain/search-query.ts';
import { firstPart, isSingle, type Range, restOf } from '../domain/slice.ts';
import { type Source, staler, type TrafficClass } from './answers.ts';
import type { ReadMembers } from './read-members.ts';
import { SourceUnavailable } from './sources.ts';

/** A filter by ranges of numeric fields beside those of the search. */
export type RangeFilters = Partial<Record<SortField, Range>>;

export interface IndexQuery {
  filters: SearchFilters;
  ranges: RangeFilters;
}

/** The searching side of one index cluster. All throw SourceUnavailable. */
export interface IndexSearch {
  readonly cluster: Cluster;
  serving(): boolean;
  count(query: IndexQuery): Promise<number>;
  /** The smallest and the largest value of a field; undefined when nothing matches. */
  bounds(query: IndexQuery, field: SortField): Promise<Range | undefined>;
  /** The places of everything that matches, unsorted, at most `limit`. */
  places(query: IndexQuery, field: SortField, limit: number): Promise<Place[]>;
}

export interface SearchRequest {
  filters: SearchFilters;
  order: SearchOrder;
  pageSize: number;
  after: Place | undefined;
  trafficClass: TrafficClass;
}

export type SearchAnswer =
  | {
      state: 'found';
      members: { memberId: string; member: Buffer }[];
      /** Where the next page begins; undefined on the last page. */
      next: Place | undefined;
      source: Source;
      staleMs: number;
    }
  | { state: 'unavailable'; detail: string };

export interface SearchMembersOptions {
  searches: readonly IndexSearch[];
  /** Those that may be asked for a class, the first first. */
  clustersFor: (trafficClass: TrafficClass) => readonly Cluster[];
  members: Pick<ReadMembers, 'run'>;
  /** Whether an encoded member still matches. */
  matches: (member: Buffer, filters: SearchFilters) => boolean;
  /** How old what an index finds may be. */
  stalenessMs: (cluster: Cluster) => number;
}

const SLICE_MAX = 2_000;
const SLICE_WANTED = 1_000;
/** Bounds the work of one page; a page that is not full then continues with its token. */
const SLICES_PER_PAGE = 12;
const CUTS_PER_SLICE = 80;
const SOURCES: Record<Cluster, Source> = {
  'order-a': 'INDEX',
  'order-b': 'BACKUP_INDEX',
  marketing: 'MARKETING_INDEX',
};

export class SearchMembers {
  readonly #options: SearchMembersOptions;

  constructor(options: SearchMembersOptions) {
    this.#options = options;
  }

  async run(request: SearchRequest): Promise<SearchAnswer> {
    let detail = 'no index that may be searched is serving';
    for (const cluster of this.#options.clustersFor(request.trafficClass)) {
      const search = this.#options.searches.find((each) => each.cluster === cluster);
      if (!search?.serving()) continue;
      try {
        const page = new Page(search, request);
        const places = await page.collect();
        return await this.#read(request, { places, search, ended: page.ended, next: page.next });
      } catch (error) {
        if (!(error instanceof SourceUnavailable)) throw error;
        detail = error.message;
      }
    }
    return { state: 'unavailable', detail };
  }

  async #read(
    { filters, trafficClass }: SearchRequest,
    found: { places: Place[]; search: IndexSearch; ended: boolean; next: Place | undefined },
  ): Promise<SearchAnswer> {
    const { members, matches, stalenessMs } = this.#options;
    const ids = found.places.flatMap(({ memberNo }) => parseMemberId(String(memberNo)) ?? []);
    const wishes = ids.map((memberId: MemberId) => {
      return { by: 'id', memberId, minVersion: 0 } as const;
    });
    const answers = await members.run(wishes, { trafficClass, wanted: 'exact' });
    const failed = answers.find((answer) => answer.state === 'unavailable');
    if (failed) return failed;
    const kept = answers.flatMap((answer) =>
      answer.state === 'found' && matches(answer.member, filters) ? [answer] : [],
    );
    const staleMs = kept.reduce((worst, { staleMs: each }) => staler(worst, each) ?? worst, 0);
    const { cluster } = found.search;
    return {
      state: 'found',
      members: kept.map(({ memberId, member }) => ({ memberId, member })),
      next: found.ended ? undefined : found.next,
      source: SOURCES[cluster],
      staleMs: Math.max(staleMs, stalenessMs(cluster)),
    };
  }
}

/** Collects the places of one page, slice by slice. */
class Page {
  readonly #search: IndexSearch;
  readonly #request: SearchRequest;
  readonly #found: Place[] = [];
  #slices = 0;
  /** Nothing comes after what was collected. */
  ended = false;
  next: Place | undefined;

  constructor(search: IndexSearch, request: SearchRequest) {
    this.#search = search;
    this.#request = request;
    this.next = request.after;
  }

  async collect(): Promise<Place[]> {
    const { order, after, filters, pageSize } = this.#request;
    const whole = await this.#search.bounds({ filters, ranges: {} }, order.field);
    const range = whole && after ? fromPlace(whole, after.value, order) : whole;
    if (!range) {
      this.ended = true;
      return [];
    }
    this.ended = await this.#slice(order.field, {}, range);
    if (this.#found.length > pageSize) {
      this.#found.length = pageSize;
      this.ended = false;
    }
    this.next = this.#found.at(-1) ?? this.next;
    return this.#found;
  }

  /**
   * Reads a range of a field in slices until the page is full. True when the range was read to its
   * end.
   */
  async #slice(field: SortField, ranges: RangeFilters, range: Range): Promise<boolean> {
    const { order } = this.#request;
    let rest: Range | undefined = range;
    while (rest) {
      if (this.#found.length > this.#request.pageSize) return false;
      if (this.#slices >= SLICES_PER_PAGE && this.#found.length > 0) return false;
      const { part, count } = await this.#cut(field, ranges, rest);
      if (count > SLICE_MAX) {
        if (!(await this.#ties({ ...ranges, [field]: part }))) return false;
      } else if (count > 0) {
        await this.#take({ ...ranges, [field]: part });
      }
      rest = restOf(rest, part, order.descending);
    }
    return true;
  }

  /** The next part of a range with few enough in it, or of a single number. */
  async #cut(
    field: SortField,
    ranges: RangeFilters,
    rest: Range,
  ): Promise<{ part: Range; count: number }> {
    const { filters, order } = this.#request;
    const countIn = (part: Range): Promise<number> =>
      this.#search.count({ filters, ranges: { ...ranges, [field]: part } });
    let part = rest;
    let count = await countIn(part);
    for (let cuts = 0; count > SLICE_MAX && !isSingle(part) && cuts < CUTS_PER_SLICE; cuts++) {
      const { descending } = order;
      const smaller = firstPart(part, { count, wanted: SLICE_WANTED, descending });
      const counted = await countIn(smaller);
      // Values may lie far apart: an empty part is no slice, and half of the range is tried
      // instead.
      if (counted > 0) [part, count] = [smaller, counted];
      else {
        const half = firstPart(part, { count: 2, wanted: 1, descending });
        const inHalf = await countIn(half);
        if (inHalf === 0) return { part: half, count: 0 };
        [part, count] = [half, inHalf];
      }
    }
    return { part, count };
  }

  /**
   * Too many share one value of the sort field: they are cut by member id, which breaks ties
   * anyway.
   */
  async #ties(ranges: RangeFilters): Promise<boolean> {
    const { filters, order, after } = this.#request;
    const field = 'member_id';
    const whole = await this.#search.bounds({ filters, ranges }, field);
    const value = ranges[order.field]?.from;
    const same = after !== undefined && value === after.value;
    const range = whole && same ? fromPlace(whole, after.memberNo, order) : whole;
    return range ? this.#slice(field, ranges, range) : true;
  }

  async #take(ranges: RangeFilters): Promise<void> {
    const { filters, order, after } = this.#request;
    this.#slices++;
    const places = await this.#search.places({ filters, ranges }, order.field, SLICE_MAX * 2);
    const compare = compareInOrder(order);
    const wanted = places.filter((place) => !after || compare(after, place) < 0).sort(compare);
    this.#found.push(...wanted);
  }
}

/** The part of a range from a number on, in reading direction; undefined when it lies beyond. */
function fromPlace(range: Range, value: bigint, { descending }: SearchOrder): Range | undefined {
  const part = descending
    ? { from: range.from, to: value < range.to ? value : range.to }
    : { from: value > range.from ? value : range.from, to: range.to };
  return part.from <= part.to ? part : undefined;
}
