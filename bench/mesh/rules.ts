// Rules for the time of a measurement: stored in flow-control, in force at every gateway before
// anything is measured, and gone afterwards.
import { parseAddress } from '@member-mesh/config';
import { loadContracts, type Rule } from '@member-mesh/contracts';
import { sleep, systemClock as clock } from '@member-mesh/kernel';
import { createRpcClient } from '@member-mesh/rpc';
import { createTelemetry } from '@member-mesh/telemetry';

import type { BenchMesh } from './bench-mesh.ts';

const CALL_MS_MAX = 10_000;
const IN_FORCE_MS_MAX = 30_000;
const POLL_MS = 50;
const REVISION = /^gateway_policy_revision(?:\{[^}]*\})? (\S+)$/m;

/** Carries `work` out while the rules are in force besides those that are there. */
export async function withRules<T>(
  { mesh }: BenchMesh,
  rules: readonly Rule[],
  work: () => Promise<T>,
): Promise<T> {
  const contracts = loadContracts();
  const service = contracts.services.flowControl;
  const telemetry = await createTelemetry({
    ...{ service: 'bench', name: 'bench', center: 'a', logLevel: 'silent' },
  });
  const targets = mesh.addresses('flow-control').map((address) => parseAddress(address));
  const known = targets.filter((target) => target !== undefined);
  const client = createRpcClient({ contracts, service, targets: known, telemetry, clock });
  const metadata = { authorization: `Bearer ${mesh.callerKey('ops-console')}` };
  const options = { timeoutMs: CALL_MS_MAX, metadata };
  const put: string[] = [];
  try {
    let revision = 0;
    for (const rule of rules) {
      ({ revision } = await client.PutRule({ rule }, options));
      put.push(rule.ruleId ?? '');
    }
    await untilInForce(mesh, revision);
    return await work();
  } finally {
    for (const ruleId of put) await client.DeleteRule({ ruleId }, options);
    client.close();
  }
}

async function untilInForce(mesh: BenchMesh['mesh'], revision: number): Promise<void> {
  const gateways = mesh.components.filter(({ kind }) => kind === 'gateway');
  const untilMs = clock.monotonicMs() + IN_FORCE_MS_MAX;
  for (const { name, httpAddress } of gateways) {
    while ((await revisionAt(httpAddress)) < revision) {
      if (clock.monotonicMs() > untilMs) throw new Error(`${name} does not follow the policy`);
      await sleep(POLL_MS);
    }
  }
}

async function revisionAt(httpAddress: string): Promise<number> {
  const response = await fetch(`http://${httpAddress}/metrics`);
  return Number(REVISION.exec(await response.text())?.[1] ?? 0);
}
