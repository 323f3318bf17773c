/** Starts one MySQL or MariaDB server, read-only; `group.ts` decides who may be written to. */
import { join } from 'node:path';
import { writePrivateFile } from '../../files.ts';
import { configDirectory, dataDirectory, makePrivate } from '../../layout.ts';
import type { Launch } from '../../process/spawn.ts';
import { healthy, portOf, unhealthy } from '../../site.ts';
import type { Health, Recipe, Site } from '../../site.ts';
import type { MysqlComponent } from '../../topology.ts';
import { Trouble } from '../../trouble.ts';
import { mysqlShell } from './client.ts';
import { dialectOf } from './dialects.ts';
import { primaryOf } from './group.ts';
import { ensureDataDirectory } from './template.ts';

export const mysqlRecipe: Recipe<MysqlComponent> = {
  readyTimeoutMs: 90_000,
  graceMs: 30_000,
  prepare,
  probe,
};

async function prepare(site: Site, component: MysqlComponent): Promise<Launch> {
  const dialect = dialectOf(site.state().dialect);
  const config = configDirectory(site.layout, component.name);
  const data = dataDirectory(site.layout, component.name);
  const temporary = `${data}-tmp`;
  for (const directory of [config, temporary]) makePrivate(directory, site.account);
  await ensureDataDirectory(site, dialect, data);
  const options = dialect.options({
    name: component.name,
    host: '127.0.0.1',
    port: portOf(site, component.name, 'client'),
    group: component.group,
    serverId: component.serverId,
    data,
    temporary,
    startsAsReplica: primaryOf(site, component.group) !== component.name,
    acknowledges: component.acknowledges,
  });
  const file = join(config, 'server.cnf');
  writePrivateFile(file, `[mysqld]\n${options.join('\n')}\n`, site.account);
  return {
    command: dialect.serverProgram(site.tools),
    args: [`--defaults-file=${file}`],
    env: { PATH: site.tools.path, HOME: data },
    cwd: data,
    unprivileged: true,
  };
}

async function probe(site: Site, component: MysqlComponent): Promise<Health> {
  try {
    const answer = await mysqlShell(site, component.name).query('SELECT 1');
    return answer === '1' ? healthy : unhealthy(answer);
  } catch (error) {
    return unhealthy(error instanceof Trouble ? error.evidence : String(error));
  }
}
