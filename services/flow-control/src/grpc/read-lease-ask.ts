// flow.v1.LeaseQuotaRequest as what a gateway asks for a rule.
import { type LeaseQuotaRequest__Output, Violations } from '@member-mesh/contracts';
import type { HeldLease } from '@member-mesh/flow-engine';
import { timeField } from '@member-mesh/flow-policy';
import { invalidArgument } from '@member-mesh/rpc';

import type { RuleAsk } from '../app/quota/quota-reign.ts';
import { isName, NAME_DESCRIPTION } from '../domain/names.ts';
import { AMOUNT, WAIT_MS } from '../domain/rules/limits.ts';
import { violationsOfGatewayId } from './check-requests.ts';

const NUMBER = { min: 1, max: Number.MAX_SAFE_INTEGER, whole: true };
const REVISION = { min: 0, max: Number.MAX_SAFE_INTEGER, whole: true };
const COST = { min: 0, max: 1e12 };
const WEIGHT = { min: 0, max: 1_000 };

/** @throws INVALID_ARGUMENT naming every bad field. */
export function readLeaseAsk(wire: LeaseQuotaRequest__Output): RuleAsk {
  const { gatewayId, ruleId, policyRevision, incarnation, ask: number } = wire;
  const violations = new Violations('', violationsOfGatewayId(gatewayId));
  violations.require(isName(ruleId), 'rule_id', NAME_DESCRIPTION);
  violations.number(wire.wantedPerSecond, 'wanted_per_second', AMOUNT);
  violations.number(incarnation, 'incarnation', NUMBER);
  violations.number(number, 'ask', NUMBER);
  violations.number(wire.wanted, 'wanted', COST);
  violations.number(wire.used, 'used', COST);
  violations.number(wire.weight, 'weight', WEIGHT);
  violations.number(policyRevision, 'policy_revision', REVISION);
  const held = readHeld(wire, violations.within('held'));
  if (violations.found.length > 0) throw invalidArgument(violations.found);
  const { wanted, used } = wire;
  const ask = { gatewayId, incarnation, number, wanted, used, weight: wire.weight || 1, held };
  return { ruleId, policyRevision, ask };
}

function readHeld(
  { held }: LeaseQuotaRequest__Output,
  violations: Violations,
): HeldLease | undefined {
  if (!held) return undefined;
  const { grantId, share, fairShare } = held;
  violations.number(grantId, 'grant_id', NUMBER);
  violations.number(share, 'share', AMOUNT);
  violations.number(fairShare, 'fair_share', AMOUNT);
  const at = { violations, field: 'usable_for' };
  const { usableForMs = 0 } = timeField('usableForMs', held.usableFor, at);
  violations.duration(usableForMs, 'usable_for', WAIT_MS);
  return { grantId, share, fairShare, usableForMs };
}
