// Configuration of the stores as text: nothing beyond loopback, nobody without a password.
import { describe, expect, it } from '@jest/globals';
import {
  elasticYml,
  passwordHash,
  processorsOf,
  rolesYml,
  usersFile,
  usersRolesFile,
} from './elastic-files.ts';
import { sharedOptions } from './mysql/dialect.ts';
import { mariadb } from './mysql/mariadb.ts';
import { oracleMysql } from './mysql/oracle-mysql.ts';
import { natsConf } from './nats-file.ts';
import { natsUsers } from './nats-rights.ts';
import type { NatsUser } from './nats-rights.ts';
import { aclFile, redisConf, slotCount, slotRanges } from './redis-files.ts';

const random = { bytes: (count: number) => Buffer.alloc(count, 7), fraction: () => 0 };
const server = {
  name: 'mysql-0-b1',
  host: '127.0.0.1',
  port: 20_001,
  group: 0,
  serverId: 103,
  data: '/d',
  temporary: '/t',
  startsAsReplica: true,
  acknowledges: true,
};
const node = {
  name: 'es-order-a',
  cluster: 'order-a' as const,
  host: '127.0.0.1',
  httpPort: 20_002,
  transportPort: 20_003,
  data: '/d',
  logs: '/l',
  processors: 1,
};
const passwords = Object.fromEntries(natsUsers.map((user) => [user, 'p"w'])) as Record<
  NatsUser,
  string
>;
const nats = {
  name: 'nats-1',
  clientAddress: '127.0.0.1:20004',
  monitorAddress: '127.0.0.1:20005',
  storeDirectory: '/d',
  passwords,
};
const redis = {
  host: '127.0.0.1',
  clientPort: 20_006,
  busPort: 20_007,
  directory: '/d',
  aclFile: '/acl',
};

describe('the configuration of a process', () => {
  it.each([
    ['Elasticsearch', elasticYml(node), /network\.host: (.*)/g],
    ['Redis', redisConf(redis), /^bind (.*)/gm],
    ['MariaDB', mariadb.options(server).join('\n'), /bind_address = (.*)/g],
    ['MySQL', oracleMysql.options(server).join('\n'), /bind_address = (.*)/g],
    ['NATS', natsConf(nats), /^(?:listen|http): "(.*):\d+"/gm],
  ])('lets %s listen on loopback only', (_, text, pattern) => {
    const hosts = [...text.matchAll(pattern)].map((match) => match[1]);
    expect(hosts.length).toBeGreaterThan(0);
    expect(new Set(hosts)).toEqual(new Set(['127.0.0.1']));
    expect(text).not.toMatch(/0\.0\.0\.0|::/);
  });
});

