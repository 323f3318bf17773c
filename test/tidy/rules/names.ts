// Names and places: a file says what it is about, and every service has the same rooms.
import { written, type Finding, type Rule } from './rule.ts';

const drawers = /^(?:utils?|helpers?|common|commons|shared|misc|stuff|managers?|base|data\d*|lib)$/;
const drawerSuffix = /-(?:utils?|helpers?|managers?|misc)$/;
const kebab = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

function stem(name: string): string {
  return name.split('.')[0] ?? name;
}

export const wholeNames: Rule = {
  name: 'files and folders are named for what is in them, in kebab-case',
  check: (tree) =>
    written(tree, /^(?:libs|services|tools|test|bench)\/.*\.(?:ts|mjs|js|sql|lua|sh)$/).flatMap(
      ([path]) =>
        path.split('/').flatMap((part): Finding[] => {
          const name = stem(part);
          if (drawers.test(name) || drawerSuffix.test(name)) {
            return [{ path, problem: `"${name}" is a drawer, not a name` }];
          }
          return kebab.test(name) ? [] : [{ path, problem: `"${name}" is not kebab-case` }];
        }),
    ),
};

const rooms = /^(?:grpc|consume|http|app|domain|adapters)\//;
const doorFiles = new Set(['main.ts', 'config.ts', 'compose.ts']);

function topLevel(path: string, inside: string): Finding[] {
  const name = inside.replace(/\.i?test\.ts$/, '.ts');
  if (rooms.test(inside) || doorFiles.has(name)) return [];
  return [{ path, problem: 'a service has main, config, compose and its rooms, nothing beside' }];
}

/** Long enough for a wiring diagram, too short for a decision. */
const mainLinesMax = 40;

export const sameRooms: Rule = {
  name: 'every service has the same rooms, and its main.ts is a wiring diagram',
  check: (tree) => {
    const services = new Map<string, Set<string>>();
    const findings: Finding[] = [];
    for (const [path, text] of written(tree, /^services\/[^/]+\/src\/.+/)) {
      const [, service = '', , ...rest] = path.split('/');
      const inside = rest.join('/');
      services.set(service, (services.get(service) ?? new Set()).add(inside));
      findings.push(...topLevel(path, inside));
      if (inside === 'main.ts' && text.split('\n').length > mainLinesMax) {
        findings.push({ path, problem: `is longer than ${mainLinesMax} lines` });
      }
    }
    for (const [service, files] of services) {
      for (const file of doorFiles) {
        if (!files.has(file))
          findings.push({ path: `services/${service}/src/${file}`, problem: 'is missing' });
      }
    }
    return findings;
  },
};
