// Every rule is made to fire on a sight that differs from a healthy one in a single thing.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { fieldTypesOf } from '../index-definition.ts';
import { diskStateOf, freeBytesWanted } from './disk-limit.ts';
import { findingOf } from './finding.ts';
import { searchPoolSize } from './node-rules.ts';
import { rightsSight } from './rights-rule.ts';
import { examine, REACHABLE, RULES } from './rules.ts';
import type { ClusterSight, IndexSight, NodeSight, ShardSight } from './sight.ts';

const GIB = 1024 ** 3;

const node: NodeSight = {
  name: 'es-1',
  host: '10.0.0.1',
  version: '8.19.8',
  javaVersion: '17.0.15',
  holdsData: true,
  processors: 2,
  machineProcessors: 2,
  searchPool: { size: 4, queueSize: 1_000, queued: 0, rejected: 0 },
  heap: { startBytes: GIB, maxBytes: GIB, usedPercent: 40 },
  memoryBytes: 8 * GIB,
  compressedPointers: true,
  breakerTrips: 0,
  disk: { totalBytes: 100 * GIB, availableBytes: 50 * GIB },
};
const second: NodeSight = { ...node, name: 'es-2', host: '10.0.0.2' };

function fieldsOf(table: 'member' | 'account'): IndexSight['fields'] {
  const types = Object.entries(fieldTypesOf(table));
  return Object.fromEntries(types.map(([name, type]) => [name, { type, twins: [] }]));
}

function indexOf(table: 'member' | 'account'): IndexSight {
  return {
    name: `${table}-000001`,
    aliases: [table, `${table}-000001-write`],
    ...{ dynamic: 'strict', routingRequired: true, fields: fieldsOf(table) },
    ...{ shards: 1, replicas: 0, refreshInterval: '1s', blocks: [] },
    ...{ documents: 1_000, deadDocuments: 7, deletions: 0, queries: 500, queryMs: 900 },
    ...{ sortedQueries: 0, foreignQueries: 0 },
  };
}

function shardOf(index: string, change: Partial<ShardSight> = {}): ShardSight {
  const placed = { shard: 0, primary: true, state: 'STARTED', node: 'es-1', bytes: GIB };
  return { index, ...placed, reason: '', ...change };
}

const member = indexOf('member');
const account = indexOf('account');
const pair = { member: member.name, account: account.name };
const sampled = { id: '1', routing: '1', version: 9, statedVersion: 9 };
const healthy: ClusterSight = {
  cluster: 'order-a',
  nodes: [node],
  neighbours: [],
  shards: [shardOf(member.name), shardOf(account.name)],
  indices: [account, member],
  samples: [{ index: member.name, documents: [sampled] }],
  disk: {
    ...{ enabled: true, low: '2gb', high: '1gb', flood: '512mb' },
    headroom: { low: '', high: '', flood: '' },
  },
  use: { withQuery: 9, constantScore: 9 },
  rights: { user: 'sync_worker', missing: [], excess: [] },
  growth: { members: 1_000, recent: 100 },
  active: pair,
  also: undefined,
  sizing: { shards: 1, replicas: 0 },
};

const withNode = (change: Partial<NodeSight>): Partial<ClusterSight> => ({
  nodes: [{ ...node, ...change }],
});
const withPool = (change: Partial<NodeSight['searchPool']>): Partial<ClusterSight> =>
  withNode({ searchPool: { ...node.searchPool, ...change } });
const withHeap = (change: Partial<NodeSight['heap']>): Partial<ClusterSight> =>
  withNode({ heap: { ...node.heap, ...change } });
const withMember = (change: Partial<IndexSight>): Partial<ClusterSight> => ({
  indices: [account, { ...member, ...change }],
});
const withFields = (fields: IndexSight['fields']): Partial<ClusterSight> =>
  withMember({ fields: { ...member.fields, ...fields } });
const withSample = (change: object): Partial<ClusterSight> => ({
  samples: [{ index: member.name, documents: [sampled, { ...sampled, id: '2', ...change }] }],
});
const shardsOn = (...nodes: string[]): ShardSight[] =>
  nodes.map((name, shard) => shardOf(member.name, { shard, node: name }));
const unassigned = { state: 'UNASSIGNED', node: undefined, reason: 'REPLICA_ADDED' };

