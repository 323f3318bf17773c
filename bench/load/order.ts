// What a load generator is told to do and what it answers: the messages between the benchmark and
// its generator processes.

/** A method of a server, as a caller reaches it. */
export interface Target {
  /** host:port */
  address: string;
  /** `/package.Service/Method` */
  path: string;
  metadata: Readonly<Record<string, string>>;
}

export type Pace =
  | { kind: 'closed'; /** Calls on their way, over all connections. */ atOnce: number }
  | { kind: 'open'; perSecond: number };

export interface Order {
  target: Target;
  /** Encoded; sent one after the other, from the start again after the last unless `once`. */
  requests: readonly Buffer[];
  once?: boolean;
  /** What each answer has to contain, by request. */
  expected: readonly string[];
  connections: number;
  pace: Pace;
  durationMs: number;
}

export interface Outcome {
  calls: number;
  /** Of them the ones that failed or answered something else, by what they said. */
  failures: Readonly<Record<string, number>>;
  /** From the first request to the last answer. */
  elapsedMs: number;
  /** Of answered calls; from the intended moment of sending where the pace is open. */
  latenciesMs: Float64Array;
  /** Open pace: calls not sent at all because too many were still on their way. */
  skipped: number;
}

export type ToGenerator = { id: number; order: Order };
export type FromGenerator =
  { id: number; outcome: Outcome } | { id: number; problem: string } | { ready: true };
