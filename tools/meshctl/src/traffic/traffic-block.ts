// One look at the traffic of the mesh: rates, hot values, who follows the rules, recent refusals.
import { msOf } from '@member-mesh/contracts';
import { displayWidth, table } from '../output/table.ts';
import {
  figure,
  inOrder,
  REFUSAL_HEADER,
  refusalCells,
  type RefusalRow,
  shortResource,
  type Traffic,
  TRAFFIC_HEADER,
  trafficCells,
  type TrafficRow,
  trafficRow,
} from './traffic-view.ts';

export interface TrafficBlock {
  second: string;
  every_seconds: number;
  /** Of the stored policy. */
  revision: number;
  resources: TrafficRow[];
  hot_values: { resource: string; value: string; cost_per_second: number; refused: boolean }[];
  followers: { name: string; revision: number; behind: boolean }[];
  /** Undefined where nobody asked for them. */
  refusals?: RefusalRow[];
}

const HOT_VALUES_SHOWN = 10;

export interface BlockSource {
  traffic: Traffic;
  everySeconds: number;
  /** Of the policy, as it was stored before the traffic was read. */
  revision: number;
  refusals?: RefusalRow[];
}

export function trafficBlock({ traffic, everySeconds, revision, refusals }: BlockSource) {
  const { second, resources, hotValues, followers } = traffic;
  const newest = Math.max(revision, ...followers.map(({ policyRevision }) => policyRevision));
  const block: TrafficBlock = {
    second: new Date(msOf(second) ?? 0).toISOString(),
    ...{ every_seconds: everySeconds, revision: newest },
    resources: inOrder(resources.map((each) => trafficRow(each, everySeconds))),
    hot_values: hotValues
      .toSorted((one, other) => other.costPerSecond - one.costPerSecond)
      .map(({ resource, value, costPerSecond, refused }) => {
        return { resource, value, cost_per_second: costPerSecond, refused };
      }),
    followers: followers
      .map(({ gatewayId, policyRevision }) => {
        return { name: gatewayId, revision: policyRevision, behind: policyRevision < newest };
      })
      .toSorted((one, other) => (one.name < other.name ? -1 : 1)),
    ...(refusals && { refusals }),
  };
  return block;
}

export function renderBlock(block: TrafficBlock): string {
  const { second, every_seconds: every, revision, resources, hot_values: hot } = block;
  const span = every === 1 ? '' : `, sums of ${every} s`;
  const parts = [
    `${second}${span}, rules of revision ${revision}\n`,
    resources.length === 0
      ? 'no gateway reported a call\n'
      : table(TRAFFIC_HEADER, resources.map(trafficCells)),
    hot.length === 0 ? '' : table(HOT_HEADER, hot.slice(0, HOT_VALUES_SHOWN).map(hotCells)),
    followersText(block.followers),
    refusalsText(block.refusals),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

const HOT_HEADER = ['hot value', 'resource', 'cost/s', ''];

function hotCells(hot: TrafficBlock['hot_values'][number]): (string | number)[] {
  const { value, resource, cost_per_second: perSecond, refused } = hot;
  return [value, shortResource(resource), figure(perSecond), refused ? 'REFUSED' : ''];
}

function followersText(followers: TrafficBlock['followers']): string {
  if (followers.length === 0) return 'nobody reported: no gateway follows the rules\n';
  const rows = followers.map(({ name, revision, behind }) => {
    return [name, revision, behind ? 'BEHIND' : ''];
  });
  return table(['follower', 'revision', ''], rows);
}

function refusalsText(refusals: readonly RefusalRow[] | undefined): string {
  if (refusals === undefined) return '';
  if (refusals.length === 0) return 'nothing was refused of late\n';
  return table(REFUSAL_HEADER, refusals.map(refusalCells));
}

export interface ScreenSize {
  columns: number;
  rows: number;
}

const HOME = '\x1b[H';
const CLEAR_LINE = '\x1b[K';
const CLEAR_BELOW = '\x1b[J';

/** The text over what is on the screen, cut where the screen ends. */
export function screenOf(text: string, { columns, rows }: ScreenSize): string {
  const lines = text
    .trimEnd()
    .split('\n')
    .slice(0, Math.max(1, rows - 1));
  const fitted = lines.map((line) => `${fittedTo(line, columns)}${CLEAR_LINE}\n`);
  return `${HOME}${fitted.join('')}${CLEAR_BELOW}`;
}

function fittedTo(line: string, columns: number): string {
  if (displayWidth(line) <= columns) return line;
  const letters = Array.from(line);
  while (displayWidth(letters.join('')) > columns) letters.pop();
  return letters.join('');
}
