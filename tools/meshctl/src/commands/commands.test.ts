import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import type { Member } from '@member-mesh/contracts';
import { loadContracts } from '@member-mesh/contracts';
import { systemClock, systemRandom } from '@member-mesh/kernel';
import { MeshError } from '@member-mesh/rpc';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  KEY,
  MESH_TOKEN,
  type MeshServer,
  OPERATOR_KEY,
  startMeshServer,
} from '../../test/mesh-server.ts';
import { TemporaryFolder } from '../../test/temporary-folder.ts';
import { runMeshctl } from '../program.ts';

const codecs = loadContracts().messages;

const member: Member = {
  memberId: '42',
  version: 1_099_511_627_777,
  status: 'MEMBER_STATUS_ACTIVE',
  displayName: '王芳',
  level: 3,
  accounts: [
    { account: { platform: 'wechat', accountId: 'o6_x' }, quarantined: false },
    { account: { platform: 'app-ly', accountId: '7' }, quarantined: true },
  ],
  attributes: { favouriteCity: '苏州' },
  createTime: { seconds: 1_700_000_000, nanos: 0 },
};

const tier = {
  key: 'member:42',
  version: 5,
  minVersion: 0,
  memberId: '',
  member: Buffer.alloc(0),
  detail: '',
};

/** Whether a comparison leaves a key undecided. */
const verifying = { undecided: false };

/** What the servers were asked last, by method. */
const asked = new Map<string, unknown>();

/** What a client sees of a connection that ends in the middle of a call. */
function cutOff(): MeshError {
  return new MeshError({ kind: 'UNAVAILABLE', reason: 'UNAVAILABLE', message: 'cut off' });
}

function startDoors(): Promise<MeshServer> {
  return startMeshServer({
    memberQuery: {
      BatchGetMembers: async ({ memberIds }) => ({
        members: memberIds.includes('42') ? [member] : [],
        notFound: memberIds.filter((id) => id !== '42'),
        read: { source: 'SOURCE_CACHE' },
      }),
      LookupAccount: async (request) => {
        asked.set('LookupAccount', request);
        if (request.account?.accountId === 'o6_x') return { member };
        const message = 'unbound';
        throw new MeshError({ kind: 'NOT_FOUND', reason: 'ACCOUNT_NOT_BOUND', message });
      },
    },
    memberRead: {
      DescribeMember: async ({ memberId }) => ({
        tiers:
          memberId === '42'
            ? [
                { ...tier, tier: 'record', state: 'value', member: codecs.member.encode(member) },
                { ...tier, tier: 'cache/a', state: 'fence', minVersion: 5 },
              ]
            : [{ ...tier, tier: 'record', state: memberId === '7' ? 'unreachable' : 'absent' }],
      }),
    },
    record: {
      GetRecordStatus: async () => ({
        groups: [{ group: 0, primaryAddress: '127.0.0.1:3310', epoch: 1, reachable: true }],
      }),
    },
    index: {
      GetIndexStatus: async () => ({
        clusters: [
          { cluster: 'order-a', reachable: true, state: 'serving', members: 3 },
          {
            cluster: 'order-b',
            reachable: true,
            state: 'serving',
            setAside: 2,
            setAsideFill: 0.97,
          },
        ],
      }),
      async *RebuildIndex() {
        yield { phase: 'scanning', rowsDone: 10, shardsDone: 1, shardsTotal: 1024, resumed: true };
        yield { phase: 'done', rowsDone: 99, shardsDone: 1024, shardsTotal: 1024, done: true };
      },
      async *VerifyIndex({ cluster }) {
        const differs = cluster === 'order-b';
        yield { progress: { compared: 5, shardsDone: 1, shardsTotal: 1024 } };
        if (differs) yield { difference: { key: 'member:42', kind: 'older', recordVersion: 6 } };
        else if (verifying.undecided) {
          yield { difference: { key: 'member:7', kind: 'undecided', recordVersion: 6 } };
        }
        const undecided = Number(verifying.undecided);
        if (cluster !== 'marketing')
          yield { summary: { compared: 9, differences: Number(differs), undecided } };
      },
      ExamineIndex: async ({ cluster }) => {
        asked.set('ExamineIndex', cluster);
        const good = { rule: 'heap', verdict: 'ok', found: '9 % used', change: '' };
        const poor = { rule: 'aliases', verdict: 'warning', found: 'left', change: 'DELETE x' };
        const bad = { rule: 'search-pool', verdict: 'fault', found: '9 threads', change: 'remove' };
        const findings = cluster === 'order-b' ? [good, poor, bad] : [good, poor];
        return { clusters: [{ cluster: cluster || 'order-a', findings }] };
      },
      ClearSetAside: async () => ({ cleared: 3 }),
      ListSetAside: async () => ({
        messages: [{ cluster: 'order-a', key: 'member:42', reason: 'mapping', version: 7 }],
      }),
    },
    flowControl: {
      ListCallers: async () => ({
        callers: [
          {
            name: 'order-service',
            trafficClass: 'TRAFFIC_CLASS_ORDER',
            permissions: ['PERMISSION_READ', 'PERMISSION_WRITE'],
          },
        ],
      }),
      PutCaller: async ({ caller }) => {
        asked.set('PutCaller', caller);
        if (caller?.name === 'lost') throw cutOff();
        return { caller, key: caller?.name === 'known' ? '' : 'mm_new' };
      },
      RotateCallerKey: async (request) => {
        asked.set('RotateCallerKey', request);
        if (request.name === 'lost') throw cutOff();
        return { key: 'mm_rotated' };
      },
      DeleteCaller: async ({ name }) => {
        const message = `there is no caller ${name}`;
        throw new MeshError({ kind: 'NOT_FOUND', reason: 'CALLER_UNKNOWN', message });
      },
      ListRules: async () => ({
        rules: [{ ruleId: 'marketing', flow: { resource: 'class:marketing', threshold: 5 } }],
        revision: 3,
      }),
      PutRule: async ({ rule, validateOnly }) => {
        asked.set('PutRule', { rule, validateOnly });
        return { rule, revision: 4 };
      },
      DeleteRule: async () => ({ revision: 5 }),
    },
  });
}

