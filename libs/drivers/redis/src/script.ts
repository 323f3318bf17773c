// A Lua script and its name on the server. Sent by digest, by source only to a node that does not
// know it yet.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

export type Argument = string | Buffer | number;

/** A reply of a script: numbers, byte strings, nil, and arrays of them. */
export type Reply = number | Buffer | null | Reply[];

export interface Script {
  /** For errors and metrics. */
  readonly name: string;
  readonly lua: string;
  readonly sha1: string;
}

/** A script of which calls made at the same time travel as one command; see JoinedCalls. */
export interface JoinedScript extends Script {
  readonly keysEach: number;
  readonly argumentsEach: number;
  /** Most calls in one command, which nothing else on the node can interrupt. */
  readonly callsMax: number;
}

export interface JoinedScriptParts {
  /** Lua in front of the script, seen by all calls of a command. */
  readonly shared: string;
  /** Lua that takes KEYS and ARGV of one call and returns its reply. Repeating must do no harm. */
  readonly once: string;
}

const JOINED_END = readFileSync(new URL('./joined.lua', import.meta.url), 'utf8');

export function defineScript(name: string, lua: string): Script {
  return { name, lua, sha1: createHash('sha1').update(lua).digest('hex') };
}

export function defineJoinedScript(
  name: string,
  { shared, once }: JoinedScriptParts,
  sizes: Pick<JoinedScript, 'keysEach' | 'argumentsEach' | 'callsMax'>,
): JoinedScript {
  const { keysEach, argumentsEach } = sizes;
  const lua = [
    shared,
    `local function once(KEYS, ARGV)\n${once}\nend`,
    `local KEYS_EACH, ARGUMENTS_EACH = ${keysEach}, ${argumentsEach}`,
    JOINED_END,
  ].join('\n');
  return { ...defineScript(name, lua), ...sizes };
}
