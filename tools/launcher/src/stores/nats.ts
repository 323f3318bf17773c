/**
 * Starts the NATS server: JetStream on disk, one account for each service with the subjects it
 * needs.
 */
import { join } from 'node:path';
import { writePrivateFile } from '../files.ts';
import { configDirectory, dataDirectory, makePrivate } from '../layout.ts';
import type { Launch } from '../process/spawn.ts';
import { secretName } from '../secrets.ts';
import { addressOf, healthy, portOf, unhealthy } from '../site.ts';
import type { Health, Recipe, Site } from '../site.ts';
import { missingToolAdvice, programPath } from '../tools.ts';
import type { NatsComponent } from '../topology.ts';
import { natsConf } from './nats-file.ts';
import { natsUsers } from './nats-rights.ts';

const probeTimeoutMs = 2000;

export const natsRecipe: Recipe<NatsComponent> = {
  readyTimeoutMs: 30_000,
  graceMs: 10_000,
  prepare: async (site, component) => prepare(site, component),
  probe,
};

function prepare(site: Site, component: NatsComponent): Launch {
  const config = configDirectory(site.layout, component.name);
  const data = dataDirectory(site.layout, component.name);
  for (const directory of [config, data]) makePrivate(directory, site.account);
  const passwords = natsUsers.map(
    (user) => [user, site.secrets.read(secretName.nats(user))] as const,
  );
  const text = natsConf({
    name: component.name,
    clientAddress: addressOf(site, component.name, 'client'),
    monitorAddress: addressOf(site, component.name, 'monitor'),
    storeDirectory: data,
    passwords: Object.fromEntries(passwords) as Record<(typeof natsUsers)[number], string>,
  });
  const file = join(config, 'nats.conf');
  writePrivateFile(file, text, site.account);
  return {
    command: programPath(site.tools, ['nats-server'], missingToolAdvice),
    args: ['-c', file],
    env: { PATH: site.tools.path, HOME: data },
    cwd: data,
    unprivileged: true,
  };
}

async function probe(site: Site, component: NatsComponent): Promise<Health> {
  try {
    const port = portOf(site, component.name, 'monitor');
    const response = await fetch(`http://127.0.0.1:${port}/healthz`, {
      signal: AbortSignal.timeout(probeTimeoutMs),
    });
    const body = await response.text();
    return response.ok ? healthy : unhealthy(body.slice(0, 200));
  } catch (error) {
    return unhealthy(error instanceof Error ? error.message : String(error));
  }
}
