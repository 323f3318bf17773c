/** Asks the engine how the containers are, in the words of `status`. */
import { run } from '../process/run.ts';
import type { MeshState } from '../state.ts';
import type { ComponentDetail, ComponentState } from '../status.ts';
import { composeQuiet } from './engine.ts';
import type { Engine } from './engine.ts';

/** What is read of `docker inspect`. */
export interface ContainerFacts {
  readonly State: {
    readonly Status: string;
    readonly Paused?: boolean;
    readonly Pid: number;
    readonly Health?: { readonly Status: string };
  };
  readonly Config: { readonly Labels: Readonly<Record<string, string>> };
}

const serviceLabel = 'com.docker.compose.service';

export async function containerStates(
  engine: Engine,
  state: MeshState,
): Promise<ComponentDetail[]> {
  const list = await composeQuiet(engine, ['ps', '--all', '--quiet']);
  const ids = list.stdout.split('\n').filter((id) => id !== '');
  const answer =
    ids.length === 0 ? undefined : await run('docker', ['inspect', ...ids], { env: engine.env });
  const facts = answer?.code === 0 ? (JSON.parse(answer.stdout) as ContainerFacts[]) : [];
  return detailsOf(state, facts);
}

function detailsOf(state: MeshState, facts: readonly ContainerFacts[]): ComponentDetail[] {
  return state.components.map(({ name, kind, center, address }) => {
    const found = facts.find((each) => each.Config.Labels[serviceLabel] === name);
    const pid = found?.State.Pid ?? 0;
    const why = found?.State.Health?.Status ?? '';
    const word = stateOfContainer(found);
    return { name, kind, center, pid, address, state: word, residentBytes: 0, why };
  });
}

export function stateOfContainer(facts: ContainerFacts | undefined): ComponentState {
  if (facts === undefined) return 'down';
  if (facts.State.Paused === true || facts.State.Status === 'paused') return 'stopped';
  if (facts.State.Status !== 'running') return 'dead';
  const health = facts.State.Health?.Status;
  return health === undefined || health === 'healthy' ? 'running' : 'unhealthy';
}
