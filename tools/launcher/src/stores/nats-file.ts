/** The configuration of the NATS server as text. */
import { natsRights, natsUsers } from './nats-rights.ts';
import type { NatsUser } from './nats-rights.ts';

export interface NatsSettings {
  readonly name: string;
  readonly clientAddress: string;
  readonly monitorAddress: string;
  readonly storeDirectory: string;
  readonly passwords: Readonly<Record<NatsUser, string>>;
}

function userBlock(user: NatsUser, password: string): string {
  const { publish, subscribe } = natsRights[user];
  return [
    `    { user: ${user}, password: ${JSON.stringify(password)}, permissions: {`,
    `      publish: { allow: ${JSON.stringify(publish)} }`,
    `      subscribe: { allow: ${JSON.stringify(subscribe)} } } }`,
  ].join('\n');
}

export function natsConf(settings: NatsSettings): string {
  return [
    `server_name: ${settings.name}`,
    `listen: ${JSON.stringify(settings.clientAddress)}`,
    `http: ${JSON.stringify(settings.monitorAddress)}`,
    'max_payload: 8MB',
    'ping_interval: "5s"',
    'ping_max: 2',
    'jetstream {',
    `  store_dir: ${JSON.stringify(settings.storeDirectory)}`,
    '  max_mem: 64MB',
    // A bound on what streams may reserve, not what is taken. Twice their sum: adopting a stream
    // that exists asks for its reservation once more before the server finds that it is there.
    '  max_file: 16GB',
    '}',
    'authorization {',
    '  users = [',
    ...natsUsers.map((user) => userBlock(user, settings.passwords[user])),
    '  ]',
    '}',
    '',
  ].join('\n');
}
