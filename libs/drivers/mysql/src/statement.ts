// Statements lie in files of their own and are known by the name of their file, in code, in metrics
// and in errors. They are loaded once; a statement that is missing or that nobody names stops the
// start.
import { readdirSync, readFileSync } from 'node:fs';

import type { Parameter } from './values.ts';

export interface Statement {
  readonly name: string;
  readonly sql: string;
}

/** A statement with its parameters. */
export interface StatementCall {
  statement: Statement;
  parameters?: readonly Parameter[];
}

const EXTENSION = '.sql';

/**
 * Reads `<name>.sql` of every name from `directory`, without comments. Throws when a file is
 * missing or when the directory has a statement that is not named.
 */
export function loadStatements<Name extends string>(
  directory: URL,
  names: readonly Name[],
): Record<Name, Statement> {
  const files = readdirSync(directory).filter((file) => file.endsWith(EXTENSION));
  const unnamed = files.filter((file) => !names.includes(file.slice(0, -EXTENSION.length) as Name));
  if (unnamed.length > 0) throw new Error(`${unnamed.join(', ')} is used by nobody`);
  const load = (name: Name): [Name, Statement] => {
    const text = readFileSync(new URL(`${name}${EXTENSION}`, directory), 'utf8');
    return [name, { name, sql: withoutComments(text) }];
  };
  return Object.fromEntries(names.map(load)) as Record<Name, Statement>;
}

/**
 * The statements of a script, in order, without comments. For schema files: no ';' within a
 * literal.
 */
export function splitScript(name: string, script: string): Statement[] {
  return withoutComments(script)
    .split(';')
    .map((sql) => sql.trim())
    .filter((sql) => sql !== '')
    .map((sql) => ({ name, sql }));
}

function withoutComments(text: string): string {
  return text
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('--'))
    .join('\n')
    .trim();
}
