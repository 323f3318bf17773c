// NATS JetStream for the mesh: streams, durable consumers, key-value buckets with compare-and-set,
// leases.
export type { Bucket, BucketOptions } from './bucket.ts';
export type { BucketChange, BucketEntry, WatchOptions } from './bucket-entry.ts';
export { type NatsLogger, type NatsOptions } from './connection.ts';
export { type BatchHandler, type ConsumeOptions, type ConsumerProgress } from './consume.ts';
export { BucketConflict, NatsRefused, NatsUnavailable, NotStored } from './errors.ts';
export { Lease, type LeaseOptions } from './lease.ts';
export { type Message, type StoredMessage } from './message.ts';
export { connectNats, type Nats } from './nats.ts';
export { type ScanOptions } from './scan.ts';
export {
  type Publication,
  type Published,
  type StreamOptions,
  type StreamState,
} from './streams.ts';
