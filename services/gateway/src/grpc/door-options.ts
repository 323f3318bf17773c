// What the parts of the door are given, and the types of the methods they serve.
import type { Services } from '@member-mesh/contracts';
import { type Implementation, invalidArgument } from '@member-mesh/rpc';

import type { Forwarding } from '../app/forwarding.ts';
import type { ReadBatcher } from '../app/read-batcher.ts';
import type { GatingOptions } from './gated.ts';
import type { RawRequests } from './raw-requests.ts';

export interface DoorOptions extends GatingOptions {
  batcher: ReadBatcher;
  memberQuery: Forwarding;
  memberWrite: Forwarding;
  raw: RawRequests;
}

type HandlersOf<K extends keyof Services> = NonNullable<Services[K]['types']>['handlers'];
export type QueryHandlers = Required<Implementation<HandlersOf<'memberQuery'>>>;
export type WriteHandlers = Required<Implementation<HandlersOf<'memberWrite'>>>;

/** Throws INVALID_ARGUMENT naming every bad field. */
export function refuseIf(violations: Parameters<typeof invalidArgument>[0]): void {
  if (violations.length > 0) throw invalidArgument(violations);
}
