// index: the search clusters, seen, rebuilt and compared with the record.
import type {
  ClusterStatus__Output,
  RebuildIndexResponse__Output,
  SetAside__Output,
} from '@member-mesh/contracts';
import { type Command, InvalidArgumentError } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { CommandFailure } from '../failure.ts';
import { count, rate } from '../output/figures.ts';
import { table } from '../output/table.ts';
import type { Session, Shell } from '../session.ts';
import { addDoctorCommand } from './index-doctor.ts';
import { timeText } from './member-view.ts';
import { wholeNumber } from './parse-options.ts';

const TIMEOUT_MS = 10_000;
const PAGE_SIZE_DEFAULT = 50;
const PAGE_SIZE_MAX = 1000;
const SET_ASIDE_FILL_TOLD = 0.8;

export function addIndexCommands(program: Command, shell: Shell): void {
  const index = program.command('index').description('the search clusters behind the reads');
  index
    .command('status')
    .description('what each cluster holds and how far it lags behind the record')
    .action((_options: object, command: Command) => shell.run(command, indexStatus));
  index
    .command('rebuild')
    .description('build a cluster anew from the record while traffic runs; resumes one under way')
    .argument('<cluster>', 'order-a, order-b or marketing')
    .action((cluster: string, _options: object, command: Command) =>
      shell.run(command, (session) => rebuildIndex(session, cluster)),
    );
  index
    .command('verify')
    .description('compare a cluster with the record and print every difference')
    .argument('<cluster>', 'order-a, order-b or marketing')
    .option('--sample <share>', 'compare this share of the rows, above 0 to 1', share, 1)
    .action((cluster: string, options: { sample: number }, command: Command) =>
      shell.run(command, (session) => verifyIndex(session, cluster, options.sample)),
    );
  addDoctorCommand(index, shell);
  index
    .command('set-aside')
    .description('changes that could not be applied, newest first')
    .argument('<cluster>', 'order-a, order-b or marketing')
    .option('--limit <n>', 'how many at most', wholeNumber(1, PAGE_SIZE_MAX), PAGE_SIZE_DEFAULT)
    .option('--clear', 'forget all of the cluster, and make room for others')
    .action((cluster: string, options: { limit: number; clear?: true }, command: Command) =>
      shell.run(command, (session) =>
        options.clear
          ? clearSetAside(session, cluster)
          : listSetAside(session, cluster, options.limit),
      ),
    );
}

export async function readIndexStatus(session: Session): Promise<ClusterStatus__Output[]> {
  const options = { timeoutMs: TIMEOUT_MS, signal: session.stop };
  return (await session.mesh.index().GetIndexStatus({}, options)).clusters;
}

export function renderClusters(clusters: readonly ClusterStatus__Output[]): string {
  const header = [
    'cluster',
    'state',
    'lag ms',
    'applied',
    'last',
    'members',
    'accounts',
    'set aside',
  ];
  return table(
    header,
    clusters.map((each) => [
      each.cluster,
      each.reachable ? each.state : 'unreachable',
      each.lagMs,
      each.appliedSequence,
      each.lastSequence,
      each.members,
      each.accounts,
      setAsideText(each),
    ]),
  );
}

/** How full the room for them is, where that is worth a look. */
function setAsideText({ setAside, setAsideFill }: ClusterStatus__Output): string {
  const isNearlyFull = setAsideFill >= SET_ASIDE_FILL_TOLD;
  return isNearlyFull ? `${setAside} (${Math.round(setAsideFill * 100)} % full)` : `${setAside}`;
}

async function indexStatus(session: Session): Promise<number> {
  const clusters = await readIndexStatus(session);
  await session.output.answer({ clusters }, () => renderClusters(clusters));
  return clusters.every(({ reachable }) => reachable) ? exitCodes.ok : exitCodes.unavailable;
}

