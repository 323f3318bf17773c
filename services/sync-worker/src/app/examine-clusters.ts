// The doctor: looks at clusters and holds each against the rules by which it should be run. It
// changes nothing, and a cluster that does not answer is a finding, not a failure.
import type { Clock, Random } from '@member-mesh/kernel';

import type { ClusterName } from '../domain/cluster.ts';
import type { Finding } from '../domain/doctor/finding.ts';
import { leastRights } from '../domain/doctor/rights-rule.ts';
import { examine, REACHABLE } from '../domain/doctor/rules.ts';
import type { NodeSight } from '../domain/doctor/sight.ts';
import type { IndexSizing } from '../domain/index-definition.ts';
import type { IndexTopology } from '../domain/topology.ts';
import {
  type Cell,
  type ClusterInspector,
  LookRefused,
  type Patience,
  TierUnavailable,
} from './ports.ts';

export interface Patient {
  name: ClusterName;
  inspector: ClusterInspector;
  topology: Cell<IndexTopology>;
}

export interface ExamineClustersOptions {
  patients: readonly Patient[];
  /** As the indices are configured to be. */
  sizing: IndexSizing;
  clock: Clock;
  random: Random;
}

export interface Examination {
  cluster: ClusterName;
  findings: Finding[];
}

const REQUEST_TIMEOUT_MS = 5_000;
const RECENT_MS = 30 * 24 * 3_600_000;

export class ExamineClusters {
  readonly #options: ExamineClustersOptions;

  constructor(options: ExamineClustersOptions) {
    this.#options = options;
  }

  /** One examination for each of the named clusters, in the mesh's order. */
  async run(names: readonly ClusterName[], signal: AbortSignal): Promise<Examination[]> {
    const { patients } = this.#options;
    const patience = { signal, timeoutMs: REQUEST_TIMEOUT_MS };
    // All of them, whoever is asked about: they may share machines.
    const known = new Map<ClusterName, NodeSight[]>();
    await Promise.all(
      patients.map(async ({ name, inspector }) => {
        known.set(name, await orElse(inspector.nodes(patience), []));
      }),
    );
    const asked = patients.filter(({ name }) => names.includes(name));
    return Promise.all(
      asked.map(async (patient) => {
        const neighbours = patients.flatMap(({ name }) => {
          return name === patient.name ? [] : (known.get(name) ?? []);
        });
        return { cluster: patient.name, findings: await this.#look(patient, neighbours, patience) };
      }),
    );
  }

  async #look(
    { name, inspector, topology }: Patient,
    neighbours: readonly NodeSight[],
    patience: Patience,
  ): Promise<Finding[]> {
    const { clock, random, sizing } = this.#options;
    const value = (await topology.read())?.value;
    const { active, also } = value ?? { active: undefined, also: undefined };
    try {
      const recentSinceMs = clock.nowMs() - RECENT_MS;
      const members = active?.member;
      const question = { recentSinceMs, where: random.fraction(), members };
      const look = await inspector.look(question, patience);
      return examine({ ...look, cluster: name, neighbours, active, also, sizing });
    } catch (error) {
      if (error instanceof LookRefused) {
        const change =
          'give the role in roles.yml the rights monitor, and manage on member*, account*';
        return [{ rule: leastRights.name, verdict: 'fault', found: error.message, change }];
      }
      if (!(error instanceof TierUnavailable)) throw error;
      const change = `./mesh status shows what runs; ./mesh logs es-${name} what it says`;
      return [{ rule: REACHABLE, verdict: 'fault', found: error.message, change }];
    }
  }
}

async function orElse<T>(asked: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof TierUnavailable || error instanceof LookRefused)) throw error;
    return otherwise;
  }
}
