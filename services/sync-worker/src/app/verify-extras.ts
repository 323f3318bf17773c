// Finds documents of the index that the record knows nothing of. A document comes from a committed
// row and rows are never deleted, so the record, read after the index, must know it.
import type { IndexPair, Table } from '../domain/cluster.ts';
import type { DifferenceReport, DocumentRef, IndexCluster, RecordSource } from './ports.ts';

interface Tiers {
  cluster: IndexCluster;
  record: RecordSource;
}

function known(
  record: RecordSource,
  table: Table,
  lookup: { ids: string[]; signal: AbortSignal },
): Promise<Set<string>> {
  const { ids, signal } = lookup;
  return table === 'member' ? record.knownMembers(ids, signal) : record.knownAccounts(ids, signal);
}

async function* extrasOfTable(
  tiers: Tiers,
  target: { table: Table; index: string },
  signal: AbortSignal,
): AsyncGenerator<DifferenceReport> {
  const { table, index } = target;
  for await (const page of tiers.cluster.walk(index, signal)) {
    const there = await known(tiers.record, table, { ids: page.map(({ id }) => id), signal });
    const extras = page.filter(({ id }) => !there.has(id));
    yield* extras.map((extra: DocumentRef): DifferenceReport => ({
      key: `${table}:${extra.id}`,
      kind: 'extra',
      recordVersion: 0,
      indexVersion: extra.version,
    }));
  }
}

export async function* extrasOf(
  tiers: Tiers,
  pair: IndexPair,
  signal: AbortSignal,
): AsyncGenerator<DifferenceReport> {
  yield* extrasOfTable(tiers, { table: 'member', index: pair.member }, signal);
  yield* extrasOfTable(tiers, { table: 'account', index: pair.account }, signal);
}
