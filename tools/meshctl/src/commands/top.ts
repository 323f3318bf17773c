// top: the traffic of the mesh as it passes, until it is interrupted.
import { sleep } from '@member-mesh/kernel';
import { isMeshError } from '@member-mesh/rpc';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { CommandFailure } from '../failure.ts';
import type { Session, Shell } from '../session.ts';
import {
  renderBlock,
  screenOf,
  type TrafficBlock,
  trafficBlock,
} from '../traffic/traffic-block.ts';
import { refusalRow, type Traffic } from '../traffic/traffic-view.ts';
import { calling } from './flow-calls.ts';
import { durationMs } from './parse-options.ts';

interface TopOptions {
  every: number;
  once?: true;
  refusals?: true;
}

const EVERY_DEFAULT_SECONDS = 5;
const EVERY_SECONDS_MAX = 60;
/** A flow-control that is replaced is gone for some seconds. */
const RECONNECTS_MAX = 10;
const RECONNECT_PAUSE_MS = 1_000;
const REFUSALS_SHOWN = 20;
const SCREEN_DEFAULT = { columns: 80, rows: 24 };

export function addTopCommand(program: Command, shell: Shell): void {
  program
    .command('top')
    .description('what passes, is refused and fails, by resource and caller, as it happens')
    .addOption(
      new Option('--every <duration>', 'what is summed, in whole seconds up to 60s')
        .argParser(wholeSeconds)
        .default(EVERY_DEFAULT_SECONDS, `${EVERY_DEFAULT_SECONDS}s`),
    )
    .option('--once', 'end after the first look')
    .option('--refusals', 'show recent refusals too')
    .action((options: TopOptions, command: Command) =>
      shell.run(command, (session) => watch(session, options)),
    );
}

function wholeSeconds(text: string): number {
  const seconds = durationMs(text) / 1_000;
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= EVERY_SECONDS_MAX) return seconds;
  throw new InvalidArgumentError(`It must be whole seconds from 1s to ${EVERY_SECONDS_MAX}s.`);
}

/** Ends well when it is interrupted: that is how one stops looking. */
async function watch(session: Session, options: TopOptions): Promise<number> {
  let failures = 0;
  while (!session.stop.aborted) {
    try {
      for await (const traffic of openWatch(session, options)) {
        failures = 0;
        await show(session, await lookOf(session, options, traffic));
        if (options.once) return exitCodes.ok;
      }
      if (!session.stop.aborted) throw cutOff();
    } catch (error) {
      if (session.stop.aborted) break;
      const mayPass = error instanceof CommandFailure || isMeshError(error, 'UNAVAILABLE');
      if (!mayPass || options.once || ++failures > RECONNECTS_MAX) throw error;
      if (failures === 1) session.output.note('flow-control is away; waiting for it');
      await sleep(RECONNECT_PAUSE_MS, session.stop).catch(() => undefined);
    }
  }
  return exitCodes.ok;
}

function openWatch({ mesh, stop: signal }: Session, { every }: TopOptions): AsyncIterable<Traffic> {
  const request = { every: { seconds: every, nanos: 0 } };
  return mesh.flowControl().WatchTraffic(request, { signal, metadata: mesh.operatorKey() });
}

function cutOff(): CommandFailure {
  const message = 'flow-control ended the stream of traffic; ./mesh status shows what runs';
  return new CommandFailure(exitCodes.unavailable, 'CUT_OFF', message);
}

async function lookOf(
  session: Session,
  { every: everySeconds, refusals: wanted }: TopOptions,
  traffic: Traffic,
): Promise<TrafficBlock> {
  const client = session.mesh.flowControl();
  const options = calling(session);
  // The revision alone is wanted: rules on everything are few.
  const [{ revision }, listed] = await Promise.all([
    client.ListRules({ resource: '*' }, options),
    wanted && client.ListRefusals({ pageSize: REFUSALS_SHOWN }, options),
  ]);
  const refusals = listed?.refusals.map(refusalRow);
  return trafficBlock({ traffic, everySeconds, revision, ...(refusals && { refusals }) });
}

async function show({ output, stdout }: Session, block: TrafficBlock): Promise<void> {
  const { columns = SCREEN_DEFAULT.columns, rows = SCREEN_DEFAULT.rows } = stdout;
  await output.item(block, (each) => {
    const text = renderBlock(each);
    return stdout.isTTY ? screenOf(text, { columns, rows }) : `${text}\n`;
  });
}
