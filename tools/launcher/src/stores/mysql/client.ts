/** Talks to a MySQL server as its administrator. */
import type { Site } from '../../site.ts';
import { Trouble } from '../../trouble.ts';

/** Longer than any statement waits by itself. */
const statementTimeoutMs = 40_000;

export interface MysqlShell {
  readonly name: string;
  /** Runs statements in order; the last answer as tab-separated lines without header. */
  query(...statements: readonly string[]): Promise<string>;
  /** Runs one query; the answer with one "name: value" a line. */
  vertical(statement: string): Promise<string>;
}

export function mysqlShell(site: Site, name: string): MysqlShell {
  const execute = async (flags: readonly string[], input: string): Promise<string> => {
    const result = await site.reach(site).client(name, {
      program: 'mysql',
      args: ['--batch', ...flags],
      input,
      timeoutMs: statementTimeoutMs,
    });
    if (result.code === 0) return result.stdout.trimEnd();
    throw new Trouble(`${name} did not accept a statement`, {
      advice: `see ./mesh logs ${name}`,
      evidence: withoutPasswords(result.stderr.trim() || 'no answer in time'),
    });
  };
  return {
    name,
    query: async (...statements) =>
      await execute(['--skip-column-names'], `${statements.join(';\n')};\n`),
    vertical: async (statement) => await execute(['--vertical'], `${statement};\n`),
  };
}

/** Servers quote the statement that failed, and statements hold passwords. */
export function withoutPasswords(text: string): string {
  return text.replaceAll(/(PASSWORD\s*=\s*|IDENTIFIED (?:WITH \w+ )?BY )'[^']*'/gi, "$1'…'");
}
