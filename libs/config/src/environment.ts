// Reads typed, bounded values from environment variables and gathers every problem, so that a
// person who fixes a configuration sees all that is wrong with it at once.
import { readFileSync } from 'node:fs';

export interface Address {
  host: string;
  port: number;
}

export class ConfigError extends Error {
  override name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`the configuration has ${problems.length} problem(s):\n- ${problems.join('\n- ')}`);
    this.problems = problems;
  }
}

type Variables = Readonly<Record<string, string | undefined>>;

interface Optional {
  optional: true;
}

interface IntegerOptions {
  min: number;
  max: number;
  default?: number;
}

/** Parses "host:port"; undefined when it is not one. */
export function parseAddress(text: string): Address | undefined {
  const match = /^(?<host>[^\s:/]+|\[[0-9a-fA-F:]+\]):(?<port>\d{1,5})$/.exec(text.trim());
  const port = Number(match?.groups?.port);
  if (!match?.groups?.host || port > 65535) return undefined;
  return { host: match.groups.host.replace(/^\[|\]$/g, ''), port };
}

export class Environment {
  readonly #variables: Variables;
  readonly problems: string[] = [];

  constructor(variables: Variables) {
    this.#variables = variables;
  }

  text(name: string, options: { default: string }): string;
  text(name: string, options: Optional): string | undefined;
  text(name: string): string;
  text(name: string, options?: { default?: string } | Optional): string | undefined {
    const value = this.#variables[name];
    if (value !== undefined && value !== '') return value;
    if (options && 'optional' in options) return undefined;
    if (options?.default !== undefined) return options.default;
    return this.#problem(name, 'is not set', '');
  }

  oneOf<const T extends string>(name: string, values: readonly T[], fallback?: T): T {
    const value = this.#variables[name] || fallback;
    const found = values.find((candidate) => candidate === value);
    const wrong = `must be one of ${values.join(', ')}, not ${value ?? 'unset'}`;
    return found ?? this.#problem(name, wrong, values[0] as T);
  }

  integer(name: string, options: IntegerOptions): number {
    const text = this.#variables[name];
    if (!text && options.default !== undefined) return options.default;
    const value = Number(text);
    const fits = Number.isInteger(value) && value >= options.min && value <= options.max;
    if (text && fits) return value;
    const wrong = `must be a whole number from ${options.min} to ${options.max}, not ${text || 'unset'}`;
    return this.#problem(name, wrong, options.min);
  }

  flag(name: string, options: { default: boolean }): boolean {
    const text = this.#variables[name];
    if (!text) return options.default;
    if (['on', 'true', '1'].includes(text)) return true;
    if (['off', 'false', '0'].includes(text)) return false;
    return this.#problem(name, `must be on or off, not ${text}`, options.default);
  }

  address(name: string): Address {
    const text = this.text(name);
    const wrong = `must be host:port, not ${text}`;
    return parseAddress(text) ?? this.#problem(name, wrong, { host: '', port: 0 });
  }

  /** Comma separated host:port; at least one unless optional. */
  addresses(name: string, options?: Optional): Address[] {
    const parts = (this.#variables[name] ?? '').split(',').filter((part) => part.trim() !== '');
    if (parts.length === 0) {
      return options?.optional ? [] : this.#problem(name, 'is not set (host:port,...)', []);
    }
    return parts.flatMap((part) => {
      const address = parseAddress(part);
      return address ? [address] : this.#problem(name, `must be host:port,... not ${part}`, []);
    });
  }

  url(name: string, options: Optional): string | undefined;
  url(name: string): string;
  url(name: string, options?: Optional): string | undefined {
    const text = this.#variables[name];
    if (!text) return options?.optional ? undefined : this.#problem(name, 'is not set', '');
    if (URL.canParse(text)) return text;
    return this.#problem(name, `must be a URL, not ${text}`, '');
  }

  /** The content of the file that the variable names, without the line end. */
  secretFile(name: string, options: Optional): string | undefined;
  secretFile(name: string): string;
  secretFile(name: string, options?: Optional): string | undefined {
    const path = this.#variables[name];
    if (!path) return options?.optional ? undefined : this.#problem(name, 'is not set', '');
    const content = this.#read(name, path)?.trim();
    if (content !== undefined && content !== '') return content;
    return content === '' ? this.#problem(name, `names an empty file: ${path}`, '') : '';
  }

  /** The bytes of the file that the variable names. */
  file(name: string, options: Optional): Buffer | undefined;
  file(name: string): Buffer;
  file(name: string, options?: Optional): Buffer | undefined {
    const path = this.#variables[name];
    if (!path) return options?.optional ? undefined : this.#problem(name, 'is not set', undefined);
    const content = this.#read(name, path);
    return content === undefined ? undefined : Buffer.from(content);
  }

  /** JSON text, turned into T by `parse`, which throws an Error that says what is wrong. */
  json<T>(name: string, parse: (value: unknown) => T): T {
    try {
      return parse(JSON.parse(this.text(name) || 'null'));
    } catch (error) {
      return this.#problem(name, `is not as it should be: ${String(error)}`, undefined as T);
    }
  }

  /** The same for a file that the variable names. */
  jsonFile<T>(name: string, parse: (value: unknown) => T): T {
    const path = this.text(name);
    try {
      return parse(JSON.parse(readFileSync(path, 'utf8')));
    } catch (error) {
      const wrong = `names a file that cannot be used: ${path}: ${String(error)}`;
      return this.#problem(name, wrong, undefined as T);
    }
  }

  #read(name: string, path: string): string | undefined {
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      return this.#problem(name, `names a file that cannot be read: ${String(error)}`, undefined);
    }
  }

  #problem<T>(name: string, what: string, standIn: T): T {
    this.problems.push(`${name} ${what}`);
    return standIn;
  }
}

/**
 * Builds a configuration from environment variables.
 * @throws ConfigError naming every problem; then nothing of the configuration may be used.
 */
export function readConfig<T>(variables: Variables, build: (environment: Environment) => T): T {
  const environment = new Environment(variables);
  const config = build(environment);
  if (environment.problems.length > 0) throw new ConfigError(environment.problems);
  return config;
}
