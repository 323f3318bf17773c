// `npm run proto:types` writes the types of the protos; `-- --check` only tells whether they are
// current: exit code 0 when they are, 1 when not, 2 when called wrongly.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { drift } from './drift.ts';
import { generateTypes, readTree } from './generate.ts';

const root = resolve(import.meta.dirname, '../../..');
const committedFolder = join(root, 'libs/contracts/src/generated');

async function check(): Promise<number> {
  const freshFolder = await mkdtemp(join(tmpdir(), 'member-mesh-proto-'));
  try {
    await generateTypes(root, freshFolder);
    const differences = drift(
      await readTree(committedFolder, '.ts'),
      await readTree(freshFolder, '.ts'),
    );
    for (const { path, kind } of differences) console.error(`${kind}: ${path}`);
    if (differences.length === 0) return 0;
    console.error('The generated types are not those of protos/. Run: npm run proto:types');
    return 1;
  } finally {
    await rm(freshFolder, { recursive: true, force: true });
  }
}

async function main(args: readonly string[]): Promise<number> {
  if (args.length === 0) {
    await generateTypes(root, committedFolder);
    return 0;
  }
  if (args.length === 1 && args[0] === '--check') return check();
  console.error('Usage: protogen [--check]');
  return 2;
}

process.exitCode = await main(process.argv.slice(2));
