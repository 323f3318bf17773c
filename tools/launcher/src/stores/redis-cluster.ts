/**
 * Makes the running nodes of one center into a cluster that serves every slot; does nothing when
 * they are one already.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { dataDirectory } from '../layout.ts';
import type { Site } from '../site.ts';
import { Trouble } from '../trouble.ts';
import { poll } from '../wait.ts';
import { redisCommand } from './redis.ts';
import { slotRanges } from './redis-files.ts';

const joinTimeoutMs = 30_000;

/**
 * Before a whole cluster starts: a node keeps no data, so it need not remember an earlier cluster
 * either.
 */
export function forgetCluster(site: Site, names: readonly string[]): void {
  for (const name of names)
    rmSync(join(dataDirectory(site.layout, name), 'nodes.conf'), { force: true });
}

export async function arrangeRedis(site: Site, names: readonly string[]): Promise<void> {
  const [first, ...others] = names;
  if (first === undefined) return;
  const ranges = slotRanges(names.length);
  for (const [index, name] of names.entries()) {
    const owned = await ownedSlots(site, name);
    const range = ranges[index];
    if (owned > 0 || range === undefined) continue;
    await redisCommand(site, name, ['CLUSTER', 'SET-CONFIG-EPOCH', String(index + 1)]);
    await redisCommand(site, name, [
      'CLUSTER',
      'ADDSLOTSRANGE',
      String(range.from),
      String(range.to),
    ]);
  }
  const known = await redisCommand(site, first, ['CLUSTER', 'NODES']);
  for (const name of others) {
    const client = await site.reach(site).peer(name, 'client');
    if (known.includes(`${client.host}:${client.port}@`)) continue;
    const bus = await site.reach(site).peer(name, 'bus');
    const address = [client.host, String(client.port), String(bus.port)];
    await redisCommand(site, first, ['CLUSTER', 'MEET', ...address]);
  }
  await waitUntilServing(site, names);
}

/** How many slot ranges a node says it owns. */
async function ownedSlots(site: Site, name: string): Promise<number> {
  const nodes = await redisCommand(site, name, ['CLUSTER', 'NODES']);
  const own = nodes.split('\n').find((line) => line.includes('myself'));
  return own === undefined ? 0 : own.trim().split(' ').slice(8).length;
}

async function waitUntilServing(site: Site, names: readonly string[]): Promise<void> {
  const serving = await poll(
    async () => {
      const answers = await Promise.all(
        names.map(async (name) => await redisCommand(site, name, ['CLUSTER', 'INFO'])),
      );
      return answers.every((answer) => isServing(answer, names.length));
    },
    { timeoutMs: joinTimeoutMs, intervalMs: 100 },
  );
  if (serving) return;
  throw new Trouble(`the Redis nodes ${names.join(', ')} did not become one cluster`, {
    advice: `see ./mesh logs ${names[0] ?? ''}; ./mesh down and ./mesh up make it anew`,
  });
}

/** Whether the answer to CLUSTER INFO tells of a whole cluster of that many nodes. */
export function isServing(clusterInfo: string, nodes: number): boolean {
  const facts = new Map(
    clusterInfo.split(/\r?\n/).map((line) => line.split(':', 2) as [string, string]),
  );
  return (
    facts.get('cluster_state') === 'ok' &&
    facts.get('cluster_slots_ok') === '16384' &&
    facts.get('cluster_known_nodes') === String(nodes)
  );
}
