// One connection that never gives up. The client library alone gives up after ten attempts, stops
// for ever after two refused logins and notices a dead peer after minutes; and its first connect
// blocks its caller until it succeeds.
import {
  connect,
  createInbox,
  type JetStreamClient,
  type JetStreamManager,
  type NatsConnection,
} from 'nats';

import { sleep } from '@member-mesh/kernel';

import { asNatsFailure, NatsUnavailable } from './errors.ts';

export interface NatsLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export interface NatsOptions {
  /** host:port of each server. */
  urls: readonly string[];
  /** Must have the right to subscribe to `_INBOX.USER.>`. */
  user: string;
  password: string;
  /** Shown by the server's monitoring. */
  name: string;
  logger: NatsLogger;
}

/** What the parts of the driver share while the connection is up. */
export interface Session {
  connection: NatsConnection;
  /** A subject for answers that nobody uses yet. */
  newInbox: () => string;
  jetstream: JetStreamClient;
  manager: JetStreamManager;
}

export interface Link {
  connected(): boolean;
  /** The session of a connection that is up; throws NatsUnavailable at once when there is none. */
  session(): Session;
  /** Resolves when the connection is up; rejects with the signal's reason. */
  whenUp(signal: AbortSignal): Promise<void>;
  /**
   * Calls `listener` each time the connection is lost or came back, until the returned function is
   * called.
   */
  onChange(listener: (up: boolean) => void): () => void;
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 2_000;
const RECONNECT_WAIT_MS = 250;
const PING_INTERVAL_MS = 2_000;
const PINGS_OUT_MAX = 2;
const REQUEST_TIMEOUT_MS = 3_000;
const FLUSH_MS_MAX = 1_000;
const WARN_EVERY_ATTEMPTS = 40;

class ResilientLink implements Link {
  readonly #options: NatsOptions;
  readonly #closing = new AbortController();
  readonly #listeners = new Set<(up: boolean) => void>();
  #session: Session | undefined;
  #up = false;
  readonly #connecting: Promise<void>;

  constructor(options: NatsOptions) {
    this.#options = options;
    this.#connecting = this.#connectForEver();
  }

  connected(): boolean {
    return this.#up;
  }

  session(): Session {
    if (!this.#up || !this.#session) throw new NatsUnavailable('not connected to NATS');
    return this.#session;
  }

  onChange(listener: (up: boolean) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  whenUp(signal: AbortSignal): Promise<void> {
    if (this.#up) return Promise.resolve();
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason as Error);
      const stop = (): void => {
        signal.removeEventListener('abort', onAbort);
        remove();
      };
      const onAbort = (): void => {
        stop();
        reject(signal.reason as Error);
      };
      const remove = this.onChange((up) => {
        if (!up) return;
        stop();
        resolve();
      });
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }

  async close(): Promise<void> {
    this.#closing.abort(new NatsUnavailable('the connection is closed'));
    await this.#connecting;
    const connection = this.#session?.connection;
    const wasUp = this.#up;
    this.#change(false);
    if (!connection || connection.isClosed()) return;
    // The last acknowledgements should arrive; a server that hangs must not hold the end up.
    const flushed = new AbortController();
    const patience = sleep(FLUSH_MS_MAX, flushed.signal);
    if (wasUp) await Promise.race([connection.flush(), patience]).catch(() => undefined);
    flushed.abort(new NatsUnavailable('the connection is closed'));
    await patience.catch(() => undefined);
    await connection.close();
  }

  async #connectForEver(): Promise<void> {
    for (let attempt = 0; !this.#closing.signal.aborted; attempt++) {
      try {
        const connection = await this.#dial();
        if (this.#closing.signal.aborted) return await connection.close();
        await this.#adopt(connection);
        return;
      } catch (error) {
        if (attempt % WARN_EVERY_ATTEMPTS === 0) {
          const { urls } = this.#options;
          this.#options.logger.warn({ urls, error: String(error) }, 'cannot reach NATS yet');
        }
        await sleep(RECONNECT_WAIT_MS, this.#closing.signal).catch(() => undefined);
      }
    }
  }

  #dial(): Promise<NatsConnection> {
    return connect({
      servers: [...this.#options.urls],
      user: this.#options.user,
      pass: this.#options.password,
      name: this.#options.name,
      inboxPrefix: inboxPrefixOf(this.#options.user),
      timeout: CONNECT_TIMEOUT_MS,
      maxReconnectAttempts: -1,
      reconnectTimeWait: RECONNECT_WAIT_MS,
      reconnectJitter: RECONNECT_WAIT_MS,
      pingInterval: PING_INTERVAL_MS,
      maxPingOut: PINGS_OUT_MAX,
      ignoreAuthErrorAbort: true,
      ignoreClusterUpdates: true,
    });
  }

  async #adopt(connection: NatsConnection): Promise<void> {
    const prefix = inboxPrefixOf(this.#options.user);
    this.#session = {
      connection,
      newInbox: () => createInbox(prefix),
      jetstream: connection.jetstream({ timeout: REQUEST_TIMEOUT_MS }),
      manager: await connection.jetstreamManager({ checkAPI: false, timeout: REQUEST_TIMEOUT_MS }),
    };
    void this.#follow(connection);
    this.#change(true);
  }

  async #follow(connection: NatsConnection): Promise<void> {
    for await (const status of connection.status()) {
      const type: string = status.type;
      if (type === 'disconnect') this.#change(false);
      if (type === 'reconnect') this.#change(true);
      if (type === 'error') {
        this.#options.logger.warn({ error: status.data }, 'NATS reported an error');
      }
    }
    this.#change(false);
  }

  #change(up: boolean): void {
    if (up === this.#up) return;
    this.#up = up;
    const { logger, name } = this.#options;
    if (up) logger.info({ name }, 'connected to NATS');
    else if (!this.#closing.signal.aborted) logger.warn({ name }, 'lost the connection to NATS');
    for (const listener of this.#listeners) listener(up);
  }
}

/** Each account has inboxes of its own, so that it needs no right to listen to others' answers. */
function inboxPrefixOf(user: string): string {
  return `_INBOX.${user}`;
}

export function openLink(options: NatsOptions): Link {
  return new ResilientLink(options);
}

/** Runs `operation` on the session and translates its failure. */
export async function onSession<T>(
  link: Link,
  operation: (session: Session) => Promise<T>,
): Promise<T> {
  try {
    return await operation(link.session());
  } catch (error) {
    throw asNatsFailure(error);
  }
}
