// rules get, rules history and rules schema: what is stored, as a file that can be stored again,
// how it came to be so, and what such a file may say.
import { protoComments, type RuleChange__Output } from '@member-mesh/contracts';
import type { Command } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { CommandFailure } from '../failure.ts';
import { changedRule, renderChanges } from '../rules/rule-changes.ts';
import { ruleForm } from '../rules/rule-form.ts';
import { plainRule } from '../rules/rule-plain.ts';
import { ruleFileSchema, schemaText } from '../rules/rule-schema.ts';
import { writeRuleFile } from '../rules/write-rule-file.ts';
import type { Session, Shell } from '../session.ts';
import { calling, readStoredRules } from './flow-calls.ts';
import { timeText } from './member-view.ts';
import { wholeNumber } from './parse-options.ts';

const PAGE_SIZE_MAX = 200;
const HISTORY_DEFAULT = 20;
const HISTORY_MAX = 10_000;

export function addRuleReadCommands(rules: Command, shell: Shell): void {
  rules
    .command('get')
    .description('the stored rules as a file that rules apply takes')
    .argument('[rule_id]', 'default: all of them')
    .action((ruleId: string | undefined, _options: object, command: Command) =>
      shell.run(command, (session) => getRules(session, ruleId)),
    );
  rules
    .command('history')
    .description('who changed what and when, newest first')
    .argument('[rule_id]', 'default: all of them')
    .option('--limit <n>', 'how many', wholeNumber(1, HISTORY_MAX), HISTORY_DEFAULT)
    .action((ruleId: string | undefined, options: { limit: number }, command: Command) =>
      shell.run(command, (session) => showHistory(session, ruleId ?? '', options.limit)),
    );
  rules
    .command('schema')
    .description('the JSON schema of rule files, for editors')
    .action((_options: object, command: Command) => shell.run(command, showSchema));
}

async function getRules(session: Session, ruleId: string | undefined): Promise<number> {
  const form = ruleForm(session.mesh.contracts);
  const { rules: stored, revision, etag } = await readStoredRules(session);
  const asked = stored.filter((rule) => ruleId === undefined || rule.ruleId === ruleId);
  if (ruleId !== undefined && asked.length === 0) {
    const message = `there is no rule ${ruleId}; meshctl rules list shows which there are`;
    throw new CommandFailure(exitCodes.notFound, 'RULE_NOT_FOUND', message);
  }
  const rules = asked.map((rule) => plainRule(rule, form));
  const others = stored.length - asked.length;
  const remarks = [
    `Revision ${revision}, etag ${etag}.`,
    ...(others > 0 ? [`Applied as it is, this deletes the ${others} other rules.`] : []),
  ];
  await session.output.answer({ rules, revision, etag }, () => writeRuleFile({ rules, remarks }));
  return exitCodes.ok;
}

async function showHistory(session: Session, ruleId: string, limit: number): Promise<number> {
  const form = ruleForm(session.mesh.contracts);
  const found = await readHistory(session, ruleId, limit);
  const changes = found.map(({ revision, changeTime, changedBy, before, after }) => ({
    ...{ revision, change_time: changeTime, changed_by: changedBy },
    ...changedRule({ before, after }, form),
  }));
  await session.output.answer({ changes }, () => {
    if (changes.length === 0) return 'nothing was ever changed, as far as the history goes\n';
    return changes.map(renderRevision).join('');
  });
  return exitCodes.ok;
}

async function readHistory(
  session: Session,
  ruleId: string,
  limit: number,
): Promise<RuleChange__Output[]> {
  const client = session.mesh.flowControl();
  const changes: RuleChange__Output[] = [];
  let pageToken = '';
  do {
    const pageSize = Math.min(PAGE_SIZE_MAX, limit - changes.length);
    const request = { ruleId, pageSize, pageToken };
    const page = await client.ListRuleHistory(request, calling(session));
    changes.push(...page.changes.slice(0, pageSize));
    pageToken = page.nextPageToken;
  } while (pageToken !== '' && changes.length < limit);
  return changes;
}

type Revision = ReturnType<typeof changedRule> & {
  revision: number;
  change_time: RuleChange__Output['changeTime'];
  changed_by: string;
};

/** One change made several rules others: its line stands once, above the first of them. */
function renderRevision(change: Revision, at: number, all: readonly Revision[]): string {
  const head = `revision ${change.revision}  ${timeText(change.change_time)}  ${change.changed_by}\n`;
  const isSame = all[at - 1]?.revision === change.revision;
  return `${isSame ? '' : head}${renderChanges([change])}`;
}

async function showSchema({ mesh, output }: Session): Promise<number> {
  const source = { rule: ruleForm(mesh.contracts), comments: protoComments('flow/v1') };
  await output.raw(schemaText(ruleFileSchema(source)));
  return exitCodes.ok;
}
