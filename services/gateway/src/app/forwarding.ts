// The port to the services that answer whole calls. Requests and answers pass encoded, as they
// came.
import type { Caller } from '../domain/caller.ts';

/** The call that is forwarded: its time and the caller's going bound what is done for it. */
export interface ForwardedCall {
  /** Milliseconds since 1970; Infinity when the caller set none. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
}

export interface Forwarding {
  /** The encoded answer of `method`. Rejects with a MeshError that is fit for the caller. */
  forward(
    method: string,
    request: Buffer,
    from: { caller: Caller; call: ForwardedCall },
  ): Promise<Buffer>;
}
