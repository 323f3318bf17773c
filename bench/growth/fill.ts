// Fills the index that order reads are answered from with documents of generated members, as
// sync-worker writes them: a million members through the whole mesh would take half an hour.
import {
  connectElastic,
  type DocumentWrite,
  type Elastic,
  ElasticUnavailable,
} from '@member-mesh/driver-elastic';
import { retry, systemRandom as random } from '@member-mesh/kernel';

import { documentPages } from '../index/documents.ts';
import type { BenchMesh } from '../mesh/bench-mesh.ts';

const PAGE_SIZE = 1_000;
const AT_ONCE = 2;
const TELL_EVERY = 100_000;
const BULK_MS_MAX = 60_000;
/** A node that is short of memory turns writes away until it has collected its garbage. */
const PATIENCE = { attempts: 20, baseDelayMs: 200, maxDelayMs: 5_000 };

/** Writes the first `count` members; those that are there already are written once more. */
export async function fillIndex(
  bench: BenchMesh,
  count: number,
  tell: (text: string) => void,
): Promise<void> {
  const { url, username, password } = bench.elastic('order-a');
  const elastic = connectElastic({ url, user: username, password, name: 'bench' });
  try {
    const indices = [...(await elastic.listIndices('member-*')).keys()].sort();
    const alias = `${indices.at(-1) ?? ''}-write`;
    const pages = documentPages(count, PAGE_SIZE);
    let written = 0;
    const lane = async (): Promise<void> => {
      for (const page of pages) {
        await write(elastic, alias, page);
        written += page.length;
        if (written % TELL_EVERY === 0) tell(`${written} members in the index`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    await elastic.refresh('member');
  } finally {
    await elastic.close();
  }
}

async function write(elastic: Elastic, alias: string, page: DocumentWrite[]): Promise<void> {
  const writes = page.map((each) => ({ ...each, alias }));
  const outcomes = await retry(() => elastic.bulk(writes, { timeoutMs: BULK_MS_MAX }), {
    ...{ ...PATIENCE, random },
    retryable: (error) => error instanceof ElasticUnavailable,
  });
  const failed = outcomes.find(({ kind }) => kind !== 'applied');
  if (failed) throw new Error(`${alias} took a document as ${failed.kind}`);
}
