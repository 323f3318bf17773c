// The image of the services is made of files that exist, on the Node that everything else runs on.
import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../tools.ts';
import { serviceKinds } from '../topology.ts';
import { images } from './containers.ts';

const read = (file: string): string => readFileSync(join(repositoryRoot, file), 'utf8');
const dockerfile = read('docker/service.Dockerfile');

/** What is copied out of the repository. */
const sources = [...dockerfile.matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap((match) =>
  (match[1] ?? '').split(' '),
);

describe('the image of the services', () => {
  it('copies files that exist', () => {
    expect(sources.length).toBeGreaterThan(5);
    expect(sources.filter((source) => !existsSync(join(repositoryRoot, source)))).toEqual([]);
  });

  it('has the manifest of every workspace that the lock file names', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as { packages: object };
    const workspaces = Object.keys(packages).filter((path) => !/^$|node_modules\//.test(path));
    const copied = (manifest: string): boolean =>
      sources.some((source) => manifest === source || manifest.startsWith(`${source}/`));
    expect(workspaces).toContain('services/gateway');
    expect(workspaces.filter((path) => !copied(`${path}/package.json`))).toEqual([]);
  });

  it('runs on the version of Node that ./mesh fetches', () => {
    const version = /^node_version=(.*)$/m.exec(read('mesh'))?.[1];
    const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map((match) => match[1]);
    expect(bases).toEqual([`node:${version}-slim`, `node:${version}-slim`]);
  });

  it('can start each service', () => {
    for (const kind of serviceKinds) {
      expect(existsSync(join(repositoryRoot, `services/${kind}/src/main.ts`))).toBe(true);
    }
  });
});

describe('the images of the stores', () => {
  it.each(Object.values(images))('are of one exact version: %s', (image) => {
    expect(image).toMatch(/:\d+\.\d+\.\d+(-alpine)?$/);
  });
});
