// All rules, in the order in which they are told.
import { externalVersions, routingById } from './document-rules.ts';
import { type Finding, findingOf, type Rule } from './finding.ts';
import { aliases, refreshInterval, writable } from './index-rules.ts';
import { keywordOnly, mappingCurrent, mappingStrict, routingRequired } from './mapping-rules.ts';
import { disk, heap, processorsShared, searchPool, versions } from './node-rules.ts';
import { leastRights } from './rights-rule.ts';
import { filtersOnly, queryTime, sortingOutside } from './search-rules.ts';
import { shardsAssigned, shardsBalanced, shardSize, sizedAsConfigured } from './shard-rules.ts';
import type { ClusterSight } from './sight.ts';

export const RULES: readonly Rule[] = [
  shardsAssigned,
  shardsBalanced,
  shardSize,
  sizedAsConfigured,
  searchPool,
  processorsShared,
  mappingStrict,
  keywordOnly,
  mappingCurrent,
  routingRequired,
  routingById,
  externalVersions,
  aliases,
  refreshInterval,
  writable,
  filtersOnly,
  sortingOutside,
  queryTime,
  heap,
  disk,
  leastRights,
  versions,
];

/** The rule that stands for all others where a cluster does not answer. */
export const REACHABLE = 'reachable';

/** One finding for each rule, in their order. */
export function examine(sight: ClusterSight): Finding[] {
  return RULES.map((rule) => findingOf(rule, sight));
}
