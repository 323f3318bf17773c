import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { systemClock, systemRandom } from '@member-mesh/kernel';
import type { Command } from 'commander';
import { describe, expect, it } from '@jest/globals';
import { EXIT_CODE_MEANINGS } from './exit-codes.ts';
import { createProgram } from './program.ts';
import { Shell } from './session.ts';

const page = readFileSync(resolve(import.meta.dirname, '../../../docs/meshctl.md'), 'utf8');

/** Rows of the table of commands that begin with this word. */
function rowsOf(word: string): string[] {
  return page.split('\n').filter((line) => line.startsWith(`| \`${word}`));
}

function program(): Command {
  const never = new AbortController().signal;
  const streams = {
    stdin: Readable.from([]),
    stdout: new PassThrough(),
    stderr: new PassThrough(),
  };
  const clocks = { clock: systemClock, random: systemRandom, stop: never, abandon: never };
  return createProgram(new Shell({ env: {}, ...streams, ...clocks }));
}

describe('docs/meshctl.md', () => {
  it('tells every exit code in the words of the program', () => {
    const plain = page.replaceAll('`', '');
    for (const [code, meaning] of Object.entries(EXIT_CODE_MEANINGS)) {
      expect(plain).toContain(`| ${code} | ${meaning} |`);
    }
  });

  it('tells every command', () => {
    const untold = program().commands.flatMap((group) => {
      const rows = rowsOf(group.name());
      const names = group.commands.map((command) => command.name());
      if (names.length === 0) return rows.length > 0 ? [] : [group.name()];
      const isTold = (name: string): boolean => rows.some((row) => row.includes(name));
      return names.filter((name) => !isTold(name)).map((name) => `${group.name()} ${name}`);
    });
    expect(untold).toEqual([]);
  });
});
