// Single rules over the wire; whole sets are rule-set-handlers.ts.
import { readRule, type StoredRule, wireRule } from '@member-mesh/flow-policy';
import { invalidArgument } from '@member-mesh/rpc';

import type { Step } from '../app/change-policy.ts';
import { listRuleHistory } from '../app/list-rule-history.ts';
import { deleteRule, putRule, type RuleOutcome } from '../domain/change-rules.ts';
import { EMPTY_POLICY } from '../domain/policy.ts';
import { etagOfSet } from '../domain/rule-etags.ts';
import { violationsOfRule } from '../domain/validate-rule.ts';
import {
  checkDeleteRule,
  checkListRules,
  pageTokenOf,
  readRuleHistory,
  violationsOfEtag,
} from './check-requests.ts';
import type { DoorOptions, Handlers } from './door-options.ts';
import { settled, told } from './errors.ts';
import { wireChange } from './change-to-wire.ts';

type RuleHandlers = Pick<Handlers, 'ListRules' | 'PutRule' | 'DeleteRule' | 'ListRuleHistory'>;

export function createRuleHandlers(options: DoorOptions): RuleHandlers {
  const { changer, feed, store, catalogue, logger } = options;
  return {
    ListRules: async (request, call) => {
      checkListRules(request);
      const { resource } = request;
      const stored = await told(feed.refresh(call.signal));
      const { rules, revision } = stored?.policy ?? EMPTY_POLICY;
      const asked = rules.filter((rule) => resource === '' || resourceOf(rule) === resource);
      return { rules: asked.map(wireRule), revision, etag: etagOfSet(rules) };
    },
    PutRule: async ({ rule: wire, validateOnly }, call) => {
      const read = readRule(wire, 'rule');
      const { rule } = read;
      const violations = [...read.violations, ...violationsOfEtag(wire?.etag ?? '', 'rule.etag')];
      if (!rule || violations.length > 0) {
        const bounds = rule ? violationsOfRule(rule, 'rule', catalogue) : [];
        throw invalidArgument([...violations, ...bounds]);
      }
      const asked = { rule: { ...rule, etag: wire?.etag ?? '' }, catalogue };
      const step: Step<RuleOutcome> = (policy, nowMs) =>
        putRule(policy, asked, { changedBy: call.caller, nowMs });
      if (validateOnly) {
        const { rule: checked } = settled(await told(changer.preview(step, call.signal)));
        return { rule: wireRule(checked), revision: feed.current?.revision ?? 0 };
      }
      const { policy, rule: stored } = settled(await told(changer.change(step, call.signal)));
      const { ruleId } = stored;
      logger.info({ event: 'rule-put', ruleId, revision: policy.revision, by: call.caller });
      return { rule: wireRule(stored), revision: policy.revision };
    },
    DeleteRule: async (request, call) => {
      checkDeleteRule(request);
      const { ruleId, etag } = request;
      const { policy } = settled(
        await told(
          changer.change(
            (before, nowMs) =>
              deleteRule(before, { ruleId, etag }, { changedBy: call.caller, nowMs }),
            call.signal,
          ),
        ),
      );
      logger.info({ event: 'rule-deleted', ruleId, revision: policy.revision, by: call.caller });
      return { revision: policy.revision };
    },
    ListRuleHistory: async (request, call) => {
      const query = readRuleHistory(request);
      const { changes, next } = await told(listRuleHistory({ feed, store }, query, call.signal));
      return { changes: changes.map(wireChange), nextPageToken: pageTokenOf(next) };
    },
  };
}

function resourceOf({ kind }: StoredRule): string | undefined {
  return kind.type === 'system' ? undefined : kind.resource;
}
