/** Where the programs that a mesh consists of lie on this machine. */
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Trouble } from './trouble.ts';

const elasticVersion = '8.19.8';

/** The root of the repository. */
export const repositoryRoot = fileURLToPath(new URL('../../..', import.meta.url)).replace(
  /\/$/,
  '',
);

export interface Tools {
  /** Whether the programs are on this machine; else they are in images, and known by name only. */
  readonly installed: boolean;
  /** Unpacked Elasticsearch. */
  readonly elasticHome: string;
  /**
   * Things that are costly to make and the same for every mesh, such as an initialised data
   * directory.
   */
  readonly cache: string;
  /** PATH for the programs that are started. */
  readonly path: string;
  /** A MySQL server that was asked for by its path; empty for one that is found. */
  readonly mysqld: string;
  /** The server of an unpacked MySQL, as "./mesh tools --mysql" puts it there. */
  readonly unpackedMysqld: string;
}

export interface ToolOptions {
  readonly path: string;
  /** Replaces `.mesh/tools`. */
  readonly toolsDirectory?: string | undefined;
  readonly mysqld?: string | undefined;
  readonly installed?: boolean;
}

const serverDirectories = [
  '/usr/local/sbin',
  '/usr/sbin',
  '/sbin',
  '/usr/local/bin',
  '/usr/bin',
  '/bin',
];

export function findTools(options: ToolOptions): Tools {
  const tools = options.toolsDirectory ?? join(repositoryRoot, '.mesh', 'tools');
  const path = [...options.path.split(delimiter), ...serverDirectories].filter(
    (part) => part !== '',
  );
  return {
    installed: options.installed ?? true,
    elasticHome: join(tools, 'elasticsearch', `elasticsearch-${elasticVersion}`),
    cache: join(dirname(tools), 'cache'),
    path: [...new Set(path)].join(delimiter),
    mysqld: options.mysqld ?? '',
    unpackedMysqld: join(tools, 'mysql', 'bin', 'mysqld'),
  };
}

/** The path of a program. */
export function programPath(tools: Tools, names: readonly string[], advice: string): string {
  if (!tools.installed) return names[0] ?? '';
  for (const name of names) {
    for (const directory of tools.path.split(delimiter)) {
      const candidate = join(directory, name);
      if (existsSync(candidate)) return candidate;
    }
  }
  throw new Trouble(`the program ${names.join(' or ')} is not installed`, { advice });
}

export const missingToolAdvice = 'run "./mesh tools", which installs what is missing';

/** The home of the Java that Elasticsearch is to run on. */
export function javaHome(tools: Tools): string {
  if (!tools.installed) return '';
  const java = realpathSync(programPath(tools, ['java'], missingToolAdvice));
  return dirname(dirname(java));
}

/** Fails with advice when Elasticsearch is not unpacked. */
export function requireElastic(tools: Tools): void {
  if (!tools.installed) return;
  const complete =
    existsSync(tools.elasticHome) && readdirSync(tools.elasticHome).includes('modules');
  if (complete) return;
  throw new Trouble(`Elasticsearch ${elasticVersion} is not in ${dirname(tools.elasticHome)}`, {
    advice: missingToolAdvice,
  });
}