type Case = [
  rule: string,
  verdict: string,
  change: Partial<ClusterSight>,
  found: RegExp,
  advice: RegExp,
];

const cases: Case[] = [
  [
    'shards-assigned',
    'fault',
    { shards: [shardOf(member.name, { ...unassigned, primary: false })] },
    /member-000001\[0\] replica is on no node \(REPLICA_ADDED\)/,
    /add a data node, or set INDEX_REPLICAS/,
  ],
  [
    'shards-assigned',
    'fault',
    { shards: [shardOf(member.name, unassigned)] },
    /member-000001\[0\] is on no node/,
    /index rebuild/,
  ],
  [
    'shards-assigned',
    'warning',
    { shards: [shardOf(member.name, { state: 'RELOCATING' })] },
    /is relocating/,
    /wait/,
  ],
  [
    'shards-balanced',
    'fault',
    { nodes: [node, second], shards: shardsOn('es-1', 'es-1', 'es-1', 'es-2') },
    /shards by node es-1 3, es-2 1/,
    /cluster\.routing\.rebalance\.enable/,
  ],
  [
    'shards-balanced',
    'fault',
    { nodes: [node, second], shards: shardsOn('es-1', 'es-1') },
    /es-2 0/,
    /INDEX_SHARDS/,
  ],
  [
    'shard-size',
    'fault',
    { shards: [shardOf(member.name, { bytes: 51 * GIB })] },
    /51\.0 GB, over 50 GB/,
    /INDEX_SHARDS=\d+ .* index rebuild order-a/,
  ],
  [
    'shard-size',
    'warning',
    { shards: [shardOf(member.name, { bytes: 45 * GIB })] },
    /reaches 50 GB in 33 days/,
    /INDEX_SHARDS=4 /,
  ],
  [
    'sized-as-configured',
    'warning',
    { sizing: { shards: 3, replicas: 0 } },
    /has 1 shards, INDEX_SHARDS is 3/,
    /index rebuild order-a/,
  ],
  [
    'sized-as-configured',
    'fault',
    { sizing: { shards: 1, replicas: 1 } },
    /has 0 replicas, INDEX_REPLICAS is 1/,
    /"index\.number_of_replicas": 1/,
  ],
  ['search-pool', 'fault', withPool({ size: 9 }), /9 search threads .* not 4/, /search\.size/],
  ['search-pool', 'fault', withPool({ queueSize: -1 }), /no bound/, /queue_size/],
  ['search-pool', 'warning', withPool({ rejected: 3 }), /rejected 3 searches/, /concurrency/],
  [
    'processors-shared',
    'warning',
    { neighbours: [{ ...node, name: 'es-b' }] },
    /es-1, es-b on 10\.0\.0\.1 reckon with 4 processors together, it has 2/,
    /node\.processors: 1 /,
  ],
  ['mapping-strict', 'fault', withMember({ dynamic: 'true' }), /"true"/, /"dynamic": "strict"/],
  [
    'keyword-only',
    'fault',
    withFields({ phone: { type: 'text', twins: [] } }),
    /member-000001\.phone is of type text/,
    /index rebuild/,
  ],
  [
    'keyword-only',
    'fault',
    withFields({ phone: { type: 'keyword', twins: ['raw'] } }),
    /phone is indexed once more as raw/,
    /index rebuild/,
  ],
  [
    'mapping-current',
    'warning',
    withFields({ shoe: { type: 'keyword', twins: [] } }),
    /a field shoe that nothing writes/,
    /index rebuild/,
  ],
  [
    'mapping-current',
    'warning',
    withFields({ level: { type: 'long', twins: [] } }),
    /level is long, not byte/,
    /index rebuild/,
  ],
  ['mapping-current', 'warning', withMember({ fields: {} }), /lacks the field/, /index rebuild/],
  [
    'routing-required',
    'fault',
    withMember({ routingRequired: false }),
    /takes documents without routing/,
    /index rebuild/,
  ],
  [
    'routing-by-id',
    'fault',
    withSample({ routing: 'x' }),
    /1 of 2 sampled of member-000001 .*: 2$/,
    /index rebuild/,
  ],
  ['routing-by-id', 'fault', withSample({ routing: undefined }), /1 of 2/, /index rebuild/],
  [
    'external-versions',
    'fault',
    withSample({ version: 10 }),
    /another version than they state: 2/,
    /external_gte/,
  ],
  [
    'external-versions',
    'warning',
    withMember({ deletions: 4 }),
    /4 documents of member-000001 were deleted/,
    /index verify/,
  ],
  ['aliases', 'fault', { active: undefined }, /no index that readers/, /index rebuild/],
  [
    'aliases',
    'fault',
    withMember({ aliases: ['member-000001-write'] }),
    /the alias member points to nothing, not to member-000001/,
    /_aliases/,
  ],
  [
    'aliases',
    'fault',
    withMember({ aliases: ['member'] }),
    /the alias member-000001-write points to nothing/,
    /"alias": "member-000001-write"/,
  ],
  [
    'aliases',
    'fault',
    { indices: [account, member, { ...member, name: 'member-000002', aliases: ['member'] }] },
    /the alias member points to member-000001, member-000002/,
    /_aliases/,
  ],
  [
    'aliases',
    'warning',
    { indices: [account, member, { ...member, name: 'member-000009', aliases: [] }] },
    /member-000009 is neither read nor written/,
    /DELETE member-000009/,
  ],
  ['refresh-interval', 'fault', withMember({ refreshInterval: '-1' }), /never/, /"1s"/],
  ['refresh-interval', 'warning', withMember({ refreshInterval: '30s' }), /30s/, /"1s"/],
  ['refresh-interval', 'warning', withMember({ refreshInterval: undefined }), /idle/, /"1s"/],
  [
    'writable',
    'fault',
    withMember({ blocks: ['read_only_allow_delete'] }),
    /blocked: read_only_allow_delete/,
    /"index\.blocks|index\.blocks\.read_only_allow_delete/,
  ],
  [
    'filters-only',
    'warning',
    { use: { withQuery: 11, constantScore: 9 } },
    /2 of 11 searches/,
    /constant_score/,
  ],
  [
    'sorting-outside',
    'warning',
    withMember({ sortedQueries: 3 }),
    /3 of 500 shard queries of member-000001 were to be sorted/,
    /"sort"/,
  ],
  ['sorting-outside', 'warning', withMember({ foreignQueries: 4 }), /4 of .* may sort/, /"sort"/],
  ['query-time', 'warning', withMember({ queryMs: 900_000 }), /ms on average/, /slowlog/],
  ['heap', 'warning', withHeap({ usedPercent: 96 }), /96 % of the heap/, /-Xmx/],
  ['heap', 'warning', withNode({ breakerTrips: 2 }), /2 requests were refused/, /-Xmx/],
  ['heap', 'warning', withHeap({ startBytes: 1 }), /may grow/, /-Xms to -Xmx/],
  ['heap', 'warning', withHeap({ startBytes: 5 * GIB, maxBytes: 5 * GIB }), /over half/, /half/],
  ['heap', 'warning', withNode({ compressedPointers: false }), /compressed pointers/, /31g/],
  [
    'disk',
    'warning',
    { disk: { ...healthy.disk, enabled: false } },
    /are off/,
    /threshold_enabled/,
  ],
  ['disk', 'warning', { disk: { ...healthy.disk, low: '40%' } }, /low watermark \(40%\)/, /free/],
  ['disk', 'fault', { disk: { ...healthy.disk, high: '60gb' } }, /high watermark/, /free/],
  ['disk', 'fault', { disk: { ...healthy.disk, flood: '0.3' } }, /flood watermark/, /free/],
  [
    'least-rights',
    'fault',
    { rights: rightsSight('sync_worker', ['monitor', 'manage_security', 'read on member*']) },
    /has the right manage_security; .*lacks the right write on member\*/,
    /take it from .* give it to/,
  ],
  ['versions', 'fault', withNode({ version: '7.17.0' }), /7\.17\.0/, /8\.19/],
  ['versions', 'fault', withNode({ version: '9.0.1' }), /9\.0\.1/, /8\.19/],
  ['versions', 'fault', withNode({ javaVersion: '11.0.2' }), /Java 11/, /Java 17/],
  [
    'versions',
    'warning',
    { nodes: [node, { ...second, version: '8.20.0' }] },
    /8\.19\.8, 8\.20\.0 are mixed/,
    /finish the upgrade/,
  ],
];

