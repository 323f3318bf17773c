// How rules and callers are named, and where names of callers may stand in a rule.
const NAME = /^[a-z0-9-]{1,64}$/;
export const NAME_DESCRIPTION = "must be 1 to 64 lower-case letters, digits and '-'";

/** The caller that holds the key from the service's configuration. It is nobody's to register. */
export const BOOTSTRAP_OPERATOR = 'bootstrap-operator';

export function isName(text: string): boolean {
  return NAME.test(text);
}

/** A caller's name, or "*" for each caller. */
export function isCallerPattern(text: string): boolean {
  return text === '*' || isName(text);
}
