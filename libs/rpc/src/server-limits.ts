// What one server of the mesh takes at most. Without bounds a single peer, without a key even, can
// make a process hold more than its memory: streams that stay open, bodies that never end, answers
// that nobody reads. Beyond a bound there is an error or a closed connection, never a longer queue.

export interface ServerLimits {
  /**
   * Bytes of one request message. The largest that the public contract allows, 500 accounts of 160
   * bytes, takes 90 KB: ten times that is room for later fields.
   */
  requestBytesMax: number;
  /**
   * Streams on one connection, as HTTP/2 announces it: a well-behaved client queues beyond it, and
   * others are refused by the protocol. At 10 ms a call it passes 100,000 calls a second.
   */
  connectionStreamsMax: number;
  /**
   * Calls open on all connections together, and handlers that run. An idle open call costs 13 KB:
   * 65 MB of a process that has some gigabytes. Beyond: RESOURCE_EXHAUSTED, except for health
   * checks.
   */
  openCallsMax: number;
  /** Connections. An idle one costs 15 KB. Beyond: closed as soon as it was accepted. */
  connectionsMax: number;
  /**
   * Megabytes that one connection may make this process hold, unread answers above all. Beyond: new
   * streams of that connection are reset with ENHANCE_YOUR_CALM. Four of the largest answers.
   */
  connectionMemoryMbMax: number;
  /** Bytes of all requests together that have begun to arrive and are not whole. */
  requestBytesWaitingMax: number;
  /** Below this a request that is not whole is let go on, however much others hold. */
  requestBytesFree: number;
  /** How long a request may take to arrive whole; 1 MiB in this time is 280 kbit/s. */
  requestTimeMaxMs: number;
  /** How long a reader of a stream may take for one message before the stream is ended. */
  readerTimeMaxMs: number;
  /** Bytes of all metadata of one call, as HTTP/2 counts them: what gRPC itself never exceeds. */
  metadataBytesMax: number;
  /** PING and SETTINGS frames of one connection: so many at once, and then by the second. */
  controlFramesBurst: number;
  controlFramesPerSecond: number;
  /**
   * Streams that one connection may reset: so many at once, and then by the second. A caller all of
   * whose calls time out resets as many as it makes; "rapid reset" makes 100,000 a second.
   */
  streamResetsBurst: number;
  streamResetsPerSecond: number;
  /** How often what is overdue is looked for. */
  sweepIntervalMs: number;
}

const MIB = 1024 * 1024;

export const SERVER_LIMITS: ServerLimits = {
  requestBytesMax: MIB,
  connectionStreamsMax: 1_000,
  openCallsMax: 5_000,
  connectionsMax: 2_000,
  connectionMemoryMbMax: 64,
  requestBytesWaitingMax: 64 * MIB,
  requestBytesFree: 16 * 1024,
  requestTimeMaxMs: 30_000,
  readerTimeMaxMs: 60_000,
  metadataBytesMax: 16 * 1024,
  controlFramesBurst: 1_000,
  controlFramesPerSecond: 100,
  streamResetsBurst: 10_000,
  streamResetsPerSecond: 1_000,
  sweepIntervalMs: 1_000,
};

/** Bytes of one answer, and of one request where a service takes whole batches. */
export const MESSAGE_BYTES_MAX = 16 * MIB;
/** A deadline further away is brought to this: longer timers than 2^31 ms fire at once. */
export const DEADLINE_MAX_MS = 86_400_000;
