// Shards: all there, spread evenly, small enough, and as many as configured.
import { fault, figure, type Problem, type Rule, sizeText, warning } from './finding.ts';
import type { ClusterSight, ShardSight } from './sight.ts';

const GIB = 1024 ** 3;
const SHARD_BYTES_MAX = 50 * GIB;
/** A rebuilt index starts with shards of about half of what they may grow to. */
const SHARD_BYTES_WANTED = SHARD_BYTES_MAX / 2;
const NOTICE_DAYS = 90;
const PLAN_DAYS = 365;
const GROWTH_DAYS = 30;
/** Elasticsearch moves shards one by one and stops at a difference of one. */
const SKEW_MAX = 1;

function nameOf({ index, shard, primary }: ShardSight): string {
  return `${index}[${shard}]${primary ? '' : ' replica'}`;
}

export const shardsAssigned: Rule = {
  name: 'shards-assigned',
  judge: ({ shards, indices }) => ({
    summary: `${figure(shards.length)} shards of ${figure(indices.length)} indices, all started`,
    problems: shards.flatMap((shard): Problem[] => {
      const { state, primary, reason } = shard;
      if (state === 'STARTED') return [];
      if (state !== 'UNASSIGNED') {
        const moving = `${nameOf(shard)} is ${state.toLowerCase()}`;
        return [warning(moving, 'wait until it has started and look again')];
      }
      const found = `${nameOf(shard)} is on no node (${reason || 'no reason given'})`;
      if (primary) {
        return [fault(found, 'bring the node that held it back, or meshctl index rebuild')];
      }
      return [fault(found, 'add a data node, or set INDEX_REPLICAS to what the nodes can hold')];
    }),
  }),
};

/** Shards on each data node; nodes without any count as well. */
function spread({ nodes }: ClusterSight, shards: readonly ShardSight[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { name, holdsData } of nodes) if (holdsData) counts.set(name, 0);
  for (const { node } of shards)
    if (node !== undefined) counts.set(node, (counts.get(node) ?? 0) + 1);
  return counts;
}

function skewOf(what: string, counts: Map<string, number>): Problem[] {
  const numbers = [...counts.values()];
  const skew = Math.max(...numbers) - Math.min(...numbers);
  if (counts.size < 2 || skew <= SKEW_MAX) return [];
  const places = [...counts].map(([node, count]) => `${node} ${count}`).join(', ');
  const change =
    'set cluster.routing.rebalance.enable and cluster.routing.allocation.enable to "all"; ' +
    'where they are, set INDEX_SHARDS to a multiple of the data nodes and rebuild';
  return [fault(`${what}: shards by node ${places}`, change)];
}

export const shardsBalanced: Rule = {
  name: 'shards-balanced',
  judge: (sight) => {
    const { shards, indices, nodes } = sight;
    const placed = shards.filter(({ node }) => node !== undefined);
    const counts = [...spread(sight, placed)].map(([node, count]) => `${node} ${count}`);
    const alone = nodes.filter(({ holdsData }) => holdsData).length === 1;
    return {
      summary: `shards by node: ${counts.join(', ')}${alone ? ', the only data node' : ''}`,
      problems: [
        ...indices.flatMap(({ name }) => {
          const own = placed.filter(({ index }) => index === name);
          return skewOf(name, spread(sight, own));
        }),
        ...skewOf('the cluster', spread(sight, placed)),
      ],
    };
  },
};

/** Days until a shard that grows by `share` of itself in 30 days is too large. */
function daysLeft(bytes: number, share: number): number {
  return (SHARD_BYTES_MAX - bytes) / ((bytes * share) / GROWTH_DAYS);
}

function sizeProblem(sight: ClusterSight, largest: ShardSight, share: number): Problem[] {
  const { index, bytes } = largest;
  const days = daysLeft(bytes, share);
  if (bytes < SHARD_BYTES_MAX && !(days < NOTICE_DAYS)) return [];
  const total = sight.shards
    .filter((shard) => shard.primary && shard.index === index)
    .reduce((sum, shard) => sum + shard.bytes, 0);
  const planned = total * (1 + (share * PLAN_DAYS) / GROWTH_DAYS);
  const shards = Math.ceil(planned / SHARD_BYTES_WANTED);
  const change = `set INDEX_SHARDS=${shards} for sync-worker and run meshctl index rebuild ${sight.cluster}`;
  if (bytes >= SHARD_BYTES_MAX) {
    return [fault(`${nameOf(largest)} has ${sizeText(bytes)}, over 50 GB`, change)];
  }
  const found = `${nameOf(largest)} has ${sizeText(bytes)} and reaches 50 GB in ${figure(days)} days`;
  return [warning(found, change)];
}

export const shardSize: Rule = {
  name: 'shard-size',
  judge: (sight) => {
    const { members, recent } = sight.growth;
    const share = members === 0 ? 0 : recent / members;
    const largest = sight.indices.flatMap(({ name }) => {
      const own = sight.shards.filter(({ index }) => index === name);
      const [first] = own.sort((a, b) => b.bytes - a.bytes);
      return first ? [first] : [];
    });
    const [biggest] = [...largest].sort((a, b) => b.bytes - a.bytes);
    const years = biggest ? daysLeft(biggest.bytes, share) / PLAN_DAYS : Infinity;
    const size = biggest
      ? `${nameOf(biggest)} has ${sizeText(biggest.bytes)}`
      : 'there are no shards';
    const grown = `${figure(recent)} of ${figure(members)} members are from the last 30 days`;
    const outlook = years > 100 ? 'over 100 years' : `${years.toFixed(1)} years`;
    return {
      summary: `the largest, ${size}; ${grown}: 50 GB in ${outlook} at that growth`,
      problems: largest.flatMap((shard) => sizeProblem(sight, shard, share)),
    };
  },
};

export const sizedAsConfigured: Rule = {
  name: 'sized-as-configured',
  judge: ({ indices, sizing, cluster }) => ({
    summary: `${sizing.shards} shards and ${sizing.replicas} replicas an index, as configured`,
    problems: indices.flatMap(({ name, shards, replicas }): Problem[] => {
      const problems: Problem[] = [];
      if (shards !== sizing.shards) {
        const found = `${name} has ${shards} shards, INDEX_SHARDS is ${sizing.shards}`;
        problems.push(warning(found, `run meshctl index rebuild ${cluster}`));
      }
      if (replicas === sizing.replicas) return problems;
      const found = `${name} has ${replicas} replicas, INDEX_REPLICAS is ${sizing.replicas}`;
      const change = `PUT ${name}/_settings {"index.number_of_replicas": ${sizing.replicas}}`;
      return [
        ...problems,
        replicas < sizing.replicas ? fault(found, change) : warning(found, change),
      ];
    }),
  }),
};
