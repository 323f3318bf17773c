// The comparison as a page: each scenario, both outcomes, and who is right by the rule's own words.
import { prepareSentinel, runSentinel, SENTINEL_VERSION } from './run-sentinel.ts';
import { runOurs } from './schedule.ts';
import type { Scenario } from './scenario.ts';
import { scenarios } from './scenarios.ts';
import type { Judgement } from './oracles.ts';

export interface Compared {
  scenario: Scenario;
  ours: Judgement;
  sentinel: Judgement;
}

export async function compareAll(): Promise<Compared[]> {
  const sentinel = await prepareSentinel();
  const compared: Compared[] = [];
  for (const scenario of scenarios) {
    const { steps, judge } = scenario;
    const theirs = judge(await runSentinel(sentinel, steps));
    compared.push({ scenario, ours: judge(runOurs(steps)), sentinel: theirs });
  }
  return compared;
}

export function pageOf(compared: readonly Compared[]): string {
  const rows = compared.map(({ scenario, ours, sentinel }) => {
    const { kind, name, words } = scenario;
    return `| ${[kind, name, words, cell(sentinel), cell(ours)].join(' | ')} |`;
  });
  const wrong = compared.filter(({ sentinel }) => !sentinel.holds).length;
  return `# Beside Sentinel ${SENTINEL_VERSION}

The same schedules of calls, run through Alibaba Sentinel ${SENTINEL_VERSION} as it was released and through
\`libs/flow-engine\`, both in virtual time (of Sentinel one class is replaced, its clock). What is right is counted from
who ran when by [oracles.ts](../test/sentinel/oracles.ts), which asks neither. In ${wrong} of ${compared.length} schedules
Sentinel does not do what the rule says. \`node test/sentinel/write.ts\` writes this page anew; the test fails where it
says anything else than what is measured.

| rule | schedule | its words | Sentinel | ours |
| --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
}

function cell({ holds, found }: Judgement): string {
  return `${holds ? 'right' : '**wrong**'}: ${found}`;
}
