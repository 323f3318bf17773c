// Loads the same documents into all indices, page by page in turns, and measures what that costs.
import { type DocumentWrite, type Elastic, ElasticUnavailable } from '@member-mesh/driver-elastic';
import { type Clock, sleep } from '@member-mesh/kernel';

import type { Comparison } from '../frame/benchmark.ts';
import { type Measured, rowOf } from '../frame/side-by-side.ts';
import { definitionFor, INDEX, type IndexName } from './definitions.ts';
import type { MemberDocuments } from './documents.ts';

const PAGE_SIZE = 1_000;
const PAGES_WARMING_UP_MAX = 3;
/** A small heap is full for moments: its node refuses what it would take a little later. */
const ATTEMPTS_MAX = 20;
const PAUSE_MS = 500;
const NAMES = Object.values(INDEX);

type Loading = Pick<Elastic, 'createIndex' | 'bulk' | 'refresh'>;

export interface LoadOptions {
  elastic: Loading;
  documents: MemberDocuments;
  clock: Clock;
  onPage: (documents: number) => void;
}

/** Documents a second of each page, by index. */
export type LoadRates = Readonly<Record<IndexName, number[]>>;

/** How long the page took, in milliseconds: where the node had no room for it, the last attempt. */
async function write(
  { elastic, clock }: Pick<LoadOptions, 'elastic' | 'clock'>,
  index: IndexName,
  page: DocumentWrite[],
): Promise<number> {
  const alias = `${index}-write`;
  for (let attempt = 1; ; attempt++) {
    const startedMs = clock.monotonicMs();
    try {
      const outcomes = await elastic.bulk(page.map((each) => ({ ...each, alias })));
      const failed = outcomes.find(({ kind }) => kind !== 'applied');
      if (failed) throw new Error(`${index} took a document as ${failed.kind}`);
      return clock.monotonicMs() - startedMs;
    } catch (error) {
      if (!(error instanceof ElasticUnavailable) || attempt === ATTEMPTS_MAX) throw error;
      await sleep(PAUSE_MS);
    }
  }
}

export async function load({ elastic, documents, clock, onPage }: LoadOptions): Promise<LoadRates> {
  for (const name of NAMES) await elastic.createIndex(name, definitionFor(name));
  const rates: LoadRates = { [INDEX.ours]: [], [INDEX.text]: [], [INDEX.sharded]: [] };
  const pages = Math.ceil(documents.count / PAGE_SIZE);
  const warmingUp = Math.min(PAGES_WARMING_UP_MAX, Math.floor(pages / 2));
  let number = 0;
  let written = 0;
  for (const page of documents.pages(PAGE_SIZE)) {
    // The order turns, so that no index always comes after the same other one.
    const order = NAMES.map((_, at) => NAMES[(at + number) % NAMES.length] ?? INDEX.ours);
    for (const name of order) {
      const tookMs = await write({ elastic, clock }, name, page);
      if (number >= warmingUp) rates[name].push((page.length * 1_000) / tookMs);
    }
    number += 1;
    written += page.length;
    onPage(written);
  }
  for (const name of NAMES) await elastic.refresh(name);
  return rates;
}

export function loadRow(rates: LoadRates): Comparison {
  const measured: Measured = { ours: rates[INDEX.ours], other: rates[INDEX.text] };
  return rowOf(
    {
      name: 'keyword, not text+keyword: indexing',
      unit: 'documents/s',
      better: 'higher',
      meaning: 'analyzing a text and keeping it twice costs indexing time on every change',
    },
    measured,
  );
}

export function sizeRow(oursBytes: number, otherBytes: number): Comparison {
  const mib = 1024 ** 2;
  return rowOf(
    {
      name: 'keyword, not text+keyword: index size',
      unit: 'MiB',
      better: 'lower',
      meaning:
        'the twin is kept on disk and in the file cache as well; both hold the same documents',
    },
    { ours: [oursBytes / mib], other: [otherBytes / mib] },
  );
}
