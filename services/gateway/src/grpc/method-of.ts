// The definition of a method that a contract is known to have.
import type { ServiceContract } from '@member-mesh/contracts';
import { invariant } from '@member-mesh/kernel';

export function methodOf(
  { name, definition }: ServiceContract,
  method: string,
): ServiceContract['definition'][string] {
  const found = definition[method];
  invariant(found, `${name} has no method ${method}`);
  return found;
}
