// The index clusters there are. Each has its own consumer and its own troubles.

export const CLUSTERS = ['order-a', 'order-b', 'marketing'] as const;

export type ClusterName = (typeof CLUSTERS)[number];

export function parseCluster(text: string): ClusterName | undefined {
  return CLUSTERS.find((name) => name === text);
}

/** The two indices of a cluster; also the names that readers know them by. */
export const TABLES = ['member', 'account'] as const;

export type Table = (typeof TABLES)[number];

/** Concrete index names, such as "member-000001", one for each table. */
export type IndexPair = Readonly<Record<Table, string>>;

const NUMBER_DIGITS = 6;
const INDEX_NAME = /^(?:member|account)-(\d{6})$/;

export function pairOf(number: number): IndexPair {
  const suffix = String(number).padStart(NUMBER_DIGITS, '0');
  return { member: `member-${suffix}`, account: `account-${suffix}` };
}

/** The pair after all those that exist. */
export function nextPair(existing: Iterable<string>): IndexPair {
  const numbers = [...existing].map((name) => Number(INDEX_NAME.exec(name)?.[1] ?? 0));
  return pairOf(Math.max(0, ...numbers) + 1);
}

export function samePair(a: IndexPair | undefined, b: IndexPair | undefined): boolean {
  return a?.member === b?.member && a?.account === b?.account;
}

/** The table that an index is for, by its name; undefined when the name is not one of ours. */
export function tableOf(index: string): Table | undefined {
  return INDEX_NAME.test(index) ? TABLES.find((table) => index.startsWith(table)) : undefined;
}

/** Writers use an alias of their own, so that a lost index is an error and not made by accident. */
export function writeAlias(index: string): string {
  return `${index}-write`;
}
