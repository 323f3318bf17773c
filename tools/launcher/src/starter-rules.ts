/**
 * Puts the starter set of rules in force, once, in a mesh where nobody has made any: as an operator
 * would, by meshctl.
 */
import { join } from 'node:path';
import { systemClock } from '@member-mesh/kernel';
import { meshctlEnvironment } from './certificates.ts';
import { bearer, clientOf } from './client.ts';
import type { MeshCalls } from './client.ts';
import type { Mesh } from './mesh.ts';
import { meshctl } from './run-meshctl.ts';
import { secretName } from './secrets.ts';
import { repositoryRoot } from './tools.ts';

const callTimeoutMs = 10_000;
const starterFile = join('rules', 'starter.yaml');

export interface RulesTask {
  readonly mesh: Mesh;
  readonly calls: MeshCalls;
  /** host:port of every flow-control. */
  readonly flowControl: readonly string[];
  readonly inherited: NodeJS.ProcessEnv;
}

/** What there is now, in words for the summary. */
export async function ensureRules(task: RulesTask): Promise<string> {
  const { mesh, calls, flowControl, inherited } = task;
  const client = clientOf(calls, calls.contracts.services.flowControl, flowControl);
  const metadata = bearer(mesh.site.secrets.read(secretName.operator));
  const options = { timeoutMs: callTimeoutMs, metadata };
  const count = async (): Promise<number> =>
    (await client.ListRules({ resource: '' }, options)).rules.length;
  try {
    const stored = await count();
    // An operator who made rules, or took the starter set away, has decided.
    if (stored > 0 || mesh.state.starterRules !== undefined) {
      return `${stored} as they were; ./mesh ctl rules get shows them`;
    }
    const environment = { ...inherited, ...meshctlEnvironment(mesh.layout, mesh.state) };
    await meshctl(['rules', 'apply', '--file', join(repositoryRoot, starterFile)], environment);
    const loaded = new Date(systemClock.nowMs()).toISOString();
    mesh.change((state) => ({ ...state, starterRules: { loaded } }));
    return `${await count()}, the starter set of ${starterFile}; ./mesh ctl top shows what they do`;
  } finally {
    client.close();
  }
}
