// index doctor: each rule by which the clusters should be run, what was found and what to change.
// The owner of the clusters looks and judges; this shows.
import type { ClusterExamination__Output } from '@member-mesh/contracts';
import type { Command } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { table } from '../output/table.ts';
import type { Session, Shell } from '../session.ts';

// A hanging cluster is given up by the service; this only has to outlast it.
const TIMEOUT_MS = 60_000;

export function addDoctorCommand(index: Command, shell: Shell): void {
  index
    .command('doctor')
    .description('hold the clusters against the rules by which they should be run')
    .argument('[cluster]', 'order-a, order-b or marketing; default: all of them')
    .action((cluster: string | undefined, _options: object, command: Command) =>
      shell.run(command, (session) => examine(session, cluster ?? '')),
    );
}

async function examine(session: Session, cluster: string): Promise<number> {
  const options = { timeoutMs: TIMEOUT_MS, signal: session.stop };
  const { clusters } = await session.mesh.index().ExamineIndex({ cluster }, options);
  const answer = { clusters, ...countsOf(clusters) };
  await session.output.answer(answer, () => render(clusters));
  return answer.faults === 0 ? exitCodes.ok : exitCodes.faults;
}

interface Counts {
  rules: number;
  warnings: number;
  faults: number;
}

function countsOf(clusters: readonly ClusterExamination__Output[]): Counts {
  const verdicts = clusters.flatMap(({ findings }) => findings.map(({ verdict }) => verdict));
  return {
    rules: verdicts.length,
    warnings: verdicts.filter((verdict) => verdict === 'warning').length,
    faults: verdicts.filter((verdict) => verdict === 'fault').length,
  };
}

function render(clusters: readonly ClusterExamination__Output[]): string {
  const { rules, warnings, faults } = countsOf(clusters);
  const sum = `${rules} checks, ${faults} faults, ${warnings} warnings\n`;
  return [...clusters.map(renderCluster), sum].join('\n');
}

/** What to change stands below the table: settings are too long for a column. */
function renderCluster({ cluster, findings }: ClusterExamination__Output): string {
  const rows = findings.map(({ rule, verdict, found }) => [rule, verdict, found]);
  const changes = findings
    .filter(({ change }) => change !== '')
    .map(({ rule, change }) => `  ${rule}: ${change}\n`);
  const advice = changes.length === 0 ? '' : `to change\n${changes.join('')}`;
  return `${cluster}\n${table(['rule', 'verdict', 'found'], rows)}${advice}`;
}
