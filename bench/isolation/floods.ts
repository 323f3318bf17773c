// What is let loose on a gateway while orders are read: each flood with the rule that is to hold it
// and the load that goes many times over it.
import type { Rule } from '@member-mesh/contracts';

import type { Order } from '../load/order.ts';
import type { BenchMesh } from '../mesh/bench-mesh.ts';

const QUERY = '/member.v1.MemberQueryService';
const OVER = 10;
const FAR_OVER = 50;
/** Calls a second that the rules let pass: what passes costs little beside the orders. */
const MARKETING_LIMIT = 100;
const ACCOUNT_LIMIT = 50;
const CALLER_LIMIT = 20;
/** Beside what passes as well as what is refused. */
const P99 = { quantile: 0.99, name: 'p99', timesQuietMax: 1.5 };
/** What is refused is to cost others nothing; the tail of a shared machine is not of its making. */
const MEDIAN = { quantile: 0.5, name: 'median', timesQuietMax: 1.1 };
const CONNECTIONS = 4;

export interface Flood {
  name: string;
  meaning: string;
  rule: Rule;
  /** Of calls that pass; the others are refused. */
  limit: number;
  /** How the orders beside it are judged. */
  judged: { quantile: number; name: string; timesQuietMax: number };
  order: Omit<Order, 'durationMs'>;
}

type Encoded = Pick<Order, 'requests' | 'expected'>;

/** Reads of members that no cache holds: each is asked for once in a round of all of them. */
export function marketingFlood(bench: BenchMesh, cold: Encoded): Flood {
  return {
    name: 'marketing at 10 times its limit',
    meaning: 'marketing reads members that are not in the cache; what passes is within its limit',
    limit: MARKETING_LIMIT,
    judged: P99,
    rule: {
      ruleId: 'bench-marketing-flood',
      flow: { resource: 'class:marketing', threshold: MARKETING_LIMIT },
    },
    order: overLimit(target(bench, 'GetMember', 'marketing-service'), cold, OVER * MARKETING_LIMIT),
  };
}

/** One account that an order caller asks for again and again. */
export function accountFlood(bench: BenchMesh, account: Encoded): Flood {
  return {
    name: 'one account at 10 times its limit',
    meaning: 'an order caller asks for one account again and again, and for others as usual',
    limit: ACCOUNT_LIMIT,
    judged: P99,
    rule: {
      ruleId: 'bench-account-flood',
      hotspot: { resource: '*', key: 'KEY_ACCOUNT', threshold: ACCOUNT_LIMIT },
    },
    order: overLimit(
      target(bench, 'LookupAccount', 'order-service'),
      account,
      OVER * ACCOUNT_LIMIT,
    ),
  };
}

/** A caller that hardly anything passes of. */
export function callerFlood(bench: BenchMesh, reads: Encoded): Flood {
  return {
    name: 'a caller at 50 times its limit',
    meaning: 'nearly all of its calls are refused: what refusing costs those who call as usual',
    limit: CALLER_LIMIT,
    judged: MEDIAN,
    rule: {
      ruleId: 'bench-caller-flood',
      flow: { resource: '*', caller: 'ops-console', threshold: CALLER_LIMIT },
    },
    order: overLimit(target(bench, 'GetMember', 'ops-console'), reads, FAR_OVER * CALLER_LIMIT),
  };
}

function overLimit(at: Order['target'], requests: Encoded, perSecond: number): Flood['order'] {
  const pace = { kind: 'open', perSecond } as const;
  return { ...requests, target: at, connections: CONNECTIONS, pace };
}

export function target(bench: BenchMesh, method: string, caller: string): Order['target'] {
  return {
    address: bench.gateway,
    path: `${QUERY}/${method}`,
    metadata: { authorization: `Bearer ${bench.mesh.callerKey(caller)}` },
  };
}
