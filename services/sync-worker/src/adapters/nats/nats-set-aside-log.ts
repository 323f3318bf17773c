// Changes that could not be applied, in a stream of their own. It drops nothing by itself: a full
// one refuses the next change, which then waits in the change stream.
import { createHash } from 'node:crypto';

import { type Nats, NotStored, type StoredMessage } from '@member-mesh/driver-nats';

import { type SetAsideChange, SetAsideFull, type SetAsideLog } from '../../app/ports.ts';
import { parseCluster, type ClusterName } from '../../domain/cluster.ts';
import { reaching } from './reaching.ts';

const SET_ASIDE_STREAM = 'CHANGES_SET_ASIDE';
const SUBJECT_PREFIX = 'changes.setaside.';
const FOR_EVER = 0;
const DUPLICATE_WINDOW_MS = 120_000;
const PUBLISH_TIMEOUT_MS = 3_000;
const FIRST = 1;

type Listed = SetAsideChange & { setAsideMs: number };

// A header is one line.
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}]+/gu, ' ');
}

function idOf({ cluster, sequence, key, version }: SetAsideChange): string {
  const identity = JSON.stringify([cluster, sequence, key, version]);
  return createHash('sha256').update(identity).digest('hex');
}

function toListed(message: StoredMessage): Listed | undefined {
  const cluster = parseCluster(message.subject.slice(SUBJECT_PREFIX.length));
  if (!cluster) return undefined;
  const { headers, payload, timestampMs } = message;
  return {
    cluster,
    sequence: Number(headers['change-sequence'] ?? 0),
    key: headers['change-key'] ?? '',
    version: Number(headers['change-version'] ?? 0),
    reason: headers['change-reason'] ?? '',
    payload,
    setAsideMs: timestampMs,
  };
}

function refuseWhenFull(error: unknown): never {
  if (!(error instanceof NotStored)) throw error;
  throw new SetAsideFull('there is no room for another change set aside', { cause: error });
}

export class NatsSetAsideLog implements SetAsideLog {
  readonly #nats: Nats;
  readonly #signal: AbortSignal;

  /** `signal` ends what is under way when the process ends. */
  constructor(nats: Nats, signal: AbortSignal) {
    this.#nats = nats;
    this.#signal = signal;
  }

  ensure(bytesMax: number): Promise<void> {
    const subjects = [`${SUBJECT_PREFIX}>`];
    const limits = { maxAgeMs: FOR_EVER, maxBytes: bytesMax, whenFull: 'refuse' as const };
    const duplicateWindowMs = DUPLICATE_WINDOW_MS;
    const stream = { name: SET_ASIDE_STREAM, subjects, ...limits, duplicateWindowMs };
    return reaching(this.#nats.ensureStream(stream));
  }

  async keep(change: SetAsideChange): Promise<void> {
    const { cluster, sequence, key, version, reason, payload } = change;
    const published = this.#nats.publish({
      subject: `${SUBJECT_PREFIX}${cluster}`,
      payload,
      id: idOf(change),
      headers: {
        'change-sequence': String(sequence),
        'change-key': oneLine(key),
        'change-version': String(version),
        'change-reason': oneLine(reason),
      },
      timeoutMs: PUBLISH_TIMEOUT_MS,
    });
    await reaching(published.catch(refuseWhenFull));
  }

  /** Answers how many there were. */
  clear(cluster: ClusterName): Promise<number> {
    return reaching(this.#nats.purge(SET_ASIDE_STREAM, `${SUBJECT_PREFIX}${cluster}`));
  }

  async fill(): Promise<number> {
    const state = await reaching(this.#nats.streamState(SET_ASIDE_STREAM));
    return state ? Math.min(1, state.bytes / state.maxBytes) : 0;
  }

  count(cluster: ClusterName): Promise<number> {
    return reaching(this.#nats.countMessages(SET_ASIDE_STREAM, `${SUBJECT_PREFIX}${cluster}`));
  }

  async list(cluster: ClusterName | undefined, limit: number): Promise<Listed[]> {
    const subject = `${SUBJECT_PREFIX}${cluster ?? '>'}`;
    const scan = this.#nats.scan({
      stream: SET_ASIDE_STREAM,
      subject,
      fromSequence: FIRST,
      signal: this.#signal,
    });
    const latest: Listed[] = [];
    for (;;) {
      const next = await reaching(scan.next());
      if (next.done) return latest.reverse();
      const listed = toListed(next.value);
      if (!listed) continue;
      latest.push(listed);
      if (latest.length > limit) latest.shift();
    }
  }
}
