// Whole sets of rules over the wire: put in place, or put back as they were.
import type { ReplaceRulesResponse } from '@member-mesh/contracts';
import { wireRule } from '@member-mesh/flow-policy';

import type { Step } from '../app/change-policy.ts';
import { rollBackRules } from '../app/roll-back-rules.ts';
import { replaceRules, type RuleSetOutcome } from '../domain/change-rules.ts';
import { EMPTY_POLICY, type Policy } from '../domain/policy.ts';
import { etagOfSet } from '../domain/rule-etags.ts';
import { checkRollBack, readReplaceRules } from './check-requests.ts';
import { wireChange } from './change-to-wire.ts';
import type { DoorOptions, Handlers } from './door-options.ts';
import { settled, told } from './errors.ts';

type RuleSetHandlers = Pick<Handlers, 'ReplaceRules' | 'RollBackRules'>;

export function createRuleSetHandlers(options: DoorOptions): RuleSetHandlers {
  const { store, catalogue } = options;
  return {
    ReplaceRules: (request, call) => {
      const rules = readReplaceRules(request, catalogue);
      const { etag, validateOnly } = request;
      return changeSet(options, { event: 'rules-replaced', call, validateOnly }, (policy, nowMs) =>
        replaceRules(policy, { rules, etag, catalogue }, { changedBy: call.caller, nowMs }),
      );
    },
    RollBackRules: (request, call) => {
      checkRollBack(request);
      const { revision, etag, validateOnly } = request;
      return changeSet(
        options,
        { event: 'rules-rolled-back', call, validateOnly },
        (policy, nowMs) => {
          const author = { changedBy: call.caller, nowMs };
          return rollBackRules({ policy, store }, { revision, etag, catalogue }, author);
        },
      );
    },
  };
}

interface SetChange {
  event: string;
  call: { caller: string; signal: AbortSignal };
  validateOnly: boolean;
}

async function changeSet(
  { changer, feed, logger }: DoorOptions,
  { event, call, validateOnly }: SetChange,
  step: Step<RuleSetOutcome>,
): Promise<ReplaceRulesResponse> {
  if (validateOnly) {
    const { policy, changes } = settled(await told(changer.preview(step, call.signal)));
    // A look tells the set that is stored, so that a change can ask for that very one.
    return answerOf(feed.current ?? EMPTY_POLICY, { policy, changes });
  }
  const { policy, changes } = settled(await told(changer.change(step, call.signal)));
  const { revision } = policy;
  logger.info({ event, revision, by: call.caller, changes: changes.length });
  return answerOf(policy, { policy, changes });
}

function answerOf(
  { revision, rules: stored }: Policy,
  { policy, changes }: RuleSetOutcome,
): ReplaceRulesResponse {
  const set = { revision, etag: etagOfSet(stored) };
  return { ...set, rules: policy.rules.map(wireRule), changes: changes.map(wireChange) };
}
