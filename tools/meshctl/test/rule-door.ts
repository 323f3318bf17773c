// flow-control's rules as its door tells them, kept in memory: one set, its revision and its etag.
import { loadContracts, type Rule, type RuleChange } from '@member-mesh/contracts';
import { invalidArgument, MeshError } from '@member-mesh/rpc';
import { ruleForm } from '../src/rules/rule-form.ts';
import { plainRule } from '../src/rules/rule-plain.ts';
import type { Doors } from './mesh-server.ts';

type FlowDoor = NonNullable<Doors['flowControl']>;

export class RuleDoor {
  rules: Rule[] = [];
  revision = 1;
  history: RuleChange[] = [];
  /** Runs before a set is stored: what somebody else does in between. */
  meanwhile: () => void = () => undefined;
  /** The answer to the next change is lost on its way. */
  losesAnswer = false;

  /** As if nothing had been asked of it yet. */
  reset(rules: Rule[]): void {
    Object.assign(this, new RuleDoor(), { rules });
  }

  handlers(): FlowDoor {
    return {
      ListRules: async ({ resource }) => ({
        rules: resource === '' ? this.rules : [],
        ...this.#stored(),
      }),
      ReplaceRules: async ({ rules, etag, validateOnly }) => {
        const violations = rules.flatMap((rule, at) => violationsOf(rule as Rule, at));
        if (violations.length > 0) throw invalidArgument(violations);
        return this.#replace(rules, { etag, validateOnly });
      },
      RollBackRules: async ({ revision, etag, validateOnly }) => {
        if (revision !== 1) {
          const message = `revision ${revision} is not kept any more`;
          throw new MeshError({ kind: 'NOT_FOUND', reason: 'REVISION_NOT_KEPT', message });
        }
        return this.#replace([], { etag, validateOnly });
      },
      ListRuleHistory: async ({ ruleId, pageSize, pageToken }) => {
        const asked = this.history.filter(({ after, before }) => {
          return ruleId === '' || (after ?? before)?.ruleId === ruleId;
        });
        const from = Number(pageToken);
        const changes = asked.slice(from, from + pageSize);
        const end = from + changes.length;
        return { changes, nextPageToken: end < asked.length ? String(end) : '' };
      },
    };
  }

  #stored() {
    return { revision: this.revision, etag: `set-${this.revision}` };
  }

  #replace(after: Rule[], { etag, validateOnly }: { etag: string; validateOnly: boolean }) {
    if (!validateOnly) this.meanwhile();
    if (etag !== '' && etag !== `set-${this.revision}`) {
      const message = 'the rules are not those with this etag';
      throw new MeshError({ kind: 'ABORTED', reason: 'ETAG_MISMATCH', message });
    }
    const changes = changesOf(this.rules, after, this.revision + 1);
    if (!validateOnly && changes.length > 0) {
      this.rules = after;
      this.revision++;
      this.history.unshift(...changes);
      if (this.losesAnswer) {
        throw new MeshError({ kind: 'UNAVAILABLE', reason: 'UNAVAILABLE', message: 'cut off' });
      }
    }
    return { rules: after, ...this.#stored(), changes };
  }
}

const form = ruleForm(loadContracts());

function saying(rule: Rule | null): string {
  return rule ? JSON.stringify(plainRule(rule, form)) : '';
}

function violationsOf({ flow }: Rule, at: number) {
  if (!flow || Number(flow.threshold ?? 0) > 0) return [];
  return [{ field: `rules[${at}].flow.threshold`, description: 'must be above 0' }];
}

function changesOf(before: readonly Rule[], after: readonly Rule[], revision: number) {
  const ids = [...new Set([...before, ...after].map(({ ruleId }) => ruleId))].sort();
  const find = (rules: readonly Rule[], id: string | undefined) => {
    return rules.find(({ ruleId }) => ruleId === id) ?? null;
  };
  const changeTime = { seconds: 1_700_000_000, nanos: 0 };
  return ids
    .map((id) => ({ before: find(before, id), after: find(after, id) }))
    .filter(({ before: was, after: is }) => saying(was) !== saying(is))
    .map((change) => ({ ...change, revision, changeTime, changedBy: 'ops-console' }));
}
