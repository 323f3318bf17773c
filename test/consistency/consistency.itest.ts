// Consistency on the whole mesh of two centers: the checker finds nothing in what concurrent
// callers saw, whatever is delayed, stopped or killed; and finds each violation as soon as the
// protection against it is switched off. See README.md.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ComponentHandle, startMesh, type TestMesh } from '@member-mesh/harness';

import { checkHistory } from '../checker/check-history.ts';
import type { Call, History, Violation } from '../checker/history.ts';
import { expectNoDifference } from '../integration/meshctl.ts';
import { type Caller, connectCaller } from '../workload/caller.ts';
import { eventually, FaultDoor } from '../workload/fault-door.ts';
import { Workload } from '../workload/workload.ts';
import { controls } from './controls.ts';
import { Scenario } from './scenario.ts';
import { StoresBehind } from './stores.ts';

const START_MS_MAX = 300_000;
const PHASE_MS_MAX = 300_000;
const LAG_S = 5;
const FOLLOW_MS_MAX = 90_000;
const FAULTY = ['member-query', 'member-write', 'sync-worker'] as const;
/** Another one is given as MESH_TEST_SEED. */
const SEED = Number(process.env['MESH_TEST_SEED'] ?? 1);
const on = { MESH_FAULTS: 'on', MESH_FAULTS_SEED: String(SEED) };

let mesh: TestMesh;
let stores: StoresBehind;
let callers: [Caller, Caller];
let faults: FaultDoor;

beforeAll(async () => {
  const followed = { CHANGES_FOLLOWED_PERMILLE: '200' };
  const env = { 'member-query': { ...on, ...followed }, 'member-write': on, 'sync-worker': on };
  mesh = await startMesh({ profile: 'full', env });
  stores = await StoresBehind.open(mesh);
  faults = new FaultDoor(mesh);
  const [a, b] = mesh.addresses('gateway') as [string, string];
  const key = mesh.callerKey('order-service');
  callers = [await connectCaller([a, b], key), await connectCaller([b, a], key)];
}, START_MS_MAX);

afterAll(async () => {
  callers?.forEach((caller) => caller.close());
  await stores?.close();
  await mesh?.close();
}, START_MS_MAX);

let runs = 0;

async function startWorkload(): Promise<Workload> {
  const run = `run-${++runs}`;
  const workload = new Workload({ callers, run, seed: SEED * 100 + runs });
  await workload.start();
  return workload;
}

/** What a person needs to see of a violation. */
function told({ rule, what, calls }: Violation): string {
  const shown = calls.map((call) => `\n  ${JSON.stringify(call)}`);
  return `${rule}: ${what}${shown.join('')}`;
}

function expectNoViolation(history: History): void {
  expect(checkHistory(history).slice(0, 5).map(told)).toEqual([]);
}

function unanswered({ calls }: History): Call[] {
  return calls.filter(({ outcome, admitsStaleness }) => {
    return outcome.kind === 'unknown' || admitsStaleness;
  });
}

/** All services of both centers; which center's is first of each kind, the seed decides. */
function services(): ComponentHandle[] {
  const centers = SEED % 2 === 0 ? ['a', 'b'] : ['b', 'a'];
  const kinds = ['flow-control', 'gateway', ...FAULTY];
  return kinds.flatMap((kind) => centers.map((center) => mesh.component(`${kind}-${center}`)));
}

/** In an orderly way, so that nobody who calls it notices. */
async function replace(component: ComponentHandle, environment = {}): Promise<void> {
  process.kill(component.pid, 'SIGTERM');
  await eventually(`${component.name} to end`, () => Promise.resolve(component.pid === 0));
  await component.start(environment);
}

async function replaceAll(kind: string, environment = {}): Promise<void> {
  for (const component of mesh.components.filter((each) => each.kind === kind)) {
    await replace(component, environment);
  }
}