describe('meshctl', () => {
  let folder: TemporaryFolder;
  let server: MeshServer;
  let stateFile: string;

  beforeAll(async () => {
    folder = await TemporaryFolder.create();
    server = await startDoors();
    await mkdir(join(folder.path, 'keys'));
    await folder.write('keys/ops-console.key', `${KEY}\n`);
    await folder.write('keys/operator.key', `${OPERATOR_KEY}\n`);
    await folder.write('keys/meshctl.token', `${MESH_TOKEN}\n`);
    const kinds = ['gateway', 'member-query', 'member-write', 'sync-worker', 'flow-control'];
    const { address } = server;
    const components = kinds.map((kind) => ({ name: `${kind}-a`, kind, center: 'a', address }));
    stateFile = await folder.write('state.json', JSON.stringify({ components }));
  });

  afterAll(async () => {
    await server.close();
    await folder.remove();
  });

  async function run(args: string, input = '') {
    const stdout = new PassThrough({ encoding: 'utf8' });
    const stderr = new PassThrough({ encoding: 'utf8' });
    const code = await runMeshctl(args.split(' '), {
      env: { MESH_STATE_FILE: stateFile },
      stdin: Readable.from([input]),
      stdout,
      stderr,
      clock: systemClock,
      random: systemRandom,
      stop: new AbortController().signal,
      abandon: new AbortController().signal,
    });
    const text = (stream: PassThrough): string => (stream.read() as string | null) ?? '';
    return { code, stdout: text(stdout), stderr: text(stderr) };
  }

  async function json(args: string, input?: string): Promise<unknown> {
    return JSON.parse((await run(`${args} --output json`, input)).stdout);
  }

  it('shows what the doctor found and what to change, and ends with 8 on a fault', async () => {
    const fair = await run('index doctor');
    expect([fair.code, asked.get('ExamineIndex')]).toEqual([0, '']);
    expect(fair.stdout).toContain('2 checks, 0 faults, 1 warnings');
    const poor = await run('index doctor order-b');
    expect(poor.code).toBe(8);
    expect(poor.stdout).toMatch(/search-pool {2}fault {4}9 threads\n/);
    expect(poor.stdout).toContain('to change\n  aliases: DELETE x\n  search-pool: remove\n');
    expect(await json('index doctor order-b')).toMatchObject({
      ...{ rules: 3, warnings: 1, faults: 1 },
      clusters: [{ cluster: 'order-b', findings: [{ rule: 'heap' }, {}, { change: 'remove' }] }],
    });
  });

  it('shows members and ends with 3 when one does not exist', async () => {
    const found = await run('members get 42');
    expect(found.code).toBe(0);
    expect(found.stdout).toContain('display_name  王芳');
    expect(found.stdout).toContain('wechat:o6_x, app-ly:7 (quarantined)');
    const some = await run('members get 42 43');
    expect(some.code).toBe(3);
    expect(some.stderr).toContain('no such member: 43');
  });

  it('gives members as JSON under the names of the protos, keys of attributes as they are', async () => {
    expect(await json('members get 42')).toMatchObject({
      members: [
        {
          member_id: '42',
          version: 1_099_511_627_777,
          accounts: [{ account: { platform: 'wechat', account_id: 'o6_x' }, bind_time: null }, {}],
          attributes: { favouriteCity: '苏州' },
          create_time: '2023-11-14T22:13:20.000Z',
        },
      ],
      not_found: [],
      read: { source: 'SOURCE_CACHE' },
    });
  });

  it('looks accounts up by the first colon, with the consistency that was asked for', async () => {
    const found = await run('members lookup wechat:o6_x --consistency authoritative');
    expect(found.code).toBe(0);
    expect(asked.get('LookupAccount')).toEqual({
      account: { platform: 'wechat', accountId: 'o6_x' },
      consistency: 'CONSISTENCY_AUTHORITATIVE',
    });
    const unbound = await run('members lookup h5:a:b --output json');
    expect(unbound.code).toBe(3);
    expect(asked.get('LookupAccount')).toMatchObject({ account: { accountId: 'a:b' } });
    expect(JSON.parse(unbound.stderr)).toEqual({
      error: { reason: 'ACCOUNT_NOT_BOUND', message: 'h5:a:b is bound to nobody' },
    });
  });

  it('describes a member tier by tier', async () => {
    const table = await run('members describe 42');
    expect(table.code).toBe(0);
    expect(table.stdout).toMatch(/member:42 +cache\/a +fence +5 +5/);
    expect(await json('members describe 42')).toMatchObject({
      tiers: [{ tier: 'record', member: { display_name: '王芳' } }, { min_version: 5 }],
    });
    expect((await run('members describe 43')).code).toBe(3);
    expect((await run('members describe 7')).code).toBe(5);
  });

  it('registers callers, showing the key once or keeping it in a file of this account', async () => {
    const shown = await run('callers put order-service --class order --permissions read,write');
    expect(shown).toMatchObject({ code: 0 });
    expect(shown.stdout).toContain('mm_new');
    expect(shown.stderr).toContain('shown this once');
    expect(asked.get('PutCaller')).toMatchObject({
      name: 'order-service',
      trafficClass: 'TRAFFIC_CLASS_ORDER',
      permissions: ['PERMISSION_READ', 'PERMISSION_WRITE'],
      disabled: false,
    });
    const path = join(folder.path, 'kept.key');
    const kept = await run(`callers rotate order-service --overlap 10m --key-out ${path}`);
    expect(kept.stdout + kept.stderr).not.toContain('mm_rotated');
    expect(await readFile(path, 'utf8')).toBe('mm_rotated\n');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(asked.get('RotateCallerKey')).toMatchObject({ overlap: { seconds: 600 } });
    const list = await run('callers list');
    expect(list.stdout).toMatch(/order-service +order +read,write +active/);
    expect((await run('callers delete nobody')).code).toBe(3);
  });

  it('says that a caller keeps its keys, and how it gets another', async () => {
    const shown = await run('callers put known --class ops --permissions read');
    expect(shown).toMatchObject({ code: 0 });
    expect(shown.stderr).toContain('meshctl callers rotate known');
  });

  it.each(['put lost --class ops --permissions read', 'rotate lost'])(
    'says that the answer of callers %s is lost with its key, and how to get another',
    async (command) => {
      const shown = await run(`callers ${command}`);
      expect(shown).toMatchObject({ code: 5 });
      expect(shown.stderr).toContain('meshctl callers list');
      expect(shown.stderr).toContain('meshctl callers rotate lost');
    },
  );

  it('stores a rule as it lists it', async () => {
    const listed = (await json('rules list')) as { rules: object[] };
    expect(listed.rules).toMatchObject([{ rule_id: 'marketing', kind: 'flow' }]);
    const rule = { ...listed.rules[0], flow: { resource: '*', threshold: 2, window: '1.5s' } };
    const stored = await run('rules put - --validate-only', JSON.stringify(rule));
    expect(stored.stdout).toBe('rule marketing is valid; nothing is stored (revision 4)\n');
    expect(asked.get('PutRule')).toMatchObject({
      rule: { flow: { resource: '*', window: { seconds: 1, nanos: 500_000_000 } } },
      validateOnly: true,
    });
    expect((await run('rules put -', '[1]')).code).toBe(2);
    expect((await run('rules delete marketing')).code).toBe(0);
  });

  it('follows a rebuild to its end', async () => {
    const { code, stdout, stderr } = await run('index rebuild order-a');
    expect(code).toBe(0);
    expect(stdout).toBe('order-a is rebuilt from 99 rows of the record\n');
    expect(stderr).toContain('was under way');
  });

  it('ends with 6 when index and record differ, naming each difference', async () => {
    const { code, stdout } = await run('index verify order-b --output json');
    expect(code).toBe(6);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toMatchObject([
      { key: 'member:42', kind: 'older', record_version: 6, index_version: 0 },
      { cluster: 'order-b', compared: 9, differences: 1 },
    ]);
    expect((await run('index verify order-a')).code).toBe(0);
    expect((await run('index verify marketing')).code).toBe(5);
  });

  it('ends with 9 when nothing differs and a key is undecided, naming it', async () => {
    verifying.undecided = true;
    const { code, stdout } = await run('index verify order-a');
    expect(code).toBe(9);
    expect(stdout).toMatch(/undecided +member:7/);
    expect(stdout).toContain('0 differences, 1 undecided');
    expect((await run('index verify order-b')).code).toBe(6);
    verifying.undecided = false;
  });

  it('shows what is set aside, that room for it ends, and forgets it when told', async () => {
    expect((await run('index status')).stdout).toMatch(/order-b .* 2 \(97 % full\)\n/);
    expect((await run('index set-aside order-a --clear')).stdout).toBe('order-a: 3 forgotten\n');
    expect((await run('index set-aside order-a')).stdout).toMatch(/member:42 +7 +0 +mapping/);
  });

  it('tells the state of everything, and by its exit code whether all of it serves', async () => {
    const well = await run('status');
    expect(well).toMatchObject({ code: 0, stderr: '' });
    expect(well.stdout).toMatch(/gateway-a +a +127\.0\.0\.1:\d+ +serving/);
    expect(well.stdout).toMatch(/order-a +serving/);
    expect(well.stdout).toMatch(/0 +reachable +127\.0\.0\.1:3310/);
    server.health.set('tier:redis/a', 'NOT_SERVING');
    server.health.set('', 'NOT_SERVING');
    const ill = await run('status --output json');
    server.health.set('', 'SERVING');
    expect(ill.code).toBe(5);
    expect(JSON.parse(ill.stdout)).toMatchObject({
      services: Array.from({ length: 5 }, () => ({
        state: 'not-serving',
        not_serving: ['tier:redis/a'],
      })),
      problems: [],
    });
  });

  it('tells what can be told while a part of the mesh is away', async () => {
    const { code, stdout } = await run('status --sync-worker 127.0.0.1:1 --output json');
    expect(code).toBe(5);
    expect(JSON.parse(stdout)).toMatchObject({
      clusters: [],
      groups: [{ group: 0 }],
      problems: [expect.stringMatching(/^cannot ask for the index clusters, .*UNAVAILABLE/)],
    });
  });

  it.each([
    ['members get x', 2, 'x is not a member id'],
    ['members lookup nocolon', 2, 'platform:account_id'],
    ['members get', 2, "missing required argument 'id'"],
    ['callers put a --class vip --permissions read', 2, 'order, marketing, ops'],
    ['callers put a --class ops --permissions fly', 2, 'There is no permission fly'],
    ['members generate --count -1', 2, 'whole number'],
    ['index verify order-a --sample 2', 2, 'above 0'],
    ['nonsense', 2, "unknown command 'nonsense'"],
    ['members get 1 --gateway nowhere', 2, '--gateway must be host:port'],
    ['members get 1 --state-file /nonexistent/state.json', 5, './mesh up'],
    ['members get 1 --gateway 127.0.0.1:1', 5, './mesh status'],
    ['members get 1 --key-file /nonexistent', 7, '--key-file'],
    ['help nonsense', 2, 'exit-codes'],
  ])('%s ends with %i and says why', async (args, code, message) => {
    const ended = await run(args);
    expect(ended.code).toBe(code);
    expect(ended.stderr).toContain(message);
    expect(ended.stdout).toBe('');
  });

  it('ends with 7 when the key is unknown, without showing it', async () => {
    const path = await folder.write('wrong.key', 'mm_wrong');
    const ended = await run(`members get 42 --key-file ${path}`);
    expect(ended.code).toBe(7);
    expect(ended.stderr).not.toContain('mm_wrong');
  });

  it('has help on commands, exit codes and the form of files', async () => {
    expect((await run('help')).stdout).toContain('Commands:');
    expect((await run('help members import')).stdout).toContain('--errors-max');
    expect((await run('help exit-codes')).stdout).toContain('differences');
    expect((await run('help import')).stdout).toContain('姓名');
    expect((await run('members import --help')).code).toBe(0);
  });
});
