// What every part of the door is given, and the types of the methods it serves.
import type { Services } from '@member-mesh/contracts';
import type { Clock, Random } from '@member-mesh/kernel';
import type { Implementation } from '@member-mesh/rpc';
import type { Logger } from '@member-mesh/telemetry';

import type { PolicyChanger } from '../app/change-policy.ts';
import type { PolicyFeed } from '../app/policy-feed.ts';
import type { PolicyStore } from '../app/policy-store.ts';
import type { QuotaLead } from '../app/quota/quota-lead.ts';
import type { TrafficBook } from '../app/traffic-book.ts';
import type { MethodCatalogue } from '../domain/resource.ts';

export interface DoorOptions {
  feed: PolicyFeed;
  store: PolicyStore;
  changer: PolicyChanger;
  catalogue: MethodCatalogue;
  traffic: TrafficBook;
  /** Whether this process grants shares of global rules. */
  quotas: Pick<QuotaLead, 'reign'>;
  clock: Clock;
  random: Random;
  logger: Logger;
  /** Aborts when the server begins to drain. */
  draining: AbortSignal;
}

export type Handlers = Implementation<NonNullable<Services['flowControl']['types']>['handlers']>;
