import type { Rule } from '@member-mesh/contracts';
import { MeshError } from '@member-mesh/rpc';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type MeshServer, OPERATOR_KEY, startMeshServer } from '../../test/mesh-server.ts';
import { type RunOptions, runInProcess } from '../../test/meshctl-run.ts';
import { TemporaryFolder } from '../../test/temporary-folder.ts';

const GET = '/member.v1.MemberQueryService/GetMember';
const LOOKUP = '/member.v1.MemberQueryService/LookupAccount';
const counts = { refused: 0, shadowRefused: 0, failed: 0 };
const traffic = {
  second: { seconds: 1_700_000_000, nanos: 0 },
  resources: [
    {
      ...{ resource: LOOKUP, caller: 'marketing-service', ...counts, passed: 5, refused: 40 },
      ...{ responseTimeMeanMs: 1.26, responseTimeP99Ms: 12.4 },
    },
    { resource: GET, caller: 'order-service', ...counts, passed: 500, failed: 1 },
    { resource: 'tier:redis/a', ...counts, passed: 0, breaker: 'BREAKER_STATE_OPEN' as const },
  ],
  hotValues: [{ resource: GET, value: '42', costPerSecond: 99.5, refused: true }],
  followers: [
    { gatewayId: 'gateway-b', policyRevision: 6 },
    { gatewayId: 'gateway-a', policyRevision: 7 },
  ],
};
const refusal = {
  ...{ refuseTime: { seconds: 1_700_000_000, nanos: 0 }, gatewayId: 'gateway-a' },
  ...{ caller: 'marketing-service', resource: LOOKUP, ruleId: 'marketing', used: 5, threshold: 5 },
  retryAfter: { seconds: 0, nanos: 250_000_000 },
};
const RULES: Rule[] = [
  { ruleId: 'pool', flow: { resource: LOOKUP, threshold: 1_000 } },
  { ruleId: 'marketing', flow: { resource: LOOKUP, caller: 'marketing-service', threshold: 5 } },
  { ruleId: 'each', mode: 'MODE_SHADOW', flow: { resource: LOOKUP, caller: '*', threshold: 9 } },
  { ruleId: 'order', flow: { resource: LOOKUP, caller: 'order-service', threshold: 9 } },
  { ruleId: 'off', mode: 'MODE_OFF', flow: { resource: '*', threshold: 9 } },
  {
    ...{ ruleId: 'hot', mode: 'MODE_SHADOW' },
    hotspot: { resource: '*', key: 'KEY_ACCOUNT', threshold: 50, overrides: { 'wechat:x': 2 } },
  },
  { ruleId: 'guard', system: { concurrencyMax: 100 } },
];

