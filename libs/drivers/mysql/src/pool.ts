// The connections to one server: bounded, waited for in turn and with a deadline, closed when idle.
// The client library's own pool waits for ever and hands out connections that broke while idle.
import type { Clock } from '@member-mesh/kernel';

import { MysqlError } from './mysql-error.ts';
import type { Session } from './session.ts';

export interface PoolOptions {
  connectionsMax: number;
  /** Callers that may wait for a connection. */
  waitersMax: number;
  /** An idle connection is closed after so long. */
  idleMs: number;
  clock: Clock;
  open: (timeoutMs: number) => Promise<Session>;
}

interface IdleSession {
  session: Session;
  sinceMs: number;
}

interface Waiter {
  deadlineMs: number;
  resolve: (session: Session) => void;
  reject: (error: Error) => void;
  timer: NodeJS.Timeout;
}

export class Pool {
  readonly #options: PoolOptions;
  readonly #idle: IdleSession[] = [];
  readonly #waiters = new Set<Waiter>();
  readonly #sessions = new Set<Session>();
  readonly #sweep: NodeJS.Timeout;
  #open = 0;
  #closed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#sweep = setInterval(() => this.#closeIdle(), options.idleMs / 4).unref();
  }

  /** Connections that exist or are being opened. */
  get size(): number {
    return this.#open;
  }

  get idle(): number {
    return this.#idle.length;
  }

  /** A usable session, to be given back. Throws MysqlError after `timeoutMs`. */
  async take(timeoutMs: number): Promise<Session> {
    if (this.#closed) throw new MysqlError('unreachable', 'take');
    for (let found = this.#idle.pop(); found; found = this.#idle.pop()) {
      if (found.session.usable()) return found.session;
      this.#forget(found.session);
    }
    if (this.#open < this.#options.connectionsMax) return await this.#connect(timeoutMs);
    return await this.#wait(timeoutMs);
  }

  /** Gives a session back; one that broke makes room for a new one. */
  give(session: Session): void {
    if (!session.usable() || this.#closed) {
      session.destroy();
      this.#forget(session);
      this.#connectForWaiter();
      return;
    }
    const waiter = this.#nextWaiter();
    if (waiter) waiter.resolve(session);
    else this.#idle.push({ session, sinceMs: this.#options.clock.monotonicMs() });
  }

  /** Closes every connection, also those in use. */
  close(): void {
    this.#closed = true;
    clearInterval(this.#sweep);
    for (let waiter = this.#nextWaiter(); waiter; waiter = this.#nextWaiter()) {
      waiter.reject(new MysqlError('unreachable', 'take'));
    }
    for (const session of this.#sessions) session.destroy();
    this.#idle.length = 0;
  }

  async #connect(timeoutMs: number): Promise<Session> {
    this.#open++;
    try {
      const session = await this.#options.open(timeoutMs);
      this.#sessions.add(session);
      return session;
    } catch (error) {
      this.#open--;
      this.#connectForWaiter();
      throw error;
    }
  }

  #wait(timeoutMs: number): Promise<Session> {
    if (this.#waiters.size >= this.#options.waitersMax) {
      return Promise.reject(new MysqlError('pool-exhausted', 'take'));
    }
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        deadlineMs: this.#options.clock.monotonicMs() + timeoutMs,
        resolve,
        reject,
        timer: setTimeout(() => {
          this.#waiters.delete(waiter);
          reject(new MysqlError('pool-exhausted', 'take'));
        }, timeoutMs),
      };
      this.#waiters.add(waiter);
    });
  }

  #nextWaiter(): Waiter | undefined {
    const waiter = this.#waiters.values().next().value;
    if (!waiter) return undefined;
    this.#waiters.delete(waiter);
    clearTimeout(waiter.timer);
    return waiter;
  }

  /** One attempt for the one who waits longest; its failure is that caller's failure. */
  #connectForWaiter(): void {
    if (this.#closed || this.#open >= this.#options.connectionsMax) return;
    const waiter = this.#nextWaiter();
    if (!waiter) return;
    const leftMs = Math.max(1, waiter.deadlineMs - this.#options.clock.monotonicMs());
    this.#connect(leftMs).then(waiter.resolve, waiter.reject);
  }

  #forget(session: Session): void {
    if (this.#sessions.delete(session)) this.#open--;
  }

  #closeIdle(): void {
    const { clock, idleMs } = this.#options;
    const oldestMs = clock.monotonicMs() - idleMs;
    while (this.#idle[0] && this.#idle[0].sinceMs < oldestMs) {
      const session = this.#idle.shift()?.session;
      if (!session) return;
      session.destroy();
      this.#forget(session);
    }
  }
}
