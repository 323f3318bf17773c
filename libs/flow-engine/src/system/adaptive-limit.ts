// A limit on calls in progress that finds itself, after the gradient limits of Netflix's
// concurrency-limits. Every 100 ms the mean response time is set against that of an idle backend:
//   gradient = clamp(1.5 * idle / mean, 0.5, 1)
//   limit = 0.8 * limit + 0.2 * (limit * gradient + sqrt(limit))
// so that a queue of about sqrt(limit) is kept waiting, and no more. The limit grows only while at
// least half of it is in use.
//
// What an idle backend takes cannot be learnt from averages: under long overload they call the
// queue normal. As in BBR's PROBE_RTT, every 10 s half of the limit is in force for 300 ms, and the
// idle time is what calls take in the last two thirds of that.

const LIMIT_FIRST = 20;
const LIMIT_MIN = 4;
const LIMIT_MAX = 100_000;
const ROUND_MS = 100;
const SAMPLES_MIN = 10;
const TOLERANCE = 1.5;
const GRADIENT_MIN = 0.5;
const SMOOTHING = 0.2;
const PROBE_EVERY_MS = 10_000;
const PROBE_MS = 300;
const PROBE_DRAIN_MS = 100;

export class AdaptiveLimit {
  #limit = LIMIT_FIRST;
  #idleMs = Infinity;
  #samples = 0;
  #sumMs = 0;
  #peak = 0;
  #roundMs = -Infinity;
  #probeMs = -Infinity;

  /** How many calls may be in progress. */
  limitAt(nowMs: number): number {
    return this.#isProbing(nowMs) ? Math.max(LIMIT_MIN, this.#limit / 2) : this.#limit;
  }

  /** A call ended well while `running` were in progress, itself included. */
  responded(elapsedMs: number, running: number, nowMs: number): void {
    if (this.#probeMs === -Infinity) this.#probeMs = nowMs;
    if (this.#isProbing(nowMs) && nowMs - this.#probeMs < PROBE_DRAIN_MS) return;
    if (this.#roundMs < this.#probeMs + PROBE_DRAIN_MS && this.#isProbing(nowMs)) {
      this.#begin(this.#probeMs + PROBE_DRAIN_MS);
    }
    this.#samples++;
    this.#sumMs += elapsedMs;
    this.#peak = Math.max(this.#peak, running);
    if (this.#isProbing(nowMs)) return;
    if (this.#roundMs < this.#probeMs + PROBE_MS) this.#endProbe(nowMs);
    else if (nowMs - this.#roundMs >= ROUND_MS && this.#samples >= SAMPLES_MIN) this.#adapt(nowMs);
  }

  #isProbing(nowMs: number): boolean {
    return nowMs - this.#probeMs < PROBE_MS;
  }

  #begin(nowMs: number): void {
    this.#roundMs = nowMs;
    this.#samples = this.#sumMs = this.#peak = 0;
  }

  #endProbe(nowMs: number): void {
    if (this.#samples >= SAMPLES_MIN) this.#idleMs = this.#sumMs / this.#samples;
    this.#begin(Math.max(nowMs, this.#probeMs + PROBE_MS));
  }

  #adapt(nowMs: number): void {
    const meanMs = this.#sumMs / this.#samples;
    this.#idleMs = Math.min(this.#idleMs, meanMs);
    const gradient = Math.min(1, Math.max(GRADIENT_MIN, (TOLERANCE * this.#idleMs) / meanMs));
    const isUsed = this.#peak >= this.#limit / 2;
    if (isUsed || gradient < 1) {
      const next = this.#limit * gradient + (isUsed ? Math.sqrt(this.#limit) : 0);
      const smooth = this.#limit + SMOOTHING * (next - this.#limit);
      this.#limit = Math.min(LIMIT_MAX, Math.max(LIMIT_MIN, smooth));
    }
    this.#begin(nowMs);
    if (nowMs - this.#probeMs >= PROBE_EVERY_MS) this.#probeMs = nowMs;
  }
}
