// What the service's own user may do. Other users' rights are seen only by those users themselves.
import { fault, type Rule } from './finding.ts';
import type { RightsSight } from './sight.ts';

interface Privileges {
  cluster: readonly string[];
  indices: readonly { names: readonly string[]; privileges: readonly string[] }[];
}

/** What sync-worker needs, and what would let it harm what is not its own. */
const NEEDED: Privileges = {
  cluster: ['monitor'],
  indices: [{ names: ['member*', 'account*'], privileges: ['read', 'write', 'manage'] }],
};
const FORBIDDEN: Privileges = {
  cluster: ['manage', 'manage_security', 'all'],
  indices: [{ names: ['*'], privileges: ['read', 'write', 'manage'] }],
};

/** The privileges to ask about. */
export const QUESTIONED: Privileges = {
  cluster: [...NEEDED.cluster, ...FORBIDDEN.cluster],
  indices: [...NEEDED.indices, ...FORBIDDEN.indices],
};

function namesOf({ cluster, indices }: Privileges): string[] {
  const onIndices = indices.flatMap(({ names, privileges }) =>
    names.flatMap((name) => privileges.map((privilege) => `${privilege} on ${name}`)),
  );
  return [...cluster, ...onIndices];
}

/** `held`: those that the user has, as "monitor" or "read on member*". */
export function rightsSight(user: string, held: readonly string[]): RightsSight {
  return {
    user,
    missing: namesOf(NEEDED).filter((name) => !held.includes(name)),
    excess: namesOf(FORBIDDEN).filter((name) => held.includes(name)),
  };
}

export const leastRights: Rule = {
  name: 'least-rights',
  judge: ({ rights: { user, missing, excess } }) => ({
    summary: `${user} may do what sync-worker needs and nothing beyond`,
    problems: [
      ...excess.map((right) =>
        fault(`${user} has the right ${right}`, `take it from the role ${user} in roles.yml`),
      ),
      ...missing.map((right) =>
        fault(`${user} lacks the right ${right}`, `give it to the role ${user} in roles.yml`),
      ),
    ],
  }),
};