describe('concurrent readers and writers on few members and accounts', () => {
  it(
    'see nothing wrong and no failure while all services are replaced',
    async () => {
      const workload = await startWorkload();
      for (const component of services()) {
        await workload.ended(40);
        await replace(component);
      }
      await workload.ended(40);
      const history = await workload.finish();
      expectNoViolation(history);
      expect(unanswered(history)).toEqual([]);
    },
    PHASE_MS_MAX,
  );

  it(
    'see nothing wrong while all services are killed',
    async () => {
      const workload = await startWorkload();
      for (const component of services()) {
        await workload.ended(40);
        await component.kill();
        await workload.ended(40);
        await component.start();
      }
      await workload.ended(40);
      expectNoViolation(await workload.finish());
    },
    PHASE_MS_MAX,
  );

  it(
    'see nothing wrong and no failure',
    async () => {
      const workload = await startWorkload();
      await workload.ended(1_200);
      const history = await workload.finish();
      expectNoViolation(history);
      expect(unanswered(history)).toEqual([]);
      // Every kind of call was answered often, or the run proves less than it says.
      const answered = history.calls.filter(({ outcome }) => outcome.kind !== 'refused');
      const kinds = Map.groupBy(answered, ({ operation }) => operation.kind);
      const rare = [...kinds].filter(([kind, calls]) => kind !== 'close' && calls.length < 10);
      expect({ rare: rare.map(([kind]) => kind), kinds: kinds.size }).toEqual({
        rare: [],
        kinds: 9,
      });
    },
    PHASE_MS_MAX,
  );

  it(
    'see nothing wrong while every step of the protocols takes its time',
    async () => {
      await faults.set('member-write', '*:jitter:80:0.3');
      await faults.set('member-query', '*:jitter:60:0.3');
      await faults.set('sync-worker', '*:jitter:300:0.5');
      const workload = await startWorkload();
      await workload.ended(1_200);
      for (const kind of FAULTY) await faults.set(kind, '');
      expectNoViolation(await workload.finish());
    },
    PHASE_MS_MAX,
  );

  it(
    'see nothing wrong while the indices lag far behind, and when they catch up',
    async () => {
      const workers = mesh.components.filter(({ kind }) => kind === 'sync-worker');
      const workload = await startWorkload();
      await workload.ended(200);
      for (const worker of workers) await worker.stop();
      await eventually(`the indices to lag by ${LAG_S} s`, async () => {
        const ages = await stores.metric('member-query', /^index_proven_age_seconds\{.*"order-a"/);
        return Math.min(...ages) > LAG_S;
      });
      await workload.ended(300);
      for (const worker of workers) await worker.cont();
      await workload.ended(300);
      expectNoViolation(await workload.finish());
    },
    PHASE_MS_MAX,
  );
});

describe('afterwards', () => {
  it(
    'no index differs from the record',
    async () => {
      await expectNoDifference(mesh.stateFile);
    },
    PHASE_MS_MAX,
  );
});

describe('with its protection', () => {
  it.each(controls)('$protection the scenario of its control is right', async (control) => {
    const scenario = new Scenario({ mesh, stores, callers }, `with-${control.protection}`, false);
    await control.run(scenario);
    expect((await scenario.verdict()).map(told)).toEqual([]);
  });
});

describe('changes that are followed through', () => {
  const followed = async (tier: string, afterS: number, shows: string): Promise<number> => {
    const labels = `tier="${tier}/.*after_seconds="${afterS}".*shows="(?:${shows})"`;
    const pattern = new RegExp(`^changes_followed_total\\{.*${labels}`);
    const counts = await stores.metric('member-query', pattern);
    return counts.reduce((sum, count) => sum + count, 0);
  };

  it.each([1, 5, 60])('are shown by every cache, or nothing is, after %d s', async (afterS) => {
    const some = async (): Promise<boolean> =>
      (await followed('cache', afterS, 'change|nothing')) > 0;
    await eventually('some to be followed', some, FOLLOW_MS_MAX);
    expect(await followed('cache', afterS, 'older')).toBe(0);
  });

  it('are shown by every index after 60 s', async () => {
    expect(await followed('index', 60, 'change')).toBeGreaterThan(0);
    expect(await followed('index', 60, 'older')).toBe(0);
  });
});

describe.each(FAULTY)('%s without', (service) => {
  afterAll(() => replaceAll(service), START_MS_MAX);

  const own = controls.filter((control) => control.service === service);

  it.each(own)('$protection: the checker finds $rules', async ({ protection, rules, run }) => {
    await replaceAll(service, { MESH_WITHOUT: protection });
    const scenario = new Scenario({ mesh, stores, callers }, `without-${protection}`, true);
    await run(scenario);
    const found = new Set((await scenario.verdict()).map(({ rule }) => rule));
    expect(rules.filter((rule) => !found.has(rule))).toEqual([]);
  });
});
