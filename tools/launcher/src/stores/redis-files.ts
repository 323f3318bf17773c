/** The configuration of a Redis node as text: a cache that forgets everything when it ends. */

export interface RedisNode {
  /** The address to listen on. */
  readonly host: string;
  readonly clientPort: number;
  readonly busPort: number;
  readonly directory: string;
  readonly aclFile: string;
}

export function redisConf(node: RedisNode): string {
  return [
    `bind ${node.host}`,
    `protected-mode ${node.host === '127.0.0.1' ? 'yes' : 'no'}`,
    `port ${node.clientPort}`,
    `dir ${JSON.stringify(node.directory)}`,
    `aclfile ${JSON.stringify(node.aclFile)}`,
    'daemonize no',
    'save ""',
    'appendonly no',
    'maxmemory 256mb',
    'maxmemory-policy volatile-lru',
    'cluster-enabled yes',
    'cluster-config-file nodes.conf',
    `cluster-port ${node.busPort}`,
    // A node that never met another does not know its own address, and would tell clients none.
    ...(node.host === '127.0.0.1' ? ['cluster-announce-ip 127.0.0.1'] : []),
    'cluster-node-timeout 2000',
    'cluster-require-full-coverage no',
    'tcp-keepalive 5',
    '',
  ].join('\n');
}

export interface RedisDigests {
  /** Hex SHA-256 of the password. */
  readonly meshAdmin: string;
  readonly memberQuery: string;
}

/**
 * The cache's user has every data command and, of the others, only those that a cluster client and
 * a health check need; the user that needs no password is off.
 */
export function aclFile(digests: RedisDigests): string {
  const clientCommands = [
    '+info',
    '+cluster|slots',
    '+cluster|shards',
    '+cluster|nodes',
    '+cluster|info',
    '+cluster|myid',
    '+cluster|keyslot',
  ].join(' ');
  return [
    'user default off resetpass -@all',
    `user mesh_admin on #${digests.meshAdmin} ~* &* +@all`,
    `user member_query on #${digests.memberQuery} ~* &* +@all -@admin -@dangerous -script|flush ${clientCommands}`,
    '',
  ].join('\n');
}

export const slotCount = 16_384;

export interface SlotRange {
  readonly from: number;
  /** Inclusive. */
  readonly to: number;
}

/** Divides all slots evenly among that many masters. */
export function slotRanges(masters: number): SlotRange[] {
  return Array.from({ length: masters }, (_, index) => ({
    from: Math.floor((index * slotCount) / masters),
    to: Math.floor(((index + 1) * slotCount) / masters) - 1,
  }));
}
