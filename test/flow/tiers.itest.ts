// Breakers on tiers, judged by the services that call them: a tier that fails is left alone, what
// does not need it goes on, and it is used again when it is back.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startMesh, type TestMesh } from '@member-mesh/harness';

import { meshctl, meshctlJson } from '../integration/meshctl.ts';
import { type Caller, connectCaller, failureOf } from '../workload/caller.ts';
import { eventually } from '../workload/fault-door.ts';

const START_MS_MAX = 300_000;
const TEST_MS_MAX = 120_000;
const ELASTIC = 'tier:elastic/order-a';
const MYSQL = 'tier:mysql/0';
const OPEN_FOR_MS = 5_000;

const folder = mkdtempSync(join(tmpdir(), 'mesh-tiers-'));
let mesh: TestMesh;
let caller: Caller;
let requests = 0;

beforeAll(async () => {
  mesh = await startMesh({ profile: 'small' });
  caller = await connectCaller(mesh.addresses('gateway'), mesh.callerKey('ops-console'));
  const rules = [ELASTIC, MYSQL].map((resource, at) => ({
    rule_id: `tier-${at}`,
    degrade: {
      ...{ resource, strategy: 'ERROR_COUNT', threshold: 1, min_requests: 1 },
      ...{ stat_window: '1m', open_for: `${OPEN_FOR_MS}ms` },
    },
  }));
  const file = join(folder, 'rules.json');
  writeFileSync(file, JSON.stringify({ rules }));
  await meshctl(mesh.stateFile, 'rules', 'apply', '--file', file);
  await eventually('all to follow the rules', async () => {
    const { followers } = await top();
    return followers.length === FOLLOWERS.length && followers.every(({ behind }) => !behind);
  });
}, START_MS_MAX);

afterAll(async () => {
  caller?.close();
  await mesh?.close();
  rmSync(folder, { recursive: true });
}, START_MS_MAX);

const FOLLOWERS = ['gateway-a', 'member-query-a', 'member-write-a'];

interface Top {
  followers: { name: string; behind: boolean }[];
  resources: { resource: string; breaker: string }[];
}

async function top(): Promise<Top> {
  const look = ['top', '--once', '--every', '1s', '--output', 'json'];
  return JSON.parse(await meshctl(mesh.stateFile, ...look)) as Top;
}

async function breakerOf(tier: string): Promise<string | undefined> {
  return (await top()).resources.find(({ resource }) => resource === tier)?.breaker;
}

/** Uses of a tier that a breaker stood against, as the service tells. */
async function refusals(service: string, tier: string): Promise<number> {
  const { httpAddress } = mesh.component(service);
  const text = await (await fetch(`http://${httpAddress}/metrics`)).text();
  const line = new RegExp(`^flow_tier_refusals_total\\{.*tier="${tier}".*\\} (\\d+)$`, 'm');
  return Number(line.exec(text)?.[1] ?? 0);
}

async function register(): Promise<string> {
  const account = { platform: 'wechat', accountId: `tiers-${++requests}` };
  const request = { requestId: `register-${requests}`, account, profile: {} };
  const { member } = await caller.write.RegisterMember(request, caller.options);
  return member?.memberId ?? '';
}

/** A member of that shard group: by the even split of the shards, which lie within the id. */
async function registerInGroup(group: number): Promise<string> {
  const groups = mesh.components.filter(({ kind, name }) => kind === 'mysql' && /-a1$/.test(name));
  for (;;) {
    const memberId = await register();
    const shard = Number((BigInt(memberId) >> 12n) & 1023n);
    if (Math.floor((shard * groups.length) / 1024) === group) return memberId;
  }
}

function rename(memberId: string): Promise<unknown> {
  const request = {
    requestId: `rename-${++requests}`,
    member: { memberId, displayName: `name ${requests}` },
    updateMask: { paths: ['display_name'] },
  };
  return caller.write.UpdateMember(request, caller.options);
}

function search(): Promise<unknown> {
  return caller.query.SearchMembers({ phone: '+8613800000000', pageSize: 1 }, caller.options);
}

const works = (call: () => Promise<unknown>) => (): Promise<boolean> =>
  call().then(
    () => true,
    () => false,
  );

describe('a breaker on a tier', () => {
  it(
    'leaves an index alone that is away: searches are refused at once, reads go on',
    async () => {
      const memberId = await register();
      await eventually('searches to be answered', works(search));
      const index = mesh.component('es-order-a');
      await index.kill();
      await eventually('the breaker to refuse', async () => {
        await failureOf(search());
        return (await refusals('member-query-a', ELASTIC)) > 0;
      });
      expect(await breakerOf(ELASTIC)).toBe('open');
      const { member } = await caller.query.GetMember({ memberId }, caller.options);
      expect(member?.memberId).toBe(memberId);
      await rename(memberId);
      await index.start();
      await eventually('searches to be answered again', works(search));
      await eventually('the breaker to close', async () => (await breakerOf(ELASTIC)) === 'closed');
    },
    TEST_MS_MAX,
  );

  it(
    'leaves a shard group alone that is away: writes are told when to come back',
    async () => {
      const memberId = await registerInGroup(0);
      const primary = mesh.component('mysql-0-a1');
      await primary.kill();
      await eventually('the breaker to refuse', async () => {
        const error = await failureOf(rename(memberId));
        expect(error).toMatchObject({ kind: 'UNAVAILABLE', reason: 'RECORD_UNAVAILABLE' });
        return (await refusals('member-write-a', MYSQL)) > 0;
      });
      const error = await failureOf(rename(memberId));
      expect(error.retryAfterMs).toBeLessThanOrEqual(OPEN_FOR_MS);
      expect(await breakerOf(MYSQL)).toBe('open');
      await primary.start();
      await eventually(
        'writes to be taken again',
        works(() => rename(memberId)),
      );
      const { rules } = await meshctlJson<{ rules: object[] }>(mesh.stateFile, 'rules', 'get');
      expect(rules).toHaveLength(2);
    },
    TEST_MS_MAX,
  );
});
