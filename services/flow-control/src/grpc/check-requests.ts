// The bounds of fields that no rule and no caller has, as flow_control_service.proto has them.
import {
  type DeleteRuleRequest__Output,
  type FieldViolation,
  type ListRuleHistoryRequest__Output,
  type ListRulesRequest__Output,
  PAGE_SIZE_MAX,
  type RotateCallerKeyRequest__Output,
  Violations,
  violationsOfBytes,
  violationsOfNumber,
  violationsOfVersion,
  type WatchPolicyRequest__Output,
} from '@member-mesh/contracts';
import { timeField } from '@member-mesh/flow-policy';
import { invalidArgument } from '@member-mesh/rpc';

import { isName, NAME_DESCRIPTION } from '../domain/names.ts';
import { ETAG_BYTES_MAX, RESOURCE_BYTES_MAX } from '../domain/rules/limits.ts';

const GATEWAY_ID = /^[\x21-\x7e]{1,128}$/;
const PAGE_TOKEN = /^\d{0,15}$/;

export function checkListRules({ resource }: ListRulesRequest__Output): void {
  refuse(violationsOfBytes(resource, 'resource', RESOURCE_BYTES_MAX));
}

export function violationsOfEtag(etag: string, field: string): FieldViolation[] {
  return violationsOfBytes(etag, field, ETAG_BYTES_MAX);
}

export function checkDeleteRule({ ruleId, etag }: DeleteRuleRequest__Output): void {
  refuse([...violationsOfName(ruleId, 'rule_id'), ...violationsOfEtag(etag, 'etag')]);
}

export function checkRuleHistory(request: ListRuleHistoryRequest__Output): void {
  const { ruleId, pageSize, pageToken } = request;
  const isToken = PAGE_TOKEN.test(pageToken);
  refuse([
    ...(ruleId === '' ? [] : violationsOfName(ruleId, 'rule_id')),
    ...violationsOfNumber(pageSize, 'page_size', { min: 0, max: PAGE_SIZE_MAX }),
    ...(isToken ? [] : [{ field: 'page_token', description: 'is not a next_page_token' }]),
  ]);
}

/** How long the old key stays valid; its bounds are the domain's. */
export function readOverlap({ name, overlap }: RotateCallerKeyRequest__Output): number {
  const violations = new Violations('', violationsOfName(name, 'name'));
  const { overlapMs = 0 } = timeField('overlapMs', overlap, { violations, field: 'overlap' });
  refuse(violations.found);
  return overlapMs;
}

export function checkWatchPolicy(request: WatchPolicyRequest__Output): void {
  const { gatewayId, knownRevision } = request;
  const description = 'must be 1 to 128 printable ASCII characters';
  refuse([
    ...(GATEWAY_ID.test(gatewayId) ? [] : [{ field: 'gateway_id', description }]),
    ...violationsOfVersion(knownRevision, 'known_revision'),
  ]);
}

function violationsOfName(name: string, field: string): FieldViolation[] {
  return isName(name) ? [] : [{ field, description: NAME_DESCRIPTION }];
}

function refuse(violations: readonly FieldViolation[]): void {
  if (violations.length > 0) throw invalidArgument(violations);
}
