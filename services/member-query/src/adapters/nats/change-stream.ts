// The change stream as member-query needs it: how far the indices are, and every change once more.
import {
  type Account,
  type ChangeSet__Output,
  type Messages,
  parseAccount,
  parseMemberId,
} from '@member-mesh/contracts';
import type { Bucket, Message, Nats } from '@member-mesh/driver-nats';

import type { KeyFence } from '../../app/fence-keys.ts';
import type { ChangeMessage } from '../../app/follow-changes.ts';
import type { ChangeStream } from '../../app/track-progress.ts';
import type { Cluster } from '../../domain/bucket-state.ts';
import { keyOfAccount, memberKey } from '../../domain/cache-key.ts';
import type { ClusterStanding, StreamView } from '../../domain/proven-sequence.ts';
import { keptProgress, readIndexState } from './topology.ts';

const CHANGE_STREAM = 'MEMBER_CHANGES';

const DURABLE = 'cache-fence';
const BATCH_MAX = 200;
/** How long the changes in the hands of a process that died lag behind. */
const ACK_WAIT_MS = 5_000;
const ACK_PENDING_MAX = 2_000;

export class NatsChangeStream implements ChangeStream {
  readonly #nats: Nats;
  readonly #topology: Bucket;

  constructor(nats: Nats, topology: Bucket) {
    this.#nats = nats;
    this.#topology = topology;
  }

  view(): Promise<StreamView | undefined> {
    return this.#nats.streamState(CHANGE_STREAM);
  }

  async standing(cluster: Cluster): Promise<ClusterStanding | undefined> {
    const progress = await this.#nats.consumerProgress(CHANGE_STREAM, `index-${cluster}`);
    if (!progress) return undefined;
    // One after the other: what is kept says something only if the state is read after it.
    const kept = await keptProgress(this.#topology, cluster);
    const serving = (await readIndexState(this.#topology, cluster)) === 'serving';
    return { floor: progress.ackFloor, kept, serving };
  }
}

export interface ConsumeChangesOptions {
  nats: Nats;
  messages: Messages;
  signal: AbortSignal;
  onUnreadable: (sequence: number, error: unknown) => void;
}

/** Hands every change over until the signal aborts; all processes of the service share them. */
export function consumeChanges(
  { nats, messages, signal, onUnreadable }: ConsumeChangesOptions,
  handle: (batch: ChangeMessage[]) => Promise<void>,
): Promise<void> {
  const options = {
    stream: CHANGE_STREAM,
    durable: DURABLE,
    batchMax: BATCH_MAX,
    ackWaitMs: ACK_WAIT_MS,
    maxAckPending: ACK_PENDING_MAX,
    signal,
  };
  const fencesOf = (message: Message): KeyFence[] => {
    try {
      return fencesIn(messages.changeSet.decode(message.payload));
    } catch (error) {
      // What cannot be read names no key; sync-worker sets it aside for people.
      onUnreadable(message.sequence, error);
      return [];
    }
  };
  return nats.consume(options, (batch) =>
    handle(
      batch.map((message) => ({
        fences: fencesOf(message),
        done: () => message.ack(),
        again: (afterMs) => message.nak(afterMs),
      })),
    ),
  );
}

function fencesIn({ changes }: ChangeSet__Output): KeyFence[] {
  return changes.flatMap(({ member, account }): KeyFence[] => {
    const memberId = member ? parseMemberId(member.memberId) : undefined;
    if (member && memberId) return [{ key: memberKey(memberId), min: member.version }];
    const ref: Account | undefined = account ? parseAccount(account.account) : undefined;
    return account && ref ? [{ key: keyOfAccount(ref), min: account.version }] : [];
  });
}
