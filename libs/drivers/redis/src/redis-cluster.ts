// One Redis Cluster as the services use it. The naive client queues commands while it is
// disconnected and runs them when nobody waits any more, retries for seconds, and lets one slow
// node hold up a whole batch; here every command has a deadline, fails at once while there is no
// connection, and a batch tells each key's outcome by itself.
import { readFileSync } from 'node:fs';

import { Cluster, type ClusterNode, type ClusterOptions } from 'ioredis';

import { isUnknownScript, RedisFailure, toFailure } from './errors.ts';
import { JoinedCalls } from './joined-calls.ts';
import {
  type Argument,
  defineScript,
  type JoinedScript,
  type Reply,
  type Script,
} from './script.ts';
import { hashTagOf, slotOfTag } from './slot.ts';

export interface RedisLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export interface RedisOptions {
  nodes: readonly { host: string; port: number }[];
  user: string;
  password: string;
  /** The connections' name on the servers. */
  name: string;
  logger: RedisLogger;
  /** How long a command may take, the wait for its turn included. */
  commandTimeoutMs: number;
}

/** What a key holds; null for nothing. */
export type Value = Buffer | null | RedisFailure;

export interface RedisCluster {
  /** Whether the client knows the cluster's slots. Says nothing about single nodes. */
  ready(): boolean;
  /**
   * The values of the keys, in their order; null for what is not there. Never rejects: a key whose
   * node cannot be had gets a RedisFailure.
   */
  getMany(keys: readonly string[]): Promise<Value[]>;
  /**
   * Runs a script on the node of its keys, which share a slot. Throws RedisFailure; after `timeout`
   * it may still run.
   */
  run(script: Script, keys: readonly string[], args: readonly Argument[]): Promise<Reply>;
  /** As `run`; calls of one script made in the same turn travel as one command to each node. */
  runJoined(
    script: JoinedScript,
    keys: readonly string[],
    args: readonly Argument[],
  ): Promise<Reply>;
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 1_000;
const SOCKET_TIMEOUT_MS = 5_000;
const SLOTS_REFRESH_TIMEOUT_MS = 1_000;
const SLOTS_REFRESH_INTERVAL_MS = 5_000;
const RECONNECT_MAX_MS = 500;
const REDIRECTIONS_MAX = 3;
const REDIRECTION_DELAY_MS = 20;
const TAGS_MAX = 10_000;

const GET_MANY = defineScript(
  'get-many',
  readFileSync(new URL('./get-many.lua', import.meta.url), 'utf8'),
);

/** Commands that the library makes at run time and leaves out of its types. */
type CommandingCluster = Cluster & {
  evalshaBuffer(...args: Argument[]): Promise<unknown>;
  evalBuffer(...args: Argument[]): Promise<unknown>;
};

/** Resolves at once and goes on connecting for ever. */
export function connectRedis(options: RedisOptions): RedisCluster {
  const nodes: ClusterNode[] = options.nodes.map(({ host, port }) => ({ host, port }));
  const cluster = new Cluster(nodes, clusterOptions(options)) as CommandingCluster;
  tellConnections(cluster, options);
  return new IoredisCluster(cluster, options.commandTimeoutMs);
}

function clusterOptions({ user, password, name }: RedisOptions) {
  const reconnectDelayMs = (times: number): number => Math.min(50 * times, RECONNECT_MAX_MS);
  return {
    enableOfflineQueue: false,
    enableAutoPipelining: true,
    // Coverage of every slot is not asked for: the slots of the nodes that live are served.
    enableReadyCheck: false,
    clusterRetryStrategy: reconnectDelayMs,
    clusterNodeRetryStrategy: reconnectDelayMs,
    slotsRefreshTimeout: SLOTS_REFRESH_TIMEOUT_MS,
    slotsRefreshInterval: SLOTS_REFRESH_INTERVAL_MS,
    maxRedirections: REDIRECTIONS_MAX,
    retryDelayOnFailover: REDIRECTION_DELAY_MS,
    retryDelayOnClusterDown: REDIRECTION_DELAY_MS,
    retryDelayOnTryAgain: REDIRECTION_DELAY_MS,
    scaleReads: 'master',
    redisOptions: {
      ...(user === '' ? {} : { username: user }),
      ...(password === '' ? {} : { password }),
      connectionName: name,
      protocol: 2,
      disableClientInfo: true,
      enableReadyCheck: false,
      noDelay: true,
      connectTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: SOCKET_TIMEOUT_MS,
      // What waits for a node that is away fails with the first attempt to reach it again.
      maxRetriesPerRequest: 0,
      autoResendUnfulfilledCommands: false,
    },
  } satisfies ClusterOptions;
}

function tellConnections(cluster: Cluster, { logger, name }: RedisOptions): void {
  cluster.on('ready', () => logger.info({ event: 'redis-ready', client: name }, 'slots are known'));
  cluster.on('error', (error: Error) => {
    logger.warn({ event: 'redis-error', client: name, error: error.message }, 'no node answers');
  });
  cluster.on('node error', (error: Error, node: string) => {
    const fields = { event: 'redis-node-error', client: name, node, error: error.message };
    logger.warn(fields, 'a node cannot be had');
  });
}

class IoredisCluster implements RedisCluster {
  readonly #cluster: CommandingCluster;
  readonly #timeoutMs: number;
  readonly #slots = new Map<string, number>();
  readonly #joined = new JoinedCalls({
    nodeOf: (key) => this.#nodeOf(key),
    run: (script, keys, args) => this.run(script, keys, args),
  });

  constructor(cluster: CommandingCluster, timeoutMs: number) {
    this.#cluster = cluster;
    this.#timeoutMs = timeoutMs;
  }

  ready(): boolean {
    return this.#cluster.status === 'ready';
  }

  async getMany(keys: readonly string[]): Promise<Value[]> {
    const values = new Array<Value>(keys.length).fill(LATE);
    const groups = this.#byNode(keys);
    await Promise.all(
      [...groups.values()].map((places) => this.#getFromNode(keys, places, values)),
    );
    return values;
  }

  async run(script: Script, keys: readonly string[], args: readonly Argument[]): Promise<Reply> {
    const rest = [keys.length, ...keys, ...args];
    try {
      return await this.#inTime(() => this.#cluster.evalshaBuffer(script.sha1, ...rest));
    } catch (error) {
      if (!isUnknownScript(error)) throw named(script, error);
    }
    return this.#inTime(() => this.#cluster.evalBuffer(script.lua, ...rest)).catch(
      (error: unknown) => {
        throw named(script, error);
      },
    );
  }

  runJoined(
    script: JoinedScript,
    keys: readonly string[],
    args: readonly Argument[],
  ): Promise<Reply> {
    return this.#joined.call(script, keys, args);
  }

  async close(): Promise<void> {
    this.#cluster.disconnect();
    await Promise.resolve();
  }

  /** Places of the keys, by the node that holds their slot. */
  #byNode(keys: readonly string[]): Map<string, number[]> {
    const groups = new Map<string, number[]>();
    keys.forEach((key, place) => {
      const node = this.#nodeOf(key);
      const places = groups.get(node);
      if (places) places.push(place);
      else groups.set(node, [place]);
    });
    return groups;
  }

  #nodeOf(key: string): string {
    return this.#cluster.slots[this.#slotOf(key)]?.[0] ?? '';
  }

  #slotOf(key: string): number {
    const tag = hashTagOf(key);
    const known = this.#slots.get(tag);
    if (known !== undefined) return known;
    const slot = slotOfTag(tag);
    if (this.#slots.size < TAGS_MAX) this.#slots.set(tag, slot);
    return slot;
  }

  async #getFromNode(
    keys: readonly string[],
    places: readonly number[],
    values: Value[],
  ): Promise<void> {
    const asked = places.map((place) => keys[place] ?? '');
    try {
      const reply = await this.run(GET_MANY, asked.slice(0, 1), asked);
      const found = reply as (Buffer | null)[];
      places.forEach((place, at) => (values[place] = found[at] ?? null));
    } catch (error) {
      const failure = toFailure(error);
      if (failure.reason === 'refused') return this.#getOneByOne(keys, places, values);
      for (const place of places) values[place] = failure;
    }
  }

  /** While slots move between nodes, each key finds its own way. */
  async #getOneByOne(
    keys: readonly string[],
    places: readonly number[],
    values: Value[],
  ): Promise<void> {
    await Promise.all(
      places.map(async (place) => {
        try {
          const value = await this.#inTime(() => this.#cluster.getBuffer(keys[place] ?? ''));
          values[place] = value as Buffer | null;
        } catch (error) {
          values[place] = toFailure(error);
        }
      }),
    );
  }

  // The library's own timeout begins when a command is written, which may be after a long wait for
  // its turn, and ends before answers are read that came while this process was busy.
  async #inTime(command: () => Promise<unknown>): Promise<Reply> {
    if (!this.ready()) throw notReady();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      // An immediate comes after what the sockets hold. Without it a process that falls behind
      // takes its own delay for the server's, repeats what was done, and falls further behind.
      timer = setTimeout(() => setImmediate(() => reject(LATE)), this.#timeoutMs);
    });
    try {
      return (await Promise.race([command(), late])) as Reply;
    } finally {
      clearTimeout(timer);
    }
  }
}

const LATE = new RedisFailure('timeout', 'no answer within the command timeout');

function notReady(): RedisFailure {
  return new RedisFailure('unavailable', 'no node of the cluster is connected');
}

function named(script: Script, error: unknown): RedisFailure {
  const failure = toFailure(error);
  return new RedisFailure(failure.reason, `${script.name}: ${failure.message}`, error);
}