describe('traffic in meshctl', () => {
  let folder: TemporaryFolder;
  let server: MeshServer;
  let env: Record<string, string>;
  /** How many streams of traffic fail before one begins, and what ends the one that does. */
  const streams = { failures: 0, opened: 0, every: 0, isEndless: false };

  beforeAll(async () => {
    folder = await TemporaryFolder.create();
    server = await startMeshServer({
      flowControl: {
        ListCallers: async () => ({
          callers: [{ name: 'marketing-service', trafficClass: 'TRAFFIC_CLASS_MARKETING' }],
        }),
        ListRules: async ({ resource }) => ({
          ...{ rules: resource === '' ? RULES : [], revision: 7, etag: 'x' },
        }),
        ListRefusals: async () => ({ refusals: [refusal] }),
        async *WatchTraffic({ every }, { signal }) {
          streams.every = every?.seconds ?? 0;
          streams.opened++;
          if (streams.failures-- > 0) {
            const message = 'this flow-control ends';
            throw new MeshError({ kind: 'UNAVAILABLE', reason: 'DRAINING', message });
          }
          yield traffic;
          if (!streams.isEndless) return;
          await new Promise((resolve) => signal.addEventListener('abort', resolve));
        },
      },
    });
    env = {
      MESHCTL_FLOW_CONTROL: server.address,
      MESHCTL_OPERATOR_KEY_FILE: await folder.write('operator.key', OPERATOR_KEY),
    };
  });

  beforeEach(() => {
    Object.assign(streams, { failures: 0, opened: 0, every: 0, isEndless: false });
  });

  afterAll(async () => {
    await server.close();
    await folder.remove();
  });

  function run(args: string, options: Partial<RunOptions> = {}) {
    return runInProcess(args.split(' '), { env, ...options });
  }

  it('shows rates by resource and caller, hot values and who is behind, once', async () => {
    const { code, stdout } = await run('top --once --every 5s');
    expect([code, streams.every]).toEqual([0, 5]);
    const lines = stdout.split('\n').map((line) => line.replaceAll(/ +/g, ' ').trim());
    expect(lines).toEqual([
      '2023-11-14T22:13:20.000Z, sums of 5 s, rules of revision 7',
      '',
      'resource caller passed/s refused/s shadow/s failed/s mean ms p99 ms breaker',
      'tier:redis/a (all) 0 0 0 0 0 0 OPEN',
      'MemberQueryService/GetMember order-service 100 0 0 0.2 0 0',
      'MemberQueryService/LookupAccount marketing-service 1 8 0 0 1.3 12',
      '',
      'hot value resource cost/s',
      '42 MemberQueryService/GetMember 100 REFUSED',
      '',
      'follower revision',
      'gateway-a 7',
      'gateway-b 6 BEHIND',
      '',
      '',
    ]);
  });

  it('gives a look on a line of JSON, with refusals where they are asked for', async () => {
    const { stdout } = await run('top --once --refusals --output json');
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toMatchObject([
      {
        ...{ every_seconds: 5, revision: 7 },
        resources: [{ breaker: 'open' }, { passed_per_second: 100 }, { refused_per_second: 8 }],
        followers: [{ behind: false }, { name: 'gateway-b', behind: true }],
        refusals: [{ rule_id: 'marketing', retry_after_ms: 250, shadow: false }],
      },
    ]);
    expect((await run('top --once --refusals')).stdout).toMatch(
      /gateway-a +marketing-service +MemberQueryService\/LookupAccount +marketing +5 +5 +250 ms/,
    );
  });

  it('writes over the screen of a terminal, cut to its size, and ends well when interrupted', async () => {
    streams.isEndless = true;
    const stop = new AbortController();
    const screen = { columns: 30, rows: 6 };
    const { code, stdout } = await run('top', {
      ...{ screen, stop: stop.signal },
      seen: () => stop.abort(),
    });
    expect(code).toBe(0);
    const lines = stdout.replaceAll(/\x1b\[[A-Z]/g, '').split('\n');
    expect(stdout.startsWith('\x1b[H')).toBe(true);
    expect(lines.length).toBe(screen.rows);
    expect(Math.max(...lines.map((line) => line.length))).toBe(screen.columns);
  });

  it('waits for a flow-control that is away, and fails at once where one look is asked for', async () => {
    Object.assign(streams, { failures: 1, isEndless: true });
    const stop = new AbortController();
    const back = await run('top', { stop: stop.signal, seen: () => stop.abort() });
    expect([back.code, streams.opened]).toEqual([0, 2]);
    expect(back.stderr).toContain('flow-control is away; waiting for it');
    streams.failures = 1;
    const once = await run('top --once');
    expect(once.code).toBe(5);
    expect(once.stderr).toContain('this flow-control ends');
  });

  it('explains what stands before a call, in order, what does not, and how such calls fare', async () => {
    const args = 'rules explain --caller marketing-service --method LookupAccount --cost 7';
    const { code, stdout } = await run(`${args} --account wechat:x`);
    expect(code).toBe(0);
    const lines = stdout.split('\n').map((line) => line.replaceAll(/ +/g, ' ').trim());
    expect(lines.slice(0, 12)).toEqual([
      `marketing-service (marketing) calls ${LOOKUP} at a cost of 7; rules of revision 7`,
      '',
      'rule kind for this caller counts says',
      '1 hot hotspot shadow all callers together each account 2 in 1s, per gateway',
      "2 marketing flow enforced this caller's own never lets it pass: cost 5 in 1s, per gateway",
      '3 pool flow enforced all callers together cost 1000 in 1s, per gateway',
      '4 guard system enforced all callers together 100 calls in progress, per gateway; marketing at 4/5 of it, ops never',
      '',
      'does not apply why',
      'each it is for each caller that no other rule names, and another one names this one',
      'order it names another caller',
      'off its mode is OFF',
    ]);
    expect(stdout).toMatch(/MemberQueryService\/LookupAccount +marketing-service +5 +40/);
    expect(stdout).toContain('250 ms');
    const json = JSON.parse((await run(`${args} --output json`)).stdout) as object;
    expect(json).toMatchObject({
      standing: [{ rule_id: 'hot' }, { never_passes: true }, {}, {}],
      now: { traffic: { passed_per_second: 5 }, refusals: [{}], problems: [] },
    });
  });

  it('explains what stands before a call also while nobody tells of traffic', async () => {
    streams.failures = 1;
    const args = 'rules explain --caller marketing-service --method GetMember';
    const { code, stdout } = await run(args);
    expect(code).toBe(0);
    expect(stdout).toContain('cannot ask for traffic: this flow-control ends');
  });

  it.each([
    ['top --every 500ms', 2, 'whole seconds'],
    ['rules explain --caller nobody --method GetMember', 3, 'registered are marketing-service'],
    ['rules explain --caller marketing-service --method Nothing', 2, 'gateways offer GetMember'],
    ['rules explain --caller a --method GetMember --account x', 2, 'platform:account_id'],
  ])('%s ends with %i and says why', async (args, code, message) => {
    const ended = await run(args);
    expect(ended.code).toBe(code);
    expect(ended.stderr).toContain(message);
  });
});
