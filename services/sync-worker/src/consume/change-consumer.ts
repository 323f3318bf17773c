// The door through which the change stream comes in: for one cluster, several loops that each fetch
// a batch, have it applied and acknowledge message by message.
import type { Tracing } from '@member-mesh/telemetry';

import type { ApplyChanges, MessageOutcome } from '../app/apply-changes.ts';
import type { ClusterGate } from '../app/cluster-gate.ts';
import { TierUnavailable } from '../app/ports.ts';

/** A message of a durable consumer. */
export interface FeedMessage {
  sequence: number;
  payload: Buffer;
  headers: Record<string, string>;
  ack(): void;
  nak(delayMs: number): void;
}

export interface FeedOptions {
  signal: AbortSignal;
  /** Resolves when the next batch may be fetched. */
  beforePull: () => Promise<void>;
}

/** One loop over the cluster's durable consumer; resolves when the signal has aborted. */
export type Feed = (
  options: FeedOptions,
  handler: (batch: FeedMessage[]) => Promise<void>,
) => Promise<void>;

export interface ChangeConsumerOptions {
  cluster: string;
  feed: Feed;
  loops: number;
  gate: ClusterGate;
  apply: Pick<ApplyChanges, 'apply'>;
  tracing: Tracing;
}

const AGAIN_AFTER_MS = 1_000;

/** Consumes until the signal aborts; batches in hand are finished or given back first. */
export async function consumeChanges(
  options: ChangeConsumerOptions,
  signal: AbortSignal,
): Promise<void> {
  const { feed, gate, loops } = options;
  const beforePull = (): Promise<void> => gate.passed(signal);
  const handler = (batch: FeedMessage[]): Promise<void> => takeBatch(options, batch, signal);
  await Promise.all(Array.from({ length: loops }, () => feed({ signal, beforePull }, handler)));
}

async function takeBatch(
  options: ChangeConsumerOptions,
  batch: FeedMessage[],
  signal: AbortSignal,
): Promise<void> {
  const applying = options.apply.apply(batch, signal).catch((error: unknown) => {
    if (error instanceof TierUnavailable || signal.aborted) return postponed(batch);
    throw error;
  });
  if (options.tracing.enabled) for (const message of batch) trace(options, message, applying);
  const outcomes = await applying;
  for (const [at, message] of batch.entries()) {
    if (outcomes[at] === 'done') message.ack();
    else message.nak(signal.aborted ? 0 : AGAIN_AFTER_MS);
  }
}

function postponed(batch: FeedMessage[]): MessageOutcome[] {
  return batch.map(() => 'postponed');
}

/** A span of each write's own trace, for as long as its batch takes. */
function trace(
  options: ChangeConsumerOptions,
  message: FeedMessage,
  applying: Promise<unknown>,
): void {
  const attributes = { cluster: options.cluster, sequence: message.sequence };
  const span = { name: 'index apply', kind: 'consumer', attributes } as const;
  void options.tracing.run(message.headers, span, () => applying).catch(() => undefined);
}
