// A home belongs to a person: a mesh removes what it made and puts nothing among strangers' files.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { layoutOf, makeLayout } from './layout.ts';
import { emptyState, writeState } from './state.ts';
import { refuseStrangers, wipe } from './wipe.ts';

const folder = mkdtempSync(join(tmpdir(), 'mesh-wipe-'));
afterAll(() => rmSync(folder, { recursive: true }));
chmodSync(folder, 0o755);

let homes = 0;

function made(): ReturnType<typeof layoutOf> {
  homes += 1;
  const layout = layoutOf(join(folder, `home-${homes}`), undefined);
  makeLayout(layout);
  writeState(layout.stateFile, emptyState);
  for (const path of [layout.keys, layout.logs]) writeFileSync(join(path, 'file'), 'ours');
  mkdirSync(layout.sample);
  return layout;
}

describe('wiping a mesh', () => {
  it('removes all it made, and the folder', () => {
    const layout = made();
    expect(wipe(layout)).toEqual([]);
    expect(existsSync(layout.home)).toBe(false);
  });

  it("leaves a person's files, and names them", () => {
    const layout = made();
    const thesis = join(layout.home, 'thesis.txt');
    writeFileSync(thesis, 'theirs');
    expect(wipe(layout)).toEqual(['thesis.txt']);
    expect(existsSync(thesis)).toBe(true);
    expect(existsSync(layout.keys)).toBe(false);
  });
});

describe('a new mesh', () => {
  it('is not made among the files of a person', () => {
    const layout = layoutOf(join(folder, 'work'), undefined);
    mkdirSync(layout.home);
    refuseStrangers(layout);
    writeFileSync(join(layout.home, 'thesis.txt'), 'theirs');
    expect(() => refuseStrangers(layout)).toThrow(/thesis\.txt/);
  });

  it('goes on where an earlier start left its folders, and where there is a mesh', () => {
    const layout = made();
    refuseStrangers(layout);
    rmSync(layout.stateFile);
    refuseStrangers(layout);
  });

  it('leaves the rights of a folder that was there as they are', () => {
    const layout = layoutOf(join(folder, 'private'), undefined);
    mkdirSync(layout.home, { mode: 0o700 });
    makeLayout(layout);
    expect(statSync(layout.home).mode & 0o777).toBe(0o700);
  });
});
