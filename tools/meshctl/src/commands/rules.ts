// rules: what limits callers. Here single rules, as JSON documents that can be listed, edited and
// stored again; whole sets are in the files beside this one.
import type { Rule, Rule__Output } from '@member-mesh/contracts';
import type { Command } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { usage } from '../failure.ts';
import { type Json, presentable, wireOf } from '../output/presentable.ts';
import { table } from '../output/table.ts';
import type { Session, Shell } from '../session.ts';
import { calling } from './flow-calls.ts';
import { readInput } from './read-input.ts';
import { addRuleSetCommands } from './rules-apply.ts';
import { addExplainCommand } from './rules-explain.ts';
import { addRuleReadCommands } from './rules-read.ts';

interface PutOptions {
  validateOnly?: boolean;
}

export function addRuleCommands(program: Command, shell: Shell): void {
  const rules = program.command('rules').description('what limits callers');
  rules
    .command('list')
    .description('every rule, or those of one resource')
    .option('--resource <resource>', 'such as /member.v1.MemberQueryService/GetMember', '')
    .action((options: { resource: string }, command: Command) =>
      shell.run(command, (session) => listRules(session, options.resource)),
    );
  rules
    .command('put')
    .description('create or replace a rule: a JSON document as rules list --output json shows it')
    .argument('<file>', 'or - for stdin')
    .option('--validate-only', 'check it and store nothing')
    .action((path: string, options: PutOptions, command: Command) =>
      shell.run(command, (session) => putRule(session, path, options)),
    );
  rules
    .command('delete')
    .description('remove a rule')
    .argument('<rule_id>')
    .option('--etag <etag>', 'only when this is the stored one', '')
    .action((ruleId: string, options: { etag: string }, command: Command) =>
      shell.run(command, (session) => deleteRule(session, ruleId, options.etag)),
    );
  addRuleSetCommands(rules, shell);
  addRuleReadCommands(rules, shell);
  addExplainCommand(rules, shell);
}

async function listRules(session: Session, resource: string): Promise<number> {
  const answer = await session.mesh.flowControl().ListRules({ resource }, calling(session));
  await session.output.answer(answer, ({ rules }) =>
    table(['rule', 'kind', 'mode', 'resource', 'description'], rules.map(ruleCells)),
  );
  return exitCodes.ok;
}

function ruleCells(rule: Rule__Output): string[] {
  const { kind = '', ruleId, mode, description } = rule;
  const { flow, hotspot, degrade, access } = rule;
  const resource = [flow, hotspot, degrade, access].find((each) => each)?.resource ?? '';
  const applied = mode === 'MODE_UNSPECIFIED' ? 'MODE_ENFORCE' : mode;
  return [ruleId, kind, applied.replace('MODE_', '').toLowerCase(), resource, description];
}

async function putRule(session: Session, path: string, options: PutOptions): Promise<number> {
  const text = await readInput(session, path);
  const request = { rule: parseRule(path, text.toString('utf8')), ...options };
  const answer = await session.mesh.flowControl().PutRule(request, calling(session));
  const done = options.validateOnly ? 'is valid; nothing is stored' : 'is stored';
  await session.output.answer(answer, ({ rule, revision }) => {
    const name = rule?.ruleId ?? request.rule.ruleId;
    return `rule ${name} ${done} (revision ${revision})\n`;
  });
  return exitCodes.ok;
}

function parseRule(path: string, text: string): Rule {
  try {
    const json = JSON.parse(text) as Json;
    if (typeof json === 'object' && json !== null && !Array.isArray(json)) {
      return wireOf(json) as Rule;
    }
  } catch (error) {
    throw usage(`${path} cannot be used as a rule: ${(error as Error).message}`);
  }
  throw usage(`${path} must hold one JSON object, such as ${JSON.stringify(presentable(EXAMPLE))}`);
}

const EXAMPLE: Rule = {
  ruleId: 'marketing-reads',
  flow: {
    resource: 'class:marketing',
    threshold: 1000,
    metric: 'METRIC_COST',
    window: { seconds: 1, nanos: 0 },
  },
};

async function deleteRule(session: Session, ruleId: string, etag: string): Promise<number> {
  const request = { ruleId, etag };
  const { revision } = await session.mesh.flowControl().DeleteRule(request, calling(session));
  await session.output.answer(
    { deleted: ruleId, revision },
    () => `${ruleId} is no rule any more\n`,
  );
  return exitCodes.ok;
}