async function rebuildIndex(session: Session, cluster: string): Promise<number> {
  const { mesh, output, stop: signal } = session;
  let last: RebuildIndexResponse__Output | undefined;
  for await (const response of mesh.index().RebuildIndex({ cluster }, { signal })) {
    if (last === undefined && response.resumed) {
      output.note(`a rebuild of ${cluster} was under way: going on with it`);
    }
    if (last?.phase !== response.phase) output.note(`${cluster}: ${response.phase}`);
    last = response;
    output.progress.show(() => rebuildLine(response));
  }
  if (!last?.done) {
    const message = `the rebuild of ${cluster} was cut off; repeat the command to go on with it`;
    throw new CommandFailure(exitCodes.unavailable, 'CUT_OFF', message);
  }
  const { rowsDone, resumed } = last;
  await output.answer({ cluster, rows: rowsDone, resumed, done: true }, () => {
    return `${cluster} is rebuilt from ${count(rowsDone)} rows of the record\n`;
  });
  return exitCodes.ok;
}

function rebuildLine(response: RebuildIndexResponse__Output): string {
  const { phase, rowsDone, shardsDone, shardsTotal, rowsPerSecond } = response;
  const shards = `${shardsDone} of ${shardsTotal} shards`;
  return `${phase}: ${count(rowsDone)} rows, ${rate(rowsPerSecond)}, ${shards}`;
}

/** Differences are printed as they are found; as JSON each stands on a line of its own. */
async function verifyIndex(session: Session, cluster: string, sample: number): Promise<number> {
  const { mesh, output, stop: signal } = session;
  for await (const event of mesh.index().VerifyIndex({ cluster, sample }, { signal })) {
    if (event.progress) {
      const { compared, shardsDone, shardsTotal } = event.progress;
      const shards = `${shardsDone} of ${shardsTotal} shards`;
      output.progress.show(() => `${cluster}: ${count(compared)} rows compared, ${shards}`);
    }
    if (event.difference) {
      const { key, kind, recordVersion, indexVersion } = event.difference;
      const versions = `record ${recordVersion}, index ${indexVersion}`;
      await output.item(event.difference, () => `${kind.padEnd(9)}  ${key}  ${versions}\n`);
    }
    if (!event.summary) continue;
    const { compared, differences, undecided } = event.summary;
    await output.item({ cluster, sample, ...event.summary }, () => {
      const found = `${count(differences)} differences, ${count(undecided)} undecided`;
      return `${cluster}: ${count(compared)} rows compared, ${found}\n`;
    });
    if (differences > 0) return exitCodes.differences;
    return undecided === 0 ? exitCodes.ok : exitCodes.undecided;
  }
  const message = `the comparison of ${cluster} was cut off before its end; repeat the command`;
  throw new CommandFailure(exitCodes.unavailable, 'CUT_OFF', message);
}

async function clearSetAside(session: Session, cluster: string): Promise<number> {
  const { mesh, output, stop: signal } = session;
  const options = { timeoutMs: TIMEOUT_MS, signal };
  const { cleared } = await mesh.index().ClearSetAside({ cluster }, options);
  await output.answer({ cluster, cleared }, () => `${cluster}: ${count(cleared)} forgotten\n`);
  return exitCodes.ok;
}

async function listSetAside(session: Session, cluster: string, pageSize: number): Promise<number> {
  const { mesh, output, stop: signal } = session;
  const { messages } = await mesh
    .index()
    .ListSetAside({ cluster, pageSize }, { timeoutMs: TIMEOUT_MS, signal });
  await output.answer({ messages }, () => renderSetAside(messages));
  return exitCodes.ok;
}

function renderSetAside(messages: readonly SetAside__Output[]): string {
  if (messages.length === 0) return 'nothing is set aside\n';
  return table(
    ['time', 'cluster', 'sequence', 'key', 'version', 'bytes', 'reason'],
    messages.map((each) => [
      timeText(each.setAsideTime),
      each.cluster,
      each.streamSequence,
      each.key,
      each.version,
      each.payload.length,
      each.reason,
    ]),
  );
}

function share(text: string): number {
  const value = Number(text);
  if (value > 0 && value <= 1) return value;
  throw new InvalidArgumentError('It must be above 0 and at most 1.');
}
