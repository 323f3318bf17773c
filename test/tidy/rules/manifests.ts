// Package manifests and the lock file: what is installed is exactly what was chosen, from
// whichever registry the machine is set to.
import type { Tree } from '../tree.ts';
import { type Finding, type Rule } from './rule.ts';

interface Manifest {
  name?: string;
  version?: string;
  private?: boolean;
  type?: string;
  license?: string;
  workspaces?: string[];
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

interface LockedPackage extends Manifest {
  resolved?: string;
  integrity?: string;
  link?: boolean;
  os?: string[];
  cpu?: string[];
}

const dependencyKinds = [
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'peerDependencies',
] as const;

function manifests(tree: Tree): [path: string, manifest: Manifest][] {
  return [...tree]
    .filter(([path]) => /(?:^|\/)package\.json$/.test(path))
    .map(([path, text]) => [path, JSON.parse(text) as Manifest]);
}

const exact = /^\d+\.\d+\.\d+(?:-[\w.]+)?$/;

export const pinnedVersions: Rule = {
  name: 'every dependency is pinned to one version',
  check: (tree) =>
    manifests(tree).flatMap(([path, manifest]) =>
      dependencyKinds.flatMap((kind) =>
        Object.entries(manifest[kind] ?? {}).flatMap(([name, version]): Finding[] =>
          exact.test(version)
            ? []
            : [{ path, problem: `${name} is "${version}", not one version` }],
        ),
      ),
    ),
};

export const plainManifests: Rule = {
  name: 'every package is private, an ES module, of the version of the whole; the root has a license',
  check: (tree) => {
    const all = manifests(tree);
    const root = all.find(([path]) => path === 'package.json')?.[1];
    const licensed =
      root?.license === undefined
        ? [{ path: 'package.json', problem: 'has no license field' }]
        : [];
    return [
      ...licensed,
      ...all.flatMap(([path, manifest]): Finding[] => {
        const wrong = [
          manifest.private === true ? '' : 'is not private',
          manifest.type === 'module' ? '' : 'is not an ES module',
          manifest.version === root?.version ? '' : 'has a version of its own',
        ];
        return wrong.filter((problem) => problem !== '').map((problem) => ({ path, problem }));
      }),
    ];
  },
};

const lockPath = 'package-lock.json';

function lockedPackages(tree: Tree): Record<string, LockedPackage> {
  const text = tree.get(lockPath);
  return text === undefined
    ? {}
    : (JSON.parse(text) as { packages: Record<string, LockedPackage> }).packages;
}

/** Whether the package is ever installed on what the mesh runs on: Linux on x64 or arm64. */
function installedHere({ os, cpu }: LockedPackage): boolean {
  const runsOn = (names: string[] | undefined, ours: string[]): boolean =>
    names === undefined || names.some((name) => ours.includes(name));
  return runsOn(os, ['linux']) && runsOn(cpu, ['x64', 'arm64', 'wasm32']);
}

export const portableLock: Rule = {
  name: 'the lock file names no registry and proves what it installs',
  check: (tree) =>
    Object.entries(lockedPackages(tree)).flatMap(([folder, locked]): Finding[] => {
      if (locked.link === true || !folder.includes('node_modules/')) return [];
      const findings: Finding[] = [];
      if (locked.resolved !== undefined) {
        findings.push({ path: lockPath, problem: `${folder} names a registry` });
      }
      if (locked.integrity === undefined && installedHere(locked)) {
        findings.push({ path: lockPath, problem: `${folder} has no checksum` });
      }
      return findings;
    }),
};

/** Whether `name`, as seen from `folder`, is in the lock: beside it, or in a folder above. */
function locates(packages: Record<string, LockedPackage>, folder: string, name: string): boolean {
  if (packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`]) return true;
  if (folder === '') return false;
  const above = folder.lastIndexOf('/node_modules/');
  return locates(packages, above < 0 ? '' : folder.slice(0, above), name);
}

export const completeLock: Rule = {
  name: 'the lock file has the optional packages of every platform, as npm ci demands',
  check: (tree) => {
    const packages = lockedPackages(tree);
    return Object.entries(packages).flatMap(([folder, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter((name) => !locates(packages, folder, name))
        .map((name) => ({ path: lockPath, problem: `${name} of ${folder} is missing` })),
    );
  },
};

function sameDependencies(locked: Manifest, manifest: Manifest): boolean {
  return dependencyKinds.every((kind) => {
    const sorted = (entries: Record<string, string> | undefined): string =>
      JSON.stringify(Object.entries(entries ?? {}).sort());
    return sorted(locked[kind]) === sorted(manifest[kind]);
  });
}

export const currentLock: Rule = {
  name: 'the lock file is that of the manifests',
  check: (tree) => {
    const packages = lockedPackages(tree);
    return manifests(tree).flatMap(([path, manifest]): Finding[] => {
      const locked = packages[path.replace(/\/?package\.json$/, '')];
      if (locked !== undefined && sameDependencies(locked, manifest)) return [];
      return [
        { path: lockPath, problem: `is behind ${path}: run npm install --package-lock-only` },
      ];
    });
  },
};

const registry =
  /registry\s*=|https?:\/\/[\w.-]*(?:registry|nexus|artifactory|verdaccio|npmmirror)[\w.-]*/i;

export const anyRegistry: Rule = {
  name: 'no file ties the repository to one package registry',
  check: (tree) =>
    [...tree]
      .filter(([path]) =>
        /(?:^|\/)(?:\.npmrc|package(?:-lock)?\.json|Dockerfile|settings\.xml|pom\.xml)$/.test(path),
      )
      .filter(([, text]) => registry.test(text))
      .map(([path]) => ({ path, problem: 'names a package registry' })),
};
