// The Lua scripts of the cache, each with the part that all of them share in front.
import { readFileSync } from 'node:fs';

import {
  defineJoinedScript,
  defineScript,
  type JoinedScript,
  type Script,
} from '@member-mesh/driver-redis';

const ALONE = ['take', 'fill'] as const;

/**
 * How many keys and arguments a call has, and how many calls one command may hold: it takes a
 * node's time from readers, about 10 microseconds a key, and a beat looks at many pins.
 */
const JOINED = {
  lock: { keysEach: 3, argumentsEach: 3, callsMax: 100 },
  fence: { keysEach: 3, argumentsEach: 3, callsMax: 100 },
  unlock: { keysEach: 3, argumentsEach: 3, callsMax: 100 },
  poll: { keysEach: 1, argumentsEach: 0, callsMax: 128 },
  beat: { keysEach: 2, argumentsEach: 13, callsMax: 4 },
} as const;

export type CacheScripts = Readonly<Record<(typeof ALONE)[number], Script>> &
  Readonly<Record<keyof typeof JOINED, JoinedScript>>;

/** Parts of fill.lua that a fill may go without, only for tests. */
export type FillVariant = 'fill-floor' | 'fill-token';

/** Reads the scripts from disk. */
export function loadScripts(fillWithout?: FillVariant): CacheScripts {
  const read = (name: string): string =>
    readFileSync(new URL(`./scripts/${name}.lua`, import.meta.url), 'utf8');
  const shared = read('entry');
  const alone = ALONE.map((name) => {
    const whole = read(name);
    const script = name === 'fill' && fillWithout ? withoutPart(whole, fillWithout) : whole;
    return [name, defineScript(name, `${shared}\n${script}`)];
  });
  const joined = Object.entries(JOINED).map(([name, sizes]) => [
    name,
    defineJoinedScript(name, { shared, once: read(name) }, sizes),
  ]);
  return Object.fromEntries([...alone, ...joined]) as CacheScripts;
}

/** The script without what it has between the marks of a part. Throws when it has no such part. */
export function withoutPart(script: string, part: string): string {
  const marks = { begin: `-- begin ${part}\n`, end: `-- end ${part}\n` };
  const [before, between, ...more] = script.split(marks.begin);
  const [removed, after, ...others] = between?.split(marks.end) ?? [];
  const isOnePart = more.length === 0 && others.length === 0 && removed?.trim() !== '';
  if (before === undefined || after === undefined || !isOnePart) {
    throw new Error(`the script does not have "${part}" once, between its marks`);
  }
  return before + after;
}
