// Which callers an access rule lets through. A name weighs more than "*": with deny ["*"] and allow
// ["a"] only a passes; with allow ["*"] and deny ["b"] all but b. An allow list without "*" lets
// only those in it through; a deny list alone refuses only those in it.
import type { AccessRule } from './rule.ts';

const EVERYBODY = '*';

export function isAllowed({ allow, deny }: AccessRule, caller: string): boolean {
  if (deny.includes(caller)) return false;
  if (allow.includes(caller)) return true;
  if (deny.includes(EVERYBODY)) return false;
  return allow.length === 0 || allow.includes(EVERYBODY);
}
