// A tree of files in a temporary folder: planted violations live there for the length of a test.
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface FixtureTree {
  root: string;
  write(path: string, text: string): Promise<void>;
  read(path: string): Promise<string>;
  /** A link at `path` to `target`, both seen from the tree's root. */
  link(path: string, target: string): Promise<void>;
  /** A link at `path` to an absolute path outside the tree. */
  linkOutside(path: string, target: string): Promise<void>;
  remove(): Promise<void>;
}

export async function createFixtureTree(): Promise<FixtureTree> {
  const root = await mkdtemp(join(tmpdir(), 'member-mesh-tidy-'));
  const linkOutside = async (path: string, target: string): Promise<void> => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await symlink(target, join(root, path));
  };
  return {
    root,
    linkOutside,
    async write(path, text) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    },
    read: (path) => readFile(join(root, path), 'utf8'),
    link: (path, target) => linkOutside(path, join(root, target)),
    remove: () => rm(root, { recursive: true, force: true }),
  };
}
