// Redis Cluster for the mesh: batched reads that tell each key's outcome, scripts by digest,
// deadlines on everything.
export { RedisFailure, type RedisFailureReason } from './errors.ts';
export {
  connectRedis,
  type RedisCluster,
  type RedisLogger,
  type RedisOptions,
} from './redis-cluster.ts';
export {
  type Argument,
  defineJoinedScript,
  defineScript,
  type JoinedScript,
  type Reply,
  type Script,
} from './script.ts';