describe('the doctor', () => {
  it('finds nothing wrong with a healthy cluster and says what it saw', () => {
    const findings = examine(healthy);
    expect(findings.filter(({ verdict }) => verdict !== 'ok')).toEqual([]);
    expect(findings.map(({ rule }) => rule)).toEqual(RULES.map(({ name }) => name));
    for (const { found, change } of findings) {
      expect(found).not.toBe('');
      expect(change).toBe('');
    }
  });

  it.each(cases)('%s is a %s', (rule, verdict, change, found, advice) => {
    const findings = examine({ ...healthy, ...change });
    const finding = findings.find((each) => each.rule === rule);
    expect(finding).toMatchObject({
      verdict,
      found: expect.stringMatching(found),
      change: expect.stringMatching(advice),
    });
  });

  it('has a rule for each name, and a case and a paragraph of documentation for each rule', () => {
    const names = RULES.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect([...new Set(cases.map(([rule]) => rule))]).toEqual(names);
    const page = readFileSync(
      resolve(import.meta.dirname, '../../../../../docs/index-doctor.md'),
      'utf8',
    );
    for (const name of [REACHABLE, ...names]) expect(page).toContain(`| \`${name}\` |`);
  });

  it('does not blame a rebuild that is about to switch its readers', () => {
    const next = { member: 'member-000002', account: 'account-000002' };
    const indices = [
      { ...account, aliases: ['account-000001-write'] },
      { ...member, aliases: ['member-000001-write'] },
      { ...account, name: next.account, aliases: ['account', 'account-000002-write'] },
      { ...member, name: next.member, aliases: ['member', 'member-000002-write'] },
    ];
    const findings = examine({ ...healthy, indices, also: next });
    expect(findings.find(({ rule }) => rule === 'aliases')?.verdict).toBe('warning');
  });

  it('balances over data nodes only, and a lone node is balanced', () => {
    const master = { ...second, holdsData: false };
    const shards = shardsOn('es-1', 'es-1', 'es-1');
    for (const nodes of [[node], [node, master]]) {
      const findings = examine({ ...healthy, nodes, shards });
      expect(findings.find(({ rule }) => rule === 'shards-balanced')?.verdict).toBe('ok');
    }
  });

  it('says so where a server does not count what searches contain', () => {
    const findings = examine({ ...healthy, use: undefined });
    const finding = findings.find(({ rule }) => rule === 'filters-only');
    expect([finding?.verdict, finding?.found]).toEqual(['ok', expect.stringContaining('not')]);
  });

  it('tells the worst first and at most five of a kind', () => {
    const problems = Array.from({ length: 8 }, (_, n) => ({
      verdict: n === 7 ? ('fault' as const) : ('warning' as const),
      found: `f${n}`,
      change: 'c',
    }));
    const rule = { name: 'r', judge: () => ({ summary: '', problems }) };
    expect(findingOf(rule, healthy)).toEqual({
      ...{ rule: 'r', verdict: 'fault', change: 'c' },
      found: 'f7; f0; f1; f2; f3; and 3 more',
    });
  });
});

describe('the search thread pool', () => {
  it.each([
    [1, 2],
    [2, 4],
    [3, 5],
    [8, 13],
    [16, 25],
  ])('of %i processors has %i threads', (processors, size) => {
    expect(searchPoolSize(processors)).toBe(size);
  });
});

describe('a disk watermark', () => {
  it.each([
    ['85%', '', 15],
    ['0.9', '', 10],
    ['85%', '5gb', 5],
    ['85%', '-1', 15],
    ['2gb', '', 2],
    ['2GB', '1gb', 2],
  ])('of %s with headroom "%s" keeps %i GB of 100 free', (mark, headroom, wanted) => {
    const bytes = freeBytesWanted(mark, 100 * GIB, headroom) ?? 0;
    expect(bytes / GIB).toBeCloseTo(wanted);
  });

  it('that nobody can read keeps nothing free', () => {
    const limits = { ...healthy.disk, low: 'much', high: '', flood: '9 elephants' };
    expect(diskStateOf({ totalBytes: 1, availableBytes: 0 }, limits)).toBe('enough');
  });
});
