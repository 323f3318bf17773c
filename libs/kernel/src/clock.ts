// The only file that reads the real clock. Everything else takes a Clock, so that a test decides
// what time it is.

export interface Clock {
  /** Wall clock, milliseconds since 1970. May jump; for what is stored and shown. */
  nowMs(): number;
  /** Milliseconds since an arbitrary start. Never jumps; for what is waited for. */
  monotonicMs(): number;
}

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
};
