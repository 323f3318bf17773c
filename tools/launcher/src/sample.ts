/**
 * Generates the sample members and imports them through meshctl; what an interrupted import left is
 * resumed.
 */
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { meshctlEnvironment } from './certificates.ts';
import type { Mesh } from './mesh.ts';
import { meshctl } from './run-meshctl.ts';

const sampleSeed = 1;

/** Resolves with the path of the sample file once all of it is imported. */
export async function importSample(
  mesh: Mesh,
  members: number,
  inherited: NodeJS.ProcessEnv,
): Promise<string> {
  const directory = mesh.layout.sample;
  mkdirSync(directory, { recursive: true });
  const file = join(directory, `members-${members}-seed-${sampleSeed}.ndjson`);
  const environment = { ...inherited, ...meshctlEnvironment(mesh.layout, mesh.state) };
  if (!existsSync(file)) {
    const count = ['--count', String(members), '--seed', String(sampleSeed)];
    const draft = `${file}.tmp`;
    await meshctl(
      ['members', 'generate', ...count, '--format', 'ndjson', '--out', draft],
      environment,
    );
    renameSync(draft, file);
  }
  await meshctl(['members', 'import', file, '--errors-max', '0'], environment);
  return file;
}
