// The change stream and its consumers, looked at from the side.
import type { Nats } from '@member-mesh/driver-nats';

import type { ChangeStream, ConsumerView, StreamView } from '../../app/ports.ts';
import type { RowDecoder } from '../../app/row-decoder.ts';
import type { ClusterName } from '../../domain/cluster.ts';
import { reaching } from './reaching.ts';

export const CHANGE_STREAM = 'MEMBER_CHANGES';
const CHANGE_SUBJECTS = 'member.changes.>';

export function durableOf(cluster: ClusterName): string {
  return `index-${cluster}`;
}

export class NatsChangeStream implements ChangeStream {
  readonly #nats: Nats;
  readonly #decoder: RowDecoder;

  constructor(nats: Nats, decoder: RowDecoder) {
    this.#nats = nats;
    this.#decoder = decoder;
  }

  view(): Promise<StreamView | undefined> {
    return reaching(this.#nats.streamState(CHANGE_STREAM));
  }

  consumer(cluster: ClusterName): Promise<ConsumerView | undefined> {
    return reaching(this.#nats.consumerProgress(CHANGE_STREAM, durableOf(cluster)));
  }

  async commitTimeAfter(sequence: number): Promise<number | undefined> {
    const from = { sequence: sequence + 1, subject: CHANGE_SUBJECTS };
    const message = await reaching(this.#nats.messageFrom(CHANGE_STREAM, from));
    if (!message) return undefined;
    return this.#decoder.changes(message.payload)?.commitTimeMs ?? message.timestampMs;
  }
}
