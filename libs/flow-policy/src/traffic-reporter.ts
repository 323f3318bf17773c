// Tells every flow-control, each second, what this process passed, refused and measured: any of
// them can then tell the whole. What cannot be told within some seconds is dropped; nobody waits
// for it.
import type { ReportTrafficRequest } from '@member-mesh/contracts';
import { type Clock, sleep, untilAborted } from '@member-mesh/kernel';
import type { StreamOptions } from '@member-mesh/rpc';

/** The part of a client of flow.v1.FlowControlService that is used here. */
export interface ReportClient {
  ReportTraffic(
    requests: AsyncIterable<ReportTrafficRequest>,
    options: StreamOptions,
  ): Promise<unknown>;
}

/** What happened since the last one was made. */
export type SecondReport = Omit<ReportTrafficRequest, 'gatewayId' | 'second'>;

export interface TrafficReporterOptions {
  /** One for each address. */
  clients: readonly ReportClient[];
  /** The name of the process that reports. */
  followerId: string;
  collect: () => SecondReport;
  clock: Clock;
  /** Hears why a stream of reports ended. */
  onEnded: (error: unknown) => void;
}

const SECOND_MS = 1_000;
const WAITING_MAX = 5;
const PAUSE_MS = 1_000;

export class TrafficReporter {
  readonly #options: TrafficReporterOptions;
  readonly #outboxes: readonly Outbox[];

  constructor(options: TrafficReporterOptions) {
    this.#options = options;
    this.#outboxes = options.clients.map(() => new Outbox());
  }

  /** Reports until the signal aborts. Never throws. */
  async run(signal: AbortSignal): Promise<void> {
    const { clients } = this.#options;
    await Promise.all([
      this.#collect(signal),
      ...clients.map((client, at) => this.#send(client, this.#outboxes[at], signal)),
    ]);
  }

  /** Once a second, as soon as it is over by the clock. */
  async #collect(signal: AbortSignal): Promise<void> {
    const { clock, collect, followerId: gatewayId } = this.#options;
    while (!signal.aborted) {
      const leftMs = SECOND_MS - (clock.nowMs() % SECOND_MS);
      await sleep(leftMs, signal).catch(() => undefined);
      if (signal.aborted) return;
      // Rounded: a timer may fire a little early.
      const seconds = Math.round(clock.nowMs() / SECOND_MS) - 1;
      const report = { ...collect(), gatewayId, second: { seconds, nanos: 0 } };
      for (const outbox of this.#outboxes) outbox.put(report);
    }
  }

  async #send(
    client: ReportClient,
    outbox: Outbox | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    while (outbox && !signal.aborted) {
      try {
        await client.ReportTraffic(untilAborted(outbox.reports(), signal), { signal });
      } catch (error) {
        if (!signal.aborted) this.#options.onEnded(error);
      }
      await sleep(PAUSE_MS, signal).catch(() => undefined);
    }
  }
}

/** Reports that wait to be sent: the newest ones. */
class Outbox {
  #waiting: ReportTrafficRequest[] = [];
  #wake = Promise.withResolvers<void>();

  put(report: ReportTrafficRequest): void {
    this.#waiting.push(report);
    if (this.#waiting.length > WAITING_MAX) this.#waiting.shift();
    this.#wake.resolve();
  }

  async *reports(): AsyncGenerator<ReportTrafficRequest> {
    while (true) {
      const report = this.#waiting.shift();
      if (report) {
        yield report;
        continue;
      }
      this.#wake = Promise.withResolvers();
      await this.#wake.promise;
    }
  }
}
