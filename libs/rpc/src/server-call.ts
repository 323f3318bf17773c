// What a handler may know of the call it serves: who calls, how long there is, and when to give up.
import type { Metadata } from '@grpc/grpc-js';

export interface CallPeer {
  /** The kind of service, or the caller's name, that was proven; empty when none is asked for. */
  caller: string;
}

interface SurfaceCall {
  readonly metadata: Metadata;
  getDeadline(): Date | number;
  readonly cancelled: boolean;
  on(event: 'cancelled', listener: () => void): unknown;
}

/**
 * The call that is being served; a child call made with it inherits deadline, trace and
 * cancellation.
 */
export class ServerCall {
  readonly caller: string;
  readonly metadata: Metadata;
  /** When the caller stops waiting, milliseconds since 1970; Infinity without a deadline. */
  readonly deadlineMs: number;
  readonly #surface: SurfaceCall;
  readonly #nowMs: () => number;
  #controller: AbortController | undefined;

  constructor(surface: SurfaceCall, peer: CallPeer, nowMs: () => number) {
    this.#surface = surface;
    this.#nowMs = nowMs;
    this.caller = peer.caller;
    this.metadata = surface.metadata;
    this.deadlineMs = Number(surface.getDeadline());
  }

  /** How long the caller still waits; 0 when it does no more. */
  remainingMs(): number {
    return Math.max(0, this.deadlineMs - this.#nowMs());
  }

  /** The first value of a metadata key as text; undefined when it was not sent. */
  header(name: string): string | undefined {
    const value = this.metadata.get(name)[0];
    return value === undefined ? undefined : value.toString();
  }

  /** Aborts when the caller has given up or its deadline has passed. Made at its first use. */
  get signal(): AbortSignal {
    if (!this.#controller) {
      const controller = new AbortController();
      const reason = (): Error => new DOMException('the caller has gone', 'AbortError');
      if (this.#surface.cancelled) controller.abort(reason());
      this.#surface.on('cancelled', () => controller.abort(reason()));
      this.#controller = controller;
    }
    return this.#controller.signal;
  }
}
