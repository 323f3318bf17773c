// Refuses floods by their headers alone. Batches are not refused here: what they cost, and so when
// they would pass, is known only once they are read.
import type { ServiceContract } from '@member-mesh/contracts';
import type { Clock } from '@member-mesh/kernel';
import type { RefuseUnread } from '@member-mesh/rpc';

import { admitCaller } from '../app/admit-caller.ts';
import type { FlowGate } from '../app/flow-gate.ts';
import type { Permission } from '../domain/caller.ts';
import type { CallerDirectory } from '../domain/caller-directory.ts';
import { bearerKeyOf } from './authenticate.ts';

export interface UnreadOptions {
  directory: () => CallerDirectory | undefined;
  gate: FlowGate;
  clock: Clock;
}

/** Methods whose every call costs 1. */
const SINGLE: readonly string[] = ['GetMember', 'LookupAccount', 'SearchMembers'];

/** `reads` and `writes` are the services that callers use. */
export function createRefuseUnread(
  { directory, gate, clock }: UnreadOptions,
  { reads, writes }: { reads: ServiceContract; writes: ServiceContract },
): RefuseUnread {
  const permissions = new Map<string, Permission>();
  for (const name of SINGLE) permissions.set(pathOf(reads, name), 'read');
  for (const name of Object.keys(writes.definition)) permissions.set(pathOf(writes, name), 'write');
  return (method, { authorization }) => {
    const permission = permissions.get(method);
    const callers = directory();
    if (permission === undefined || !callers || authorization === undefined) return undefined;
    const credentials = { key: bearerKeyOf(authorization), certificateName: undefined };
    const admission = admitCaller(callers, credentials, { permission, nowMs: clock.nowMs() });
    // Whoever is not let in at all is told so where every call is.
    if (admission.kind !== 'admitted') return undefined;
    const { name: caller, trafficClass } = admission.caller;
    return gate.refuseUnread({ method, caller, trafficClass });
  };
}

function pathOf({ name, definition }: ServiceContract, method: string): string {
  return definition[method]?.path ?? `/${name}/${method}`;
}
