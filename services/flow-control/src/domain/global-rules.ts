// The rules whose threshold holds over all gateways together: what is lent to gateways in shares.
import { flowIdentityOf, type LeaseTimes, WINDOW_MS_DEFAULT } from '@member-mesh/flow-engine';

import type { Policy } from './policy.ts';
import { generationOf } from './revision.ts';
import { revisionOf } from './rule-etags.ts';

export interface GlobalRule {
  ruleId: string;
  /** What the engines of gateways tell rules apart by: another one is another rule. */
  identity: string;
  /** The revision of the policy at which it was last changed. */
  revision: number;
  threshold: number;
  windowMs: number;
  /**
   * Made before the store last lost its contents, and with them who holds a share of it: see
   * revision.ts.
   */
  isFromBeforeLoss: boolean;
}

/** By id. */
export function globalRulesOf({ rules, revision: newest }: Policy): Map<string, GlobalRule> {
  const found = new Map<string, GlobalRule>();
  for (const rule of rules) {
    const { ruleId, kind } = rule;
    if (kind.type !== 'flow' || kind.scope !== 'global') continue;
    const { threshold, windowMs = WINDOW_MS_DEFAULT } = kind;
    const revision = revisionOf(rule);
    found.set(ruleId, {
      ...{ ruleId, identity: flowIdentityOf({ ...rule, kind }), revision, threshold, windowMs },
      isFromBeforeLoss: generationOf(revision) < generationOf(newest),
    });
  }
  return found;
}

/** A gateway that cannot reach the grantor goes on for so long with what it was lent. */
const LEASE_MS = 2_000;
/** Clocks that differ by a tenth in speed over a lease are covered. */
const MARGIN_MS = 200;
const FORGET_MS_MIN = 60_000;

export function leaseTimesOf({ windowMs }: Pick<GlobalRule, 'windowMs'>): LeaseTimes {
  const times = { windowMs, leaseMs: LEASE_MS, marginMs: MARGIN_MS };
  // What a gateway passed before it died has left every window by the time it is forgotten.
  return { ...times, forgetMs: Math.max(FORGET_MS_MIN, LEASE_MS + MARGIN_MS + windowMs) };
}
