// A limit over all gateways, at the gateways of both centers with flow-controls that die and come
// back. The window is a day: what passed is counted, and no clock matters.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ComponentHandle, startMesh, type TestMesh } from '@member-mesh/harness';
import { isMeshError } from '@member-mesh/rpc';

import { meshctl, meshctlJson } from '../integration/meshctl.ts';
import { type Caller, connectCaller } from '../workload/caller.ts';
import { eventually } from '../workload/fault-door.ts';

const START_MS_MAX = 120_000;
const THRESHOLD = 60;
/** Several asks of gateways for more. */
const LOOKS = 30;
const LOOK_MS = 50;
const folder = mkdtempSync(join(tmpdir(), 'mesh-flow-'));

let mesh: TestMesh;
let callers: [Caller, Caller];

beforeAll(async () => {
  const services = ['gateway', 'flow-control'] as const;
  // No call gets beyond the gateways.
  const nobody = { MEMBER_QUERY_TARGETS: '127.0.0.1:9', MEMBER_WRITE_TARGETS: '127.0.0.1:9' };
  mesh = await startMesh({
    ...{ profile: 'full', parts: ['nats', 'services'], services, env: { gateway: nobody } },
  });
  const [a, b] = mesh.addresses('gateway') as [string, string];
  const key = mesh.callerKey('order-service');
  callers = [await connectCaller([a], key), await connectCaller([b], key)];
}, START_MS_MAX);

afterAll(async () => {
  callers?.forEach((caller) => caller.close());
  await mesh?.close();
  rmSync(folder, { recursive: true });
}, START_MS_MAX);

interface Applied {
  stored: boolean;
  rules: number;
  revision: number;
}

interface Top {
  followers: object[];
  resources: { caller: string }[];
  refusals: object[];
}

function limit(threshold: number): object {
  const what = { resource: '/member.v1.MemberQueryService/GetMember', caller: 'order-service' };
  return { rule_id: 'over-all', flow: { ...what, threshold, window: '1d', scope: 'GLOBAL' } };
}

function fileOf(rules: object[]): string {
  const file = join(folder, 'rules.json');
  writeFileSync(file, JSON.stringify({ rules }));
  return file;
}

/**
 * Resolves when the rules of that revision are in force at both gateways, with a share of the
 * limit.
 */
async function inForce({ revision }: Applied): Promise<void> {
  const follows = new RegExp(`^gateway_policy_revision\\b.* ${revision}$`, 'm');
  for (const { kind, httpAddress } of mesh.components) {
    if (kind !== 'gateway') continue;
    await eventually(`a gateway to follow ${revision}`, async () => {
      const metrics = await (await fetch(`http://${httpAddress}/metrics`)).text();
      return follows.test(metrics) && metrics.includes('gateway_flow_share{rule="over-all"');
    });
  }
}

/** Whether a call passes the limit. It names no member: the gateway alone answers it. */
async function passes({ query, options }: Caller): Promise<boolean> {
  const error: unknown = await query.GetMember({ memberId: 'none' }, options).then(
    () => undefined,
    (failure: unknown) => failure,
  );
  if (isMeshError(error, 'INVALID_ARGUMENT')) return true;
  if (isMeshError(error) && error.reason === 'RATE_LIMITED') return false;
  throw new Error('neither passed nor refused by the limit', { cause: error });
}

/** The one that grants shares now. */
async function grantor(): Promise<ComponentHandle> {
  let leader: ComponentHandle | undefined;
  await eventually('somebody to grant', async () => {
    for (const component of mesh.components) {
      if (component.kind !== 'flow-control' || component.pid === 0) continue;
      const metrics = await fetch(`http://${component.httpAddress}/metrics`);
      if (/^flow_quota_leads\b.* 1$/m.test(await metrics.text())) leader = component;
    }
    return leader !== undefined;
  });
  return leader!;
}

describe('a limit over all gateways', () => {
  let passed = 0;

  /** Calls through both until so many have passed in all. */
  const untilPassed = (count: number): Promise<void> =>
    eventually(`${count} calls to pass, not ${passed}`, async () => {
      for (const caller of callers) if (passed < count && (await passes(caller))) passed += 1;
      return passed >= count;
    });

  /** Calls through both, over several asks for more. */
  async function expectNoneToPass(): Promise<void> {
    for (let look = 0; look < LOOKS; look++) {
      expect(await Promise.all(callers.map(passes))).toEqual([false, false]);
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  function apply(threshold: number): Promise<Applied> {
    return meshctlJson(mesh.stateFile, 'rules', 'apply', '--file', fileOf([limit(threshold)]));
  }

  it('passes its threshold and no call more, whoever of flow-control dies meanwhile', async () => {
    await inForce(await apply(THRESHOLD));
    await untilPassed(THRESHOLD / 3);
    const first = await grantor();
    await first.kill();
    await untilPassed((2 * THRESHOLD) / 3);
    const second = await grantor();
    await first.start();
    await second.stop();
    await untilPassed(THRESHOLD);
    await expectNoneToPass();
    await second.cont();
    await expectNoneToPass();
  });

  it('passes nothing again when a gateway has begun anew', async () => {
    const gateway = mesh.component('gateway-b');
    await gateway.kill();
    await gateway.start();
    await expectNoneToPass();
  });

  it('is seen by meshctl: who calls, who is refused, and what each gateway follows', async () => {
    const top = ['top', '--once', '--refusals', '--every', '5s', '--output', 'json'];
    const refusing = expectNoneToPass();
    const [block] = [JSON.parse(await meshctl(mesh.stateFile, ...top)) as Top];
    await refusing;
    expect(block.followers).toMatchObject([
      { name: 'gateway-a', behind: false },
      { name: 'gateway-b', behind: false },
    ]);
    expect(block.resources.find(({ caller }) => caller === 'order-service')).toBeDefined();
    expect(block.refusals[0]).toMatchObject({ rule_id: 'over-all', caller: 'order-service' });
  });

  it('passes what is added to it, and no more', async () => {
    await inForce(await apply(THRESHOLD + 10));
    passed = 0;
    await untilPassed(10);
    await expectNoneToPass();
  });

  it('is gone when the rules are put back as they were before it', async () => {
    const { revision } = await apply(THRESHOLD);
    await meshctl(mesh.stateFile, 'rules', 'apply', '--yes', '--file', fileOf([]));
    await eventually('calls to pass freely', async () => {
      return (await Promise.all([...callers, ...callers].map(passes))).every(Boolean);
    });
    const back = await meshctlJson<Applied>(mesh.stateFile, 'rules', 'rollback', String(revision));
    expect(back).toMatchObject({ stored: true, rules: 1 });
  });
});
