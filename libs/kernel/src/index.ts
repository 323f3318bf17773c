// The pure ground that every part stands on: time, randomness, waiting, bounds and versions.
export { chunk } from './arrays.ts';
export { Bulkhead, BulkheadFull, type BulkheadOptions } from './bulkhead.ts';
export { systemClock, type Clock } from './clock.ts';
export { assertNever, BrokenInvariant, invariant } from './invariant.ts';
export { systemRandom, type Random } from './random.ts';
export { seededFractions } from './seeded.ts';
export { SingleFlight } from './single-flight.ts';
export { EPOCH_MAX, epochOf, firstVersion, nextVersion, VERSION_MAX } from './version.ts';
export { retry, sleep, type RetryOptions, untilAborted } from './wait.ts';
