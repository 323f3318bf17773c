// What one traffic class, or one account, asks for too often costs nobody else a call. Windows are
// a day: calls are counted, and no clock matters. `./mesh bench isolation` measures the times.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startMesh, type TestMesh } from '@member-mesh/harness';
import { isMeshError } from '@member-mesh/rpc';

import { meshctl } from '../integration/meshctl.ts';
import { type Caller, connectCaller } from '../workload/caller.ts';
import { eventually } from '../workload/fault-door.ts';

const START_MS_MAX = 300_000;
const MARKETING_MAX = 50;
const ACCOUNT_MAX = 20;
const FLOOD = 10;
const folder = mkdtempSync(join(tmpdir(), 'mesh-isolation-'));

let mesh: TestMesh;
let orders: Caller;
let marketing: Caller;
const accounts: { platform: string; accountId: string }[] = [];

beforeAll(async () => {
  mesh = await startMesh({ profile: 'small' });
  orders = await connectCaller(mesh.addresses('gateway'), mesh.callerKey('order-service'));
  marketing = await connectCaller(mesh.addresses('gateway'), mesh.callerKey('marketing-service'));
  for (let n = 0; n < 20; n++) {
    const account = { platform: 'wechat', accountId: `isolated-${n}` };
    const request = { requestId: `isolated-${n}`, account, profile: {} };
    await orders.write.RegisterMember(request, orders.options);
    accounts.push(account);
  }
  const rules = [
    {
      rule_id: 'marketing',
      flow: { resource: 'class:marketing', caller: '*', threshold: MARKETING_MAX, window: '1d' },
    },
    {
      rule_id: 'accounts',
      hotspot: { resource: '*', key: 'ACCOUNT', threshold: ACCOUNT_MAX, window: '1d' },
    },
  ];
  const file = join(folder, 'rules.json');
  writeFileSync(file, JSON.stringify({ rules }));
  await meshctl(mesh.stateFile, 'rules', 'apply', '--file', file);
  const { revision } = JSON.parse(
    await meshctl(mesh.stateFile, 'rules', 'get', '--output', 'json'),
  ) as { revision: number };
  const { httpAddress } = mesh.component('gateway-a');
  await eventually('the gateway to follow', async () => {
    const metrics = await (await fetch(`http://${httpAddress}/metrics`)).text();
    return new RegExp(`^gateway_policy_revision\\b.* ${revision}$`, 'm').test(metrics);
  });
}, START_MS_MAX);

afterAll(async () => {
  orders?.close();
  marketing?.close();
  await mesh?.close();
  rmSync(folder, { recursive: true });
}, START_MS_MAX);

/** How the look-ups of these accounts end: 'OK', or why not. */
function lookUp(
  { query, options }: Caller,
  wanted: readonly { platform: string; accountId: string }[],
): Promise<string[]> {
  return Promise.all(
    wanted.map((account) =>
      query.LookupAccount({ account }, options).then(
        () => 'OK',
        (error: unknown) => (isMeshError(error) ? error.reason : String(error)),
      ),
    ),
  );
}

function counted(outcomes: readonly string[]): Record<string, number> {
  const groups = Object.groupBy(outcomes, (outcome) => outcome);
  return Object.fromEntries(Object.entries(groups).map(([name, those]) => [name, those!.length]));
}

describe('order calls', () => {
  it('are all answered while marketing asks for ten times what it may', async () => {
    const flood = Array.from({ length: FLOOD * MARKETING_MAX }, (_, n) => accounts[10 + (n % 10)]!);
    const [own, others] = await Promise.all([
      lookUp(orders, accounts.slice(0, 10)),
      lookUp(marketing, flood),
    ]);
    expect(counted(own)).toEqual({ OK: 10 });
    const passed = MARKETING_MAX;
    expect(counted(others)).toEqual({ OK: passed, RATE_LIMITED: flood.length - passed });
  });

  it('for other accounts are all answered while one is asked for ten times too often', async () => {
    const [abused, ...rest] = accounts.slice(0, 10);
    const flood = Array.from({ length: FLOOD * ACCOUNT_MAX }, () => abused!);
    const [own, others] = await Promise.all([lookUp(orders, rest), lookUp(orders, flood)]);
    expect(counted(own)).toEqual({ OK: rest.length });
    // One look-up of it was answered before.
    const passed = ACCOUNT_MAX - 1;
    expect(counted(others)).toEqual({ OK: passed, HOTSPOT_LIMITED: flood.length - passed });
  });
});
