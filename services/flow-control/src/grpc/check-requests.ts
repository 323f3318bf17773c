// The bounds of fields that no rule and no caller has, as flow_control_service.proto has them.
import {
  type DeleteRuleRequest__Output,
  type FieldViolation,
  type ListRuleHistoryRequest__Output,
  type ListRulesRequest__Output,
  PAGE_SIZE_DEFAULT,
  PAGE_SIZE_MAX,
  type ReplaceRulesRequest__Output,
  type RollBackRulesRequest__Output,
  type RotateCallerKeyRequest__Output,
  Violations,
  violationsOfBytes,
  violationsOfEach,
  violationsOfNumber,
  violationsOfVersion,
  type WatchPolicyRequest__Output,
} from '@member-mesh/contracts';
import { readRule, timeField } from '@member-mesh/flow-policy';
import { invalidArgument } from '@member-mesh/rpc';

import type { HistoryQuery } from '../app/list-rule-history.ts';
import type { ChangeEntry } from '../app/policy-store.ts';
import type { AskedRule } from '../domain/change-rules.ts';
import { isName, NAME_DESCRIPTION } from '../domain/names.ts';
import { RULES_MAX } from '../domain/policy.ts';
import type { MethodCatalogue } from '../domain/resource.ts';
import { ETAG_BYTES_MAX, RESOURCE_BYTES_MAX } from '../domain/rules/limits.ts';
import { violationsOfRuleSet } from '../domain/validate-rule.ts';

const GATEWAY_ID = /^[\x21-\x7e]{1,128}$/;
const PAGE_TOKEN = /^(\d{1,15})(?:\.([a-z0-9-]{1,64}))?$/;
/** After all names: where a token of the first release, a revision alone, goes on. */
const LAST_NAME = '~';

export function checkListRules({ resource }: ListRulesRequest__Output): void {
  refuse(violationsOfBytes(resource, 'resource', RESOURCE_BYTES_MAX));
}

export function violationsOfEtag(etag: string, field: string): FieldViolation[] {
  return violationsOfBytes(etag, field, ETAG_BYTES_MAX);
}

export function checkDeleteRule({ ruleId, etag }: DeleteRuleRequest__Output): void {
  refuse([...violationsOfName(ruleId, 'rule_id'), ...violationsOfEtag(etag, 'etag')]);
}

export function readRuleHistory(request: ListRuleHistoryRequest__Output): HistoryQuery {
  const { ruleId, pageSize, pageToken } = request;
  const after = readPageToken(pageToken);
  const isToken = pageToken === '' || after !== undefined;
  refuse([
    ...(ruleId === '' ? [] : violationsOfName(ruleId, 'rule_id')),
    ...violationsOfNumber(pageSize, 'page_size', { min: 0, max: PAGE_SIZE_MAX }),
    ...(isToken ? [] : [{ field: 'page_token', description: 'is not a next_page_token' }]),
  ]);
  return { ruleId, pageSize: pageSize || PAGE_SIZE_DEFAULT, after };
}

/** Page tokens are the revision and the rule that the last page ended with. */
export function pageTokenOf(entry: ChangeEntry | undefined): string {
  return entry ? `${entry.revision}.${entry.ruleId}` : '';
}

function readPageToken(token: string): ChangeEntry | undefined {
  const [, revision, ruleId = LAST_NAME] = PAGE_TOKEN.exec(token) ?? [];
  return revision === undefined ? undefined : { revision: Number(revision), ruleId };
}

/** All rules of the set, each with the etag that was seen; every fault of it at once. */
export function readReplaceRules(
  { rules, etag }: ReplaceRulesRequest__Output,
  catalogue: MethodCatalogue,
): AskedRule[] {
  const read: (AskedRule | undefined)[] = [];
  const violations = [
    ...violationsOfEtag(etag, 'etag'),
    ...violationsOfEach(rules, { field: 'rules', max: RULES_MAX }, (wire, path) => {
      const { rule, violations: found } = readRule(wire, path);
      read.push(rule && { ...rule, etag: wire.etag });
      return [...found, ...violationsOfEtag(wire.etag, `${path}.etag`)];
    }),
  ];
  refuse([...violations, ...violationsOfRuleSet(read, catalogue)]);
  return read.filter((rule) => rule !== undefined);
}

export function checkRollBack({ revision, etag }: RollBackRulesRequest__Output): void {
  refuse([
    ...(revision === 0 ? [{ field: 'revision', description: 'must be given' }] : []),
    ...violationsOfVersion(revision, 'revision'),
    ...violationsOfEtag(etag, 'etag'),
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
  refuse([
    ...violationsOfGatewayId(gatewayId),
    ...violationsOfVersion(knownRevision, 'known_revision'),
  ]);
}

export function violationsOfGatewayId(gatewayId: string): FieldViolation[] {
  if (GATEWAY_ID.test(gatewayId)) return [];
  const description = 'must be 1 to 128 printable ASCII characters';
  return [{ field: 'gateway_id', description }];
}

function violationsOfName(name: string, field: string): FieldViolation[] {
  return isName(name) ? [] : [{ field, description: NAME_DESCRIPTION }];
}

function refuse(violations: readonly FieldViolation[]): void {
  if (violations.length > 0) throw invalidArgument(violations);
}
