// How the calls of one caller to one method fare now: the last second that gateways reported, and
// which of them were refused of late.
import { isMeshError } from '@member-mesh/rpc';
import { tellFailure } from '../failure.ts';
import { table } from '../output/table.ts';
import type { Session } from '../session.ts';
import {
  REFUSAL_HEADER,
  refusalCells,
  type RefusalRow,
  refusalRow,
  TRAFFIC_HEADER,
  trafficCells,
  type TrafficRow,
  trafficRow,
} from '../traffic/traffic-view.ts';
import { calling } from './flow-calls.ts';

const FIRST_SECOND_MS_MAX = 5_000;
const REFUSALS_ASKED = 200;
const REFUSALS_SHOWN = 10;
const SECOND = { seconds: 1, nanos: 0 };

export interface CallsNow {
  /** Null when no gateway reported such a call in the last second. */
  traffic: TrafficRow | null;
  refusals: RefusalRow[];
  /** What could not be asked for, and why. */
  problems: string[];
}

export async function readCallsNow(
  session: Session,
  of: { resource: string; caller: string },
): Promise<CallsNow> {
  const problems: string[] = [];
  const [traffic, refusals] = await Promise.all([
    orProblem(lastSecond(session, of), { what: 'traffic', problems }),
    orProblem(lastRefusals(session, of), { what: 'refusals', problems }),
  ]);
  return { traffic: traffic ?? null, refusals: refusals ?? [], problems };
}

/** What stands before a call is worth telling where the rest is not to be had. */
async function orProblem<T>(
  asking: Promise<T>,
  { what, problems }: { what: string; problems: string[] },
): Promise<T | undefined> {
  try {
    return await asking;
  } catch (error) {
    if (!isMeshError(error)) throw error;
    problems.push(`cannot ask for ${what}: ${tellFailure(error).message}`);
    return undefined;
  }
}

async function lastSecond(
  session: Session,
  { resource, caller }: { resource: string; caller: string },
): Promise<TrafficRow | undefined> {
  const options = { ...calling(session), timeoutMs: FIRST_SECOND_MS_MAX };
  for await (const answer of session.mesh.flowControl().WatchTraffic({ every: SECOND }, options)) {
    const found = answer.resources.find((each) => {
      return each.resource === resource && each.caller === caller;
    });
    return found && trafficRow(found, SECOND.seconds);
  }
  return undefined;
}

async function lastRefusals(
  session: Session,
  { resource, caller }: { resource: string; caller: string },
): Promise<RefusalRow[]> {
  const request = { caller, pageSize: REFUSALS_ASKED };
  const { refusals } = await session.mesh.flowControl().ListRefusals(request, calling(session));
  const found = refusals.filter((each) => each.resource === resource);
  return found.slice(0, REFUSALS_SHOWN).map(refusalRow);
}

export function renderCallsNow({ traffic, refusals, problems }: CallsNow): string {
  const isQuiet = traffic === null && problems.length === 0;
  const parts = [
    traffic === null ? '' : table(TRAFFIC_HEADER, [trafficCells(traffic)]),
    isQuiet ? 'no gateway reported such a call in the last second\n' : '',
    refusals.length === 0 ? '' : table(REFUSAL_HEADER, refusals.map(refusalCells)),
    problems.map((problem) => `${problem}\n`).join(''),
  ];
  return parts.filter((part) => part !== '').join('\n');
}
