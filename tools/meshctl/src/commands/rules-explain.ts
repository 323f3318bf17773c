// rules explain: every rule that stands before a call, in the order in which a gateway asks them,
// and how such calls fare now.
import { type Call, explain, type Explanation, type TrafficClass } from '@member-mesh/flow-engine';
import { readRules } from '@member-mesh/flow-policy';
import { type Command, InvalidArgumentError } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { CommandFailure, usage } from '../failure.ts';
import { table } from '../output/table.ts';
import { enforcementOf, poolOf, sayingOf } from '../rules/rule-words.ts';
import type { Session, Shell } from '../session.ts';
import { calling, readStoredRules } from './flow-calls.ts';
import { type CallsNow, readCallsNow, renderCallsNow } from './calls-now.ts';
import { wholeNumber } from './parse-options.ts';

interface ExplainOptions {
  caller: string;
  method: string;
  cost: number;
  memberId?: string;
  account?: string;
}

const COST_MAX = 1_000_000;

export function addExplainCommand(rules: Command, shell: Shell): void {
  rules
    .command('explain')
    .description('every rule that stands before a call, in order, and how such calls fare now')
    .requiredOption('--caller <name>', 'a registered caller')
    .requiredOption('--method <method>', 'GetMember, or in full')
    .option('--cost <n>', 'the items of a batch', wholeNumber(1, COST_MAX), 1)
    .option('--member-id <id>', 'a member that the call is about')
    .option('--account <account>', 'platform:account_id that the call is about', accountText)
    .action((options: ExplainOptions, command: Command) =>
      shell.run(command, (session) => explainCall(session, options)),
    );
}

function accountText(text: string): string {
  if (text.indexOf(':') > 0) return text;
  throw new InvalidArgumentError('It must be platform:account_id, such as wechat:o6_bm.');
}

async function explainCall(session: Session, options: ExplainOptions): Promise<number> {
  const method = methodOf(session, options.method);
  const trafficClass = await classOf(session, options.caller);
  const { rules: stored, revision } = await readStoredRules(session);
  const { rules, unknown } = readRules(stored);
  const { caller, cost } = options;
  const call = { method, caller, trafficClass, cost, keys: keysOf(options) };
  const now = await readCallsNow(session, { resource: method, caller });
  const answer = {
    ...answerOf(call, explain(rules, call)),
    revision,
    not_understood: unknown,
    now,
  };
  await session.output.answer(answer, () => render(answer));
  return exitCodes.ok;
}

/** The full name of a method that gateways offer, told in full or by its last part. */
function methodOf({ mesh }: Session, told: string): string {
  const { memberQuery, memberWrite } = mesh.contracts.services;
  const paths = [memberQuery, memberWrite].flatMap(({ definition }) =>
    Object.values(definition as Record<string, { path: string }>).map(({ path }) => path),
  );
  const found = paths.find((path) => path === told || path.endsWith(`/${told}`));
  if (found !== undefined) return found;
  const names = paths.map((path) => path.slice(path.lastIndexOf('/') + 1));
  throw usage(`there is no method ${told}; gateways offer ${names.join(', ')}`);
}

const CLASSES: Readonly<Record<string, TrafficClass>> = {
  TRAFFIC_CLASS_ORDER: 'order',
  TRAFFIC_CLASS_MARKETING: 'marketing',
  TRAFFIC_CLASS_OPS: 'ops',
};

async function classOf(session: Session, caller: string): Promise<TrafficClass> {
  const { callers } = await session.mesh.flowControl().ListCallers({}, calling(session));
  const found = callers.find(({ name }) => name === caller);
  const trafficClass = CLASSES[found?.trafficClass ?? ''];
  if (trafficClass !== undefined) return trafficClass;
  const names = callers.map(({ name }) => name).join(', ');
  const message = `there is no caller ${caller}; registered are ${names || 'none'}`;
  throw new CommandFailure(exitCodes.notFound, 'CALLER_NOT_FOUND', message);
}

function keysOf({ memberId, account }: ExplainOptions): Call['keys'] {
  return [
    ...(memberId === undefined ? [] : [{ kind: 'member-id' as const, value: memberId }]),
    ...(account === undefined ? [] : [{ kind: 'account' as const, value: account }]),
  ];
}

interface Explained {
  caller: string;
  traffic_class: string;
  method: string;
  cost: number;
  /** In the order in which they are asked. */
  standing: {
    rule_id: string;
    kind: string;
    enforcement: string;
    pool: string;
    says: string;
    never_passes: boolean;
  }[];
  passed_over: { rule_id: string; why: string }[];
}

function answerOf(call: Call, { standing, passedOver }: Explanation): Explained {
  return {
    ...{ caller: call.caller, traffic_class: call.trafficClass },
    ...{ method: call.method, cost: call.cost },
    standing: standing.map(({ rule, isEnforced, threshold, neverPasses }) => ({
      ...{ rule_id: rule.ruleId, kind: rule.kind.type },
      enforcement: enforcementOf(rule, isEnforced),
      ...{ pool: poolOf(rule), says: sayingOf(rule, threshold), never_passes: neverPasses },
    })),
    passed_over: passedOver.map(({ rule, why }) => ({ rule_id: rule.ruleId, why: WHYS[why] })),
  };
}

const WHYS: Readonly<Record<Explanation['passedOver'][number]['why'], string>> = {
  off: 'its mode is OFF',
  allowed: 'it lets this caller through',
  'another-caller': 'it names another caller',
  'stood-in-for': 'it is for each caller that no other rule names, and another one names this one',
};

type Answer = Explained & { revision: number; not_understood: string[]; now: CallsNow };

function render(answer: Answer): string {
  const { caller, traffic_class: trafficClass, method, cost, standing } = answer;
  const head = `${caller} (${trafficClass}) calls ${method} at a cost of ${cost}; rules of revision ${answer.revision}\n`;
  const rows = standing.map((each, at) => [
    ...[at + 1, each.rule_id, each.kind, each.enforcement, each.pool],
    each.never_passes ? `never lets it pass: ${each.says}` : each.says,
  ]);
  const names = ['', 'rule', 'kind', 'for this caller', 'counts', 'says'];
  const parts = [
    head,
    rows.length === 0 ? 'no rule stands before this call\n' : table(names, rows),
    answer.passed_over.length === 0
      ? ''
      : table(
          ['does not apply', 'why'],
          answer.passed_over.map((each) => [each.rule_id, each.why]),
        ),
    answer.not_understood.length === 0
      ? ''
      : `of a later release, left out here: ${answer.not_understood.join(', ')}\n`,
    renderCallsNow(answer.now),
  ];
  return parts.filter((part) => part !== '').join('\n');
}
