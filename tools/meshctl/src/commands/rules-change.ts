// Changes a whole rule set: first it is told what would change, then it is changed, and only if it
// is still the one that was looked at.
import type { RuleChange__Output } from '@member-mesh/contracts';
import { isMeshError } from '@member-mesh/rpc';
import { exitCodes } from '../exit-codes.ts';
import { CommandFailure } from '../failure.ts';
import { type ChangedRule, changedRule, renderChanges } from '../rules/rule-changes.ts';
import { ruleForm } from '../rules/rule-form.ts';
import type { Session } from '../session.ts';
import { readStoredRules, type StoredRules } from './flow-calls.ts';

export interface ChangeOptions {
  dryRun?: true;
  yes?: true;
  /** Of the set that must be stored; else of the one that is. */
  etag?: string;
}

export interface ChangeRequest {
  etag: string;
  validateOnly: boolean;
}

/** The calls that change a set, ReplaceRules and RollBackRules, as one. */
export type ChangeCall = (
  request: ChangeRequest,
) => Promise<StoredRules & { changes: RuleChange__Output[] }>;

interface Answer {
  stored: boolean;
  /** How many rules there are then. */
  rules: number;
  revision: number;
  etag: string;
  changes: ChangedRule[];
}

export async function changeRules(
  session: Session,
  options: ChangeOptions,
  call: ChangeCall,
): Promise<number> {
  const before = await readStoredRules(session);
  const etag = options.etag ?? before.etag;
  const tried = await told(call({ etag, validateOnly: true }));
  const answer = answerOf(session, tried);
  if (options.dryRun || answer.changes.length === 0) return await show(session, answer);
  refuseManyDeletions(session, { before, options, answer });
  const made = await told(call({ etag, validateOnly: false }));
  return await show(session, { ...answerOf(session, made), stored: true });
}

function answerOf(session: Session, tried: Awaited<ReturnType<ChangeCall>>): Answer {
  const form = ruleForm(session.mesh.contracts);
  const { rules, revision, etag } = tried;
  const changes = tried.changes.map((change) => changedRule(change, form));
  return { stored: false, rules: rules.length, revision, etag, changes };
}

async function show(session: Session, answer: Answer): Promise<number> {
  await session.output.answer(answer, render);
  return exitCodes.ok;
}

function render({ stored, rules, revision, changes }: Answer): string {
  if (changes.length === 0) return `nothing changes: ${rules} rules (revision ${revision})\n`;
  const counts = (['created', 'changed', 'deleted'] as const)
    .map((kind) => [changes.filter(({ change }) => change === kind).length, kind] as const)
    .filter(([count]) => count > 0)
    .map(([count, kind]) => `${count} ${kind}`);
  const done = stored ? `${rules} rules are stored (revision ${revision})` : 'nothing is stored';
  return `${renderChanges(changes)}${counts.join(', ')}; ${done}\n`;
}

/** A file of a few rules that somebody takes for a change would take all others away. */
function refuseManyDeletions(
  session: Session,
  { before, options, answer }: { before: StoredRules; options: ChangeOptions; answer: Answer },
): void {
  const deleted = answer.changes.filter(({ change }) => change === 'deleted');
  if (options.yes || deleted.length * 2 <= before.rules.length) return;
  session.output.note(render(answer).trimEnd());
  const message =
    `this deletes ${deleted.length} of the ${before.rules.length} rules that are stored, ` +
    'for a set that is put in place is the whole set; nothing was changed: give --yes when it is meant';
  throw new CommandFailure(exitCodes.usage, 'MANY_DELETED', message);
}

async function told<T>(change: Promise<T>): Promise<T> {
  try {
    return await change;
  } catch (error) {
    if (isMeshError(error) && error.reason === 'ETAG_MISMATCH') {
      const message =
        'the stored rules are not those of the etag: somebody changed them, and nothing was stored; ' +
        'meshctl rules history shows what they did, then run the command again';
      throw new CommandFailure(exitCodes.failed, error.reason, message);
    }
    if (isMeshError(error) && error.reason === 'OUTCOME_UNKNOWN') {
      const message =
        'the answer was lost, and with it whether the rules were stored: run the command again, ' +
        'it changes nothing where they were';
      throw new CommandFailure(exitCodes.unavailable, error.reason, message);
    }
    throw error;
  }
}
