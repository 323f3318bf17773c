// Types every command of the README's shell blocks, in their order, on a mesh of its own: the
// README is true as long as this passes. Commands that something else executes are left to it.
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { blockCommands, executedElsewhere } from './commands.ts';

const repository = resolve(import.meta.dirname, '../..');
const commandMsMax = 10 * 60_000;
const outputBytesMax = 16 * 2 ** 20;
const outputTailLength = 4000;

const elsewhere = new Set(executedElsewhere.map(({ command }) => command));
const commands = blockCommands(readFileSync(join(repository, 'README.md'), 'utf8')).filter(
  (command) => !elsewhere.has(command),
);

interface Outcome {
  code: number;
  said: string;
}

const homes: string[] = [];

async function createHome(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'member-mesh-readme-'));
  homes.push(home);
  return home;
}

async function type(command: string, home: string): Promise<Outcome> {
  try {
    const { stdout } = await promisify(execFile)('sh', ['-c', command], {
      cwd: repository,
      env: { ...process.env, NODE_ENV: undefined, JEST_WORKER_ID: undefined, MESH_HOME: home },
      timeout: commandMsMax,
      maxBuffer: outputBytesMax,
    });
    return { code: 0, said: stdout };
  } catch (error) {
    const failure = error as { code?: unknown; stdout?: string; stderr?: string };
    if (typeof failure.code !== 'number') throw error;
    return { code: failure.code, said: `${failure.stdout ?? ''}${failure.stderr ?? ''}` };
  }
}

/** Fails with the end of what the command said. */
async function typeWell(command: string, home: string): Promise<string> {
  const { code, said } = await type(command, home);
  if (code !== 0) throw new Error(`exit code ${code}: ${said.slice(-outputTailLength)}`);
  return said;
}

afterAll(async () => {
  for (const home of homes) {
    await type('./mesh down --wipe', home);
    await rm(home, { recursive: true, force: true });
  }
}, commandMsMax);

describe('the README', () => {
  let home = '';
  const before = new Set(readdirSync(repository));

  beforeAll(async () => {
    home = await createHome();
  });

  afterAll(() => {
    // A reader types in the clone, so that is where files appear, and their reports and checkpoints
    // beside them; only new ones are removed.
    const named = commands.join(' ').match(/[\w-]+\.(?:csv|ndjson)/g) ?? [];
    for (const file of readdirSync(repository).filter((each) => !before.has(each))) {
      const isOurs = named.some((name) => file === name || file.startsWith(`${name}.`));
      if (isOurs) rmSync(join(repository, file), { force: true });
    }
  });

  it('starts with the command that starts the mesh and ends with the one that stops it', () => {
    expect([commands[0], commands.at(-1)]).toEqual(['./mesh up', './mesh down']);
  });

  it.each(commands.slice(0, -1))(
    '%s does what it says',
    async (command) => {
      await typeWell(command, home);
    },
    commandMsMax,
  );

  it('names components and callers by ./mesh status --output json', async () => {
    const status: unknown = JSON.parse(await typeWell('./mesh status --output json', home));
    expect(status).toMatchObject({
      components: expect.arrayContaining([expect.objectContaining({ name: 'gateway-a' })]),
      callers: expect.arrayContaining([expect.objectContaining({ name: 'order-service' })]),
    });
  });

  it(
    'ends with ./mesh down, after which nothing runs',
    async () => {
      await typeWell('./mesh down', home);
      const status = JSON.parse(await typeWell('./mesh status --output json', home)) as {
        components: { state: string }[];
      };
      expect(status.components.filter(({ state }) => state === 'running')).toEqual([]);
    },
    commandMsMax,
  );

  it(
    'starts one of each by ./mesh up --profile small',
    async () => {
      await typeWell('./mesh up --profile small --sample 2000', await createHome());
    },
    commandMsMax,
  );
});
