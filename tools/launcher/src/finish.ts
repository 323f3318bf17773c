/**
 * The last steps of `up`, the same for processes and containers: callers, rules, sample, first
 * calls, summary.
 */
import { systemClock } from '@member-mesh/kernel';
import { ensureCallers } from './callers.ts';
import { authorityFile, clientTls, pairFiles } from './certificates.ts';
import { prepareCalls } from './client.ts';
import type { MeshCalls } from './client.ts';
import type { LauncherConfig } from './config.ts';
import { firstCalls } from './first-calls.ts';
import type { Mesh } from './mesh.ts';
import { importSample } from './sample.ts';
import { secretName } from './secrets.ts';
import { ensureRules } from './starter-rules.ts';
import { table } from './table.ts';
import { smallProfileNote } from './topology.ts';
import type { ServiceKind } from './topology.ts';

export interface FinishTask {
  readonly mesh: Mesh;
  /** How many members of the sample are imported, once; 0 for none. */
  readonly sampleMembers: number;
  /** Shows one step to the person. */
  readonly tell: (text: string) => void;
}

/**
 * Registers the callers, loads rules and the sample once, and tells what was done and where
 * everything is.
 */
export async function finishUp(config: LauncherConfig, task: FinishTask): Promise<void> {
  const { mesh, tell } = task;
  const calls = await prepareCalls(clientTls(mesh.site, 'meshctl'));
  const flowControl = addressesOf(mesh, 'flow-control');
  const callers = await ensureCallers({ calls, secrets: mesh.site.secrets, flowControl });
  mesh.change((state) => ({ ...state, callers }));
  tell(`callers registered: ${callers.map((caller) => caller.name).join(', ')}`);
  const { inherited } = config;
  const rules = await ensureRules({ mesh, calls, flowControl, inherited });
  const done = task.sampleMembers > 0 ? await sampleOnce(config, { ...task, calls }) : [];
  tell(`\n${summary(mesh, [['rules', rules], ...done])}`);
}

interface SampleTask extends FinishTask {
  readonly calls: MeshCalls;
}

/** Rows for the summary; nothing is done when the sample was imported before. */
async function sampleOnce(
  config: LauncherConfig,
  { mesh, calls, tell, sampleMembers }: SampleTask,
): Promise<string[][]> {
  const earlier = mesh.state.sample;
  if (earlier !== undefined) {
    return [['sample', `${earlier.members} members, imported ${earlier.finished}`]];
  }
  tell(`importing ${sampleMembers} sample members`);
  const startedMs = systemClock.monotonicMs();
  const sampleFile = await importSample(mesh, sampleMembers, config.inherited);
  const seconds = (systemClock.monotonicMs() - startedMs) / 1000;
  const result = await firstCalls({
    calls: { ...calls, tls: clientTls(mesh.site, 'order-service') },
    gateways: addressesOf(mesh, 'gateway'),
    orderKey: mesh.site.secrets.read(secretName.caller('order-service')),
    sampleFile,
  });
  const finished = new Date(systemClock.nowMs()).toISOString();
  mesh.change((state) => ({ ...state, sample: { members: sampleMembers, finished } }));
  return [
    ['sample', `${sampleMembers} members imported in ${seconds.toFixed(1)} s`],
    ['first writes', `${result.written} members, through every gateway in turn`],
    [
      'first reads',
      `${result.readBack} of these and ${result.importedRead} of imported ones, all exact`,
    ],
  ];
}

function addressesOf(mesh: Mesh, kind: ServiceKind): string[] {
  return mesh.state.components
    .filter((record) => record.kind === kind)
    .map((record) => record.address);
}

/** What was done, and where to find it. */
function summary(mesh: Mesh, done: readonly (readonly string[])[]): string {
  const { components, callers, profile } = mesh.state;
  // What people call comes first, the slow stores that were started first come last.
  const kinds = [...new Set(components.map((record) => record.kind))].reverse();
  const rows = kinds.map((kind) => {
    const records = components.filter((record) => record.kind === kind);
    return [kind, records.map((record) => record.address).join(' ')];
  });
  const keys = callers.map((caller) => [`key of ${caller.name}`, caller.key_file]);
  const certificates = mesh.state.tls === true ? certificateRows(mesh) : [];
  const note = profile === 'small' ? `\n${smallProfileNote}\n` : '';
  return `${table([...rows, ...keys, ...certificates, ...done])}${note}`;
}

/** What a caller shows and checks where the gateways have TLS; its key is not needed there. */
function certificateRows({ layout, state }: Mesh): string[][] {
  const pairs = state.callers.map(({ name }) => {
    const { certificate, privateKey } = pairFiles(layout, name);
    return [`certificate of ${name}`, `${certificate} ${privateKey}`];
  });
  return [['authority', authorityFile(layout)], ...pairs];
}
