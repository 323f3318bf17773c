/**
 * Passwords and keys of one mesh: random, made when first asked for, one file of mode 0600 each.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '@member-mesh/kernel';
import { writePrivateFile } from './files.ts';

const secretBytes = 24;

export interface Secrets {
  /** The path of the secret's file, made when it does not exist. */
  file(name: string): string;
  /** The secret itself. */
  read(name: string): string;
  /** Hex SHA-256 of the secret, for those who only compare. */
  digest(name: string): string;
  /** Keeps a secret that somebody else made, such as a caller's key. */
  keep(name: string, value: string): string;
  has(name: string): boolean;
}

export function createSecrets(directory: string, random: Random): Secrets {
  const path = (name: string): string => join(directory, name);
  const file = (name: string): string => {
    if (!existsSync(path(name))) {
      writePrivateFile(path(name), `${random.bytes(secretBytes).toString('base64url')}\n`);
    }
    return path(name);
  };
  const read = (name: string): string => readFileSync(file(name), 'utf8').trim();
  return {
    file,
    read,
    digest: (name) => createHash('sha256').update(read(name)).digest('hex'),
    keep: (name, value) => {
      writePrivateFile(path(name), `${value}\n`);
      return path(name);
    },
    has: (name) => existsSync(path(name)) && read(name) !== '',
  };
}

export type MysqlUser = 'member_write' | 'member_admin' | 'replication' | 'root';
export type StoreUser = 'member_query' | 'member_write' | 'sync_worker' | 'flow_control';

/** Names of the secrets' files under `keys/`. */
export const secretName = {
  mysql: (user: MysqlUser) => `mysql-${user}.password`,
  redis: (user: 'mesh_admin' | 'member_query') => `redis-${user}.password`,
  elastic: (user: 'mesh_admin' | 'member_query' | 'sync_worker') => `elastic-${user}.password`,
  nats: (user: 'mesh_admin' | StoreUser) => `nats-${user}.password`,
  /** What a service or tool shows its peers. */
  token: (owner: string) => `${owner}.token`,
  caller: (name: string) => `${name}.key`,
  operator: 'operator.key',
} as const;
