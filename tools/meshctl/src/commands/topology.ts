// topology, failover, audit: where traffic goes, moving it by hand, and what was moved when and
// why.
import type {
  ClusterStatus__Output,
  GetRoutesResponse__Output,
  Route__Output,
  RouteChange__Output,
} from '@member-mesh/contracts';
import { sleep } from '@member-mesh/kernel';
import { type Command, Option } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { table } from '../output/table.ts';
import type { Session, Shell } from '../session.ts';
import { readIndexStatus, renderClusters } from './index-clusters.ts';
import { timeText } from './member-view.ts';

const TIMEOUT_MS = 10_000;
const WATCH_EVERY_MS = 500;

interface FailoverOptions {
  to?: string;
  why?: string;
  dryRun?: true;
  acceptLag?: true;
}

export function addTopologyCommands(program: Command, shell: Shell): void {
  const topology = program.command('topology').description('which store answers what');
  topology
    .command('get')
    .description('which cluster answers which traffic, and how each stands')
    .action((_options: object, command: Command) => shell.run(command, getTopology));
  topology
    .command('watch')
    .description('every change as it happens, until interrupted')
    .action((_options: object, command: Command) => shell.run(command, watchTopology));
  const failover = program.command('failover').description('move traffic by hand');
  failover
    .command('elastic')
    .description('move order traffic to a cluster, where it belongs from then on')
    .addOption(
      new Option('--to <cluster>', 'default: the one that does not serve it now').choices([
        'order-a',
        'order-b',
      ]),
    )
    .option('--why <text>', 'told in the audit')
    .option('--dry-run', 'only tell what would be done and what it costs')
    .option('--accept-lag', 'move although the cluster has not caught up')
    .action((options: FailoverOptions, command: Command) =>
      shell.run(command, (session) => moveOrders(session, options)),
    );
  program
    .command('audit')
    .description('what was moved: when, by whom, why, and what was seen; newest first')
    .action((_options: object, command: Command) => shell.run(command, audit));
}

function readRoutes(session: Session): Promise<GetRoutesResponse__Output> {
  const options = { timeoutMs: TIMEOUT_MS, signal: session.stop };
  return session.mesh.index().GetRoutes({}, options);
}

async function getTopology(session: Session): Promise<number> {
  const [routes, clusters] = await Promise.all([readRoutes(session), readIndexStatus(session)]);
  const { epoch, route, preferred } = routes;
  const answer = { index: { epoch, route, preferred, clusters } };
  await session.output.answer(answer, () => renderTopology(routes, clusters));
  return exitCodes.ok;
}

function renderTopology(
  { epoch, route, preferred }: GetRoutesResponse__Output,
  clusters: readonly ClusterStatus__Output[],
): string {
  const order = route?.order ?? '';
  const away = order === preferred ? '' : `; they belong to ${preferred}, until then`;
  const lines = [`orders: ${order}${away}`, `marketing: ${marketingOf(route)}`, `epoch: ${epoch}`];
  return `${lines.join('\n')}\n\n${renderClusters(clusters)}`;
}

async function watchTopology(session: Session): Promise<number> {
  let seen = (await readRoutes(session)).epoch;
  session.output.note('watching; interrupt to end');
  while (!session.stop.aborted) {
    await sleep(WATCH_EVERY_MS, session.stop).catch(() => undefined);
    if (session.stop.aborted) break;
    const { changes } = await readRoutes(session);
    const news = changes.filter(({ epoch }) => epoch > seen).reverse();
    for (const change of news) await session.output.answer(change, () => changeLine(change));
    seen = Math.max(seen, ...news.map(({ epoch }) => epoch));
  }
  return exitCodes.interrupted;
}

async function moveOrders(session: Session, options: FailoverOptions): Promise<number> {
  const { mesh, output, stop: signal } = session;
  const { to: wanted, why = '', dryRun = false, acceptLag = false } = options;
  const to = wanted ?? otherThan((await readRoutes(session)).route?.order);
  const request = { to, why, dryRun, acceptLag };
  const { change, risks } = await mesh
    .index()
    .MoveOrders(request, { timeoutMs: TIMEOUT_MS, signal });
  await output.answer({ dry_run: dryRun, change, risks }, () => {
    const done = dryRun ? 'would be done' : 'done';
    const costs = risks.map((risk) => `  ${risk}\n`).join('');
    const saw = (change?.saw ?? []).map((line) => `  ${line}\n`).join('');
    const plan = change ? `${done}: ${routeText(change.from)} -> ${routeText(change.to)}\n` : '';
    return `${plan}seen\n${saw}${costs === '' ? '' : `what it costs\n${costs}`}`;
  });
  return exitCodes.ok;
}

async function audit(session: Session): Promise<number> {
  const { changes } = await readRoutes(session);
  await session.output.answer({ changes }, () => {
    if (changes.length === 0) return 'nothing was ever moved\n';
    return table(
      ['epoch', 'time', 'by', 'from', 'to', 'why'],
      changes.map(({ epoch, time, by, from, to, why }) => {
        return [epoch, timeText(time), by, routeText(from), routeText(to), why];
      }),
    );
  });
  return exitCodes.ok;
}

function changeLine({ time, by, why, from, to }: RouteChange__Output): string {
  return `${timeText(time)} ${by}: ${routeText(from)} -> ${routeText(to)}: ${why}\n`;
}

function routeText(route: Route__Output | null): string {
  return `orders ${route?.order ?? ''}, marketing ${marketingOf(route)}`;
}

function marketingOf(route: Route__Output | null): string {
  return route?.marketing || 'shed';
}

function otherThan(cluster: string | undefined): string {
  return cluster === 'order-b' ? 'order-a' : 'order-b';
}
