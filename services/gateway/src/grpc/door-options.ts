// What the parts of the door are given, and the types of the methods they serve.
import type { Services } from '@member-mesh/contracts';
import { invariant } from '@member-mesh/kernel';
import { type Implementation, invalidArgument, type ServerCall } from '@member-mesh/rpc';

import type { Forwarding } from '../app/forwarding.ts';
import type { ReadBatcher } from '../app/read-batcher.ts';
import type { Caller } from '../domain/caller.ts';
import type { CallerDirectory } from '../domain/caller-directory.ts';
import type { RawRequests } from './raw-requests.ts';

export interface DoorOptions {
  directory: () => CallerDirectory | undefined;
  batcher: ReadBatcher;
  memberQuery: Forwarding;
  memberWrite: Forwarding;
  raw: RawRequests;
}

type HandlersOf<K extends keyof Services> = NonNullable<Services[K]['types']>['handlers'];
export type QueryHandlers = Required<Implementation<HandlersOf<'memberQuery'>>>;
export type WriteHandlers = Required<Implementation<HandlersOf<'memberWrite'>>>;

/** The caller that a call was admitted for. */
export function callerOf(options: Pick<DoorOptions, 'directory'>, call: ServerCall): Caller {
  const caller = options.directory()?.named(call.caller);
  invariant(caller, `an admitted call of ${call.caller}, whom the policy does not know`);
  return caller;
}

/** Throws INVALID_ARGUMENT naming every bad field. */
export function refuseIf(violations: Parameters<typeof invalidArgument>[0]): void {
  if (violations.length > 0) throw invalidArgument(violations);
}
