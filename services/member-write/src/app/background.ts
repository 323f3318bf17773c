// What member-write does besides serving: waits for its stores and prepares them, sweeps the
// outbox, keeps it small, and tells how its tiers are. Nothing here ends because a store is away.
import { type Clock, sleep } from '@member-mesh/kernel';
import type { Logger } from '@member-mesh/telemetry';

import type { Housekeeping } from './housekeeping.ts';
import type { GroupProbe, GroupState } from './record-status.ts';
import type { Relay } from './relay.ts';

export interface BackgroundOptions {
  groups: readonly number[];
  prepareGroup: (group: number, signal: AbortSignal) => Promise<void>;
  /** Makes the stream, and reads or makes the shard map. */
  prepareTopology: () => Promise<void>;
  isReady: () => boolean;
  relay: Relay;
  housekeeping: Housekeeping;
  probe: GroupProbe;
  probed: (states: readonly GroupState[]) => void;
  isStreamConnected: () => boolean;
  /** `name` is a tier such as "tier:nats", or "" for the whole. */
  tell: (name: string, serving: boolean) => void;
  clock: Clock;
  logger: Logger;
}

const PROBE_EVERY_MS = 1_000;
const PROBE_TIMEOUT_MS = 2_000;
const RETRY_EVERY_MS = 500;
const TELL_EVERY_TRIES = 20;

export class Background {
  readonly #options: BackgroundOptions;
  readonly #ending = new AbortController();
  #running: Promise<unknown> = Promise.resolve();

  constructor(options: BackgroundOptions) {
    this.#options = options;
  }

  /** Returns at once; the work goes on until `stop`. */
  start(): void {
    const { groups, prepareGroup, prepareTopology, relay, housekeeping } = this.#options;
    const { signal } = this.#ending;
    this.#running = Promise.all([
      this.#untilDone('the shard map', prepareTopology),
      ...groups.map((group) =>
        this.#untilDone(`group ${group}`, () => prepareGroup(group, signal)),
      ),
      this.#forEver('relay', () => relay.run(signal)),
      this.#forEver('housekeeping', () => housekeeping.run(signal)),
      this.#forEver('probe', () => this.#probe()),
    ]);
  }

  async stop(): Promise<void> {
    this.#ending.abort(new DOMException('the service ends', 'AbortError'));
    await this.#running;
  }

  async #untilDone(what: string, prepare: () => Promise<void>): Promise<void> {
    const { logger } = this.#options;
    for (let tries = 0; !this.#ending.signal.aborted; tries++) {
      try {
        await prepare();
        logger.info({ event: 'prepared', what }, `${what} is ready`);
        return;
      } catch (error) {
        if (tries % TELL_EVERY_TRIES === 0) {
          logger.warn({ event: 'waiting', what, err: error }, `waiting for ${what}`);
        }
      }
      await this.#pause(RETRY_EVERY_MS);
    }
  }

  /** A fault in background work is told and the work begun again: it must not end in silence. */
  async #forEver(what: string, work: () => Promise<void>): Promise<void> {
    while (!this.#ending.signal.aborted) {
      try {
        await work();
      } catch (error) {
        this.#options.logger.error(
          { event: 'background-failed', what, err: error },
          `${what} failed`,
        );
      }
      await this.#pause(RETRY_EVERY_MS);
    }
  }

  async #probe(): Promise<void> {
    const { probe, probed, isStreamConnected, tell, clock, isReady } = this.#options;
    while (!this.#ending.signal.aborted) {
      const states = await probe.probe({ deadlineMs: clock.monotonicMs() + PROBE_TIMEOUT_MS });
      probed(states);
      for (const { group, reachable } of states) tell(`tier:mysql/${group}`, reachable);
      tell('tier:nats', isStreamConnected());
      tell('', isReady() && states.some((state) => state.reachable));
      await this.#pause(PROBE_EVERY_MS);
    }
  }

  async #pause(ms: number): Promise<void> {
    await sleep(ms, this.#ending.signal).catch(() => undefined);
  }
}