describe('Elasticsearch', () => {
  it('asks everybody for a password', () => {
    expect(elasticYml(node)).toContain('xpack.security.enabled: true');
    expect(elasticYml(node)).not.toContain('anonymous');
  });

  it.each([
    [2, 3, 1],
    [2, 1, 2],
    [2, 2, 1],
    [16, 3, 5],
    [1, 0, 1],
  ])('of %i cores and %i nodes gives each node %i', (cores, nodes, each) => {
    expect(processorsOf(cores, nodes)).toBe(each);
  });

  it('watches its disk, and takes the settings of a test instead of the usual ones', () => {
    expect(elasticYml(node)).toContain('disk.watermark.flood_stage: 512mb');
    expect(elasticYml(node)).toContain('node.processors: 1\n');
    const settings = { 'node.processors': '2', 'thread_pool.search.size': '9' };
    const text = elasticYml({ ...node, settings });
    expect(text.match(/node\.processors: .*/g)).toEqual(['node.processors: 2']);
    expect(text).toContain('thread_pool.search.size: 9\n');
  });

  it('knows hashes of passwords in its own form, and no passwords', () => {
    const hash = passwordHash('secret', random);
    expect(hash).toMatch(/^\{PBKDF2\}10000\$[A-Za-z0-9+/=]{44}\$[A-Za-z0-9+/=]{44}$/);
    expect(usersFile({ a: hash })).toBe(`a:${hash}\n`);
    expect(usersRolesFile(['a', 'b'])).toBe('a:a\nb:b\n');
  });

  it('lets only the writer of the indices write, and nobody else manage', () => {
    const reader = /member_query:\n([\s\S]*?)\n\w/.exec(rolesYml)?.[1] ?? '';
    expect(reader).toContain('"read"');
    expect(reader).not.toMatch(/write|manage|all|index"/);
  });
});

describe('MySQL and MariaDB', () => {
  it.each([mariadb, oracleMysql])('$name starts read-only and loses no commit', (dialect) => {
    const options = dialect.options(server);
    expect(options).toEqual(
      expect.arrayContaining([
        'read_only = ON',
        'sync_binlog = 1',
        'innodb_flush_log_at_trx_commit = 1',
        'sync_relay_log = 1',
      ]),
    );
    expect(options.join('\n')).toMatch(/wait_point = AFTER_SYNC/);
    expect(options.join('\n')).toMatch(/timeout = 31536000000000/);
  });

  // What makes a commit in the other center slow is flushes, of which there is one an event.
  it.each([mariadb, oracleMysql])('$name logs a transaction in few events', (dialect) => {
    expect(dialect.options(server)).toContain('binlog_row_event_max_size = 1M');
  });

  it('MySQL logs a transaction in one event', () => {
    expect(oracleMysql.options(server)).toContain('binlog_transaction_compression = ON');
  });

  it('MySQL writes pages ahead no faster than MariaDB does', () => {
    expect(oracleMysql.options(server)).toContain('innodb_io_capacity = 200');
  });

  it('acknowledge in the other center only', () => {
    const enabled = (acknowledges: boolean): string =>
      mariadb.options({ ...server, acknowledges }).join('\n');
    expect(enabled(true)).toContain('rpl_semi_sync_slave_enabled = ON');
    expect(enabled(false)).toContain('rpl_semi_sync_slave_enabled = OFF');
  });

  it('drop what nobody acknowledged only when they start as a replica', () => {
    expect(mariadb.options(server)).toContain('loose_init_rpl_role = SLAVE');
    expect(mariadb.options({ ...server, startsAsReplica: false }).join('\n')).not.toContain(
      'init_rpl_role',
    );
  });

  it('share no directory of temporary tables', () => {
    expect(mariadb.options(server)).toContain('tmpdir = /t');
    expect(oracleMysql.options(server)).toContain('tmpdir = /t');
  });

  it('keep the places of their image where they have no data directory of ours', () => {
    expect(sharedOptions({ ...server, data: '', temporary: '' }).join('\n')).not.toMatch(
      /datadir|socket|tmpdir/,
    );
  });
});

describe('NATS', () => {
  it('quotes passwords', () => {
    expect(natsConf(nats)).toContain('password: "p\\"w"');
  });
});

describe('Redis', () => {
  it('keeps nothing on disk and evicts only what may go', () => {
    const text = redisConf(redis);
    expect(text).toContain('save ""');
    expect(text).toContain('appendonly no');
    expect(text).toContain('maxmemory-policy volatile-lru');
  });

  it('tells clients its address even when it is the only node', () => {
    expect(redisConf(redis)).toContain('cluster-announce-ip 127.0.0.1');
    expect(redisConf({ ...redis, host: '0.0.0.0' })).not.toContain('announce');
  });

  it('lets nobody in without a password, and the cache do nothing dangerous', () => {
    const text = aclFile({ meshAdmin: 'aa', memberQuery: 'bb' });
    expect(text).toContain('user default off');
    expect(text).toMatch(/user member_query on #bb .*-@admin -@dangerous/);
  });

  it.each([1, 2, 3, 5])('divides all slots among %i masters without a gap', (masters) => {
    const ranges = slotRanges(masters);
    expect(ranges[0]?.from).toBe(0);
    expect(ranges.at(-1)?.to).toBe(slotCount - 1);
    for (const [index, range] of ranges.entries()) {
      if (index > 0) expect(range.from).toBe((ranges[index - 1]?.to ?? 0) + 1);
    }
  });
});
