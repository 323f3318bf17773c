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
import { methodOf } from './method-of.ts';

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
  for (const name of SINGLE) permissions.set(methodOf(reads, name).path, 'read');
  for (const { path } of Object.values(writes.definition)) permissions.set(path, 'write');
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
