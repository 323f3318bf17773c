// What a cluster says of its nodes: how they are set and how they fare.
import type { CallOptions, Requests } from './requests.ts';

export interface NodeState {
  name: string;
  /** The address it publishes. */
  host: string;
  version: string;
  javaVersion: string;
  holdsData: boolean;
  /** Cores that its thread pools reckon with. */
  processors: number;
  machineProcessors: number;
  /** `queueSize` is negative where the queue has no bound; `rejected` counts since the start. */
  searchPool: { size: number; queueSize: number; queued: number; rejected: number };
  heap: { startBytes: number; maxBytes: number; usedPercent: number };
  memoryBytes: number;
  compressedPointers: boolean;
  breakerTrips: number;
  disk: { totalBytes: number; availableBytes: number };
}

interface WireInfo {
  name: string;
  host: string;
  version: string;
  roles: string[];
  os: { available_processors: number; allocated_processors: number };
  jvm: {
    version: string;
    mem: { heap_init_in_bytes: number; heap_max_in_bytes: number };
    using_compressed_ordinary_object_pointers?: string;
  };
  thread_pool: { search: { size: number; queue_size: number } };
}

interface WireStats {
  os: { mem: { total_in_bytes: number } };
  jvm: { mem: { heap_used_percent: number } };
  thread_pool: { search: { queue: number; rejected: number } };
  fs: { total: { total_in_bytes: number; available_in_bytes: number } };
  breakers: { parent: { tripped: number } };
}

type Wire<T> = { nodes?: Record<string, T> };

function toState(info: WireInfo, stats: WireStats): NodeState {
  const { jvm, os } = info;
  return {
    name: info.name,
    host: info.host,
    version: info.version,
    javaVersion: jvm.version,
    holdsData: info.roles.some((role) => role === 'data' || role.startsWith('data_')),
    processors: os.allocated_processors,
    machineProcessors: os.available_processors,
    searchPool: {
      size: info.thread_pool.search.size,
      queueSize: info.thread_pool.search.queue_size,
      queued: stats.thread_pool.search.queue,
      rejected: stats.thread_pool.search.rejected,
    },
    heap: {
      startBytes: jvm.mem.heap_init_in_bytes,
      // The maximum that is reported leaves out one survivor space, hence the larger of both.
      maxBytes: Math.max(jvm.mem.heap_max_in_bytes, jvm.mem.heap_init_in_bytes),
      usedPercent: stats.jvm.mem.heap_used_percent,
    },
    memoryBytes: stats.os.mem.total_in_bytes,
    compressedPointers: jvm.using_compressed_ordinary_object_pointers !== 'false',
    breakerTrips: stats.breakers.parent.tripped,
    disk: {
      totalBytes: stats.fs.total.total_in_bytes,
      availableBytes: stats.fs.total.available_in_bytes,
    },
  };
}

/** The nodes that answered both how they are set and how they fare, by name. */
export async function nodeStates(
  requests: Requests,
  options: CallOptions = {},
): Promise<NodeState[]> {
  const [infos, stats] = await Promise.all([
    requests.send<Wire<WireInfo>>({ method: 'GET', path: '/_nodes/os,jvm,thread_pool' }, options),
    requests.send<Wire<WireStats>>(
      { method: 'GET', path: '/_nodes/stats/os,jvm,thread_pool,fs,breaker' },
      options,
    ),
  ]);
  return Object.entries(infos.nodes ?? {})
    .flatMap(([id, info]) => {
      const own = stats.nodes?.[id];
      return own ? [toState(info, own)] : [];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

export interface DiskLimits {
  enabled: boolean;
  low: string;
  high: string;
  flood: string;
  /** The most that a share may keep free; empty where it is not bounded. */
  headroom: { low: string; high: string; flood: string };
}

const DISK = 'cluster.routing.allocation.disk';

/** The watermarks that hold: set while running before those of the file before the defaults. */
export async function diskLimits(
  requests: Requests,
  options: CallOptions = {},
): Promise<DiskLimits> {
  type Settings = Partial<Record<string, string>>;
  const answer = await requests.send<Partial<Record<string, Settings>>>(
    {
      method: 'GET',
      path: '/_cluster/settings',
      query: { include_defaults: true, flat_settings: true },
    },
    options,
  );
  const { transient, persistent, defaults } = answer;
  const settings = { ...defaults, ...persistent, ...transient };
  const mark = (name: string): string => settings[`${DISK}.watermark.${name}`] ?? '';
  return {
    enabled: settings[`${DISK}.threshold_enabled`] !== 'false',
    low: mark('low'),
    high: mark('high'),
    flood: mark('flood_stage'),
    headroom: {
      low: mark('low.max_headroom'),
      high: mark('high.max_headroom'),
      flood: mark('flood_stage.max_headroom'),
    },
  };
}
