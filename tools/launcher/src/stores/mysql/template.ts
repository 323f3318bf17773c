/**
 * Initialising a data directory takes seconds of work each time; a mesh has eight. One is made,
 * kept beside the tools, and copied, without what tells servers apart.
 */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { everybodyCanReach, giveTo } from '../../process/account.ts';
import { mustRun } from '../../process/run.ts';
import type { Site } from '../../site.ts';
import type { MysqlDialect } from './dialect.ts';

const initialiseTimeoutMs = 120_000;
const copyTimeoutMs = 60_000;

/**
 * Makes the component's data directory as a copy of the template; leaves one that is there already.
 */
export async function ensureDataDirectory(
  site: Site,
  dialect: MysqlDialect,
  directory: string,
): Promise<void> {
  if (existsSync(join(directory, 'mysql'))) return;
  const template = await ensureTemplate(site, dialect);
  rmSync(directory, { recursive: true, force: true });
  const draft = `${directory}.tmp`;
  rmSync(draft, { recursive: true, force: true });
  await mustRun('cp', ['-a', '--reflink=auto', '--sparse=always', template, draft], {
    advice: 'see whether the disk is full',
    timeoutMs: copyTimeoutMs,
  });
  renameSync(draft, directory);
}

let making: Promise<string> | undefined;

/** The template of this server version; several callers at once share one initialisation. */
async function ensureTemplate(site: Site, dialect: MysqlDialect): Promise<string> {
  making ??= makeTemplate(site, dialect).finally(() => {
    making = undefined;
  });
  return await making;
}

async function makeTemplate(site: Site, dialect: MysqlDialect): Promise<string> {
  const target = join(templateBase(site), await templateName(site, dialect));
  if (existsSync(join(target, 'mysql'))) return target;
  const draft = `${target}.${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  giveTo(site.account, draft);
  const { command, args, firstStatements } = dialect.initialise(site.tools, draft);
  const statements = `${draft}.sql`;
  writeFileSync(statements, firstStatements.map((statement) => `${statement};\n`).join(''));
  const given = firstStatements.length === 0 ? [] : [`--init-file=${statements}`];
  await site.runtime.run('mysql', {
    command,
    args: [...args, ...given],
    options: {
      advice: 'see whether the server is installed whole and the disk has room',
      cwd: draft,
      env: { PATH: site.tools.path, HOME: draft },
      timeoutMs: initialiseTimeoutMs,
      ...(site.account && { uid: site.account.uid, gid: site.account.gid }),
    },
  });
  rmSync(statements);
  for (const file of readdirSync(draft).filter((name) => dialect.identityFiles.test(name))) {
    rmSync(join(draft, file));
  }
  rmSync(target, { recursive: true, force: true });
  try {
    renameSync(draft, target);
  } catch (error) {
    // Another launcher was faster, and its template is as good.
    if (!existsSync(join(target, 'mysql'))) throw error;
    rmSync(draft, { recursive: true, force: true });
  }
  return target;
}

function templateBase(site: Site): string {
  const preferred = site.tools.cache;
  const usable = site.account === undefined || everybodyCanReach(dirname(preferred));
  const base = usable ? preferred : join(tmpdir(), 'member-mesh-cache');
  mkdirSync(base, { recursive: true, mode: 0o755 });
  return base;
}

async function templateName(site: Site, dialect: MysqlDialect): Promise<string> {
  const version = await site.runtime.run('mysql', {
    command: dialect.serverProgram(site.tools),
    args: ['--no-defaults', '--version'],
    options: {
      advice: 'see whether the server is installed whole',
      env: { PATH: site.tools.path },
    },
  });
  const source = readFileSync(new URL(import.meta.url), 'utf8');
  const initialise = JSON.stringify(dialect.initialise(site.tools, '/'));
  const key = `${version}\n${source}\n${initialise}\n${site.account?.name ?? ''}`;
  return `${dialect.name}-${createHash('sha256').update(key).digest('hex').slice(0, 12)}`;
}
