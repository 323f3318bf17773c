// Nodes: thread pools that fit their cores, memory, disks and versions.
import { fault, figure, type Problem, type Rule, sizeText, warning } from './finding.ts';
import { diskStateOf } from './disk-limit.ts';
import type { NodeSight } from './sight.ts';

const GIB = 1024 ** 3;
const HEAP_PERCENT_MAX = 95;
/** Beyond it the virtual machine's pointers take twice the room. */
const HEAP_BYTES_MAX = 31 * GIB;
const JAVA_MIN = 17;
/** What the client library speaks. */
const VERSION_MAJOR = 8;
const VERSION_MINOR_MIN = 19;

/** The search thread pool that suits a number of cores: cores * 3 / 2 + 1, rounded down. */
export function searchPoolSize(processors: number): number {
  return Math.floor((processors * 3) / 2) + 1;
}

function poolProblems({ name, processors, searchPool }: NodeSight): Problem[] {
  const { size, queueSize, rejected } = searchPool;
  const wanted = searchPoolSize(processors);
  const problems: Problem[] = [];
  if (size !== wanted) {
    const found = `${name} has ${size} search threads for ${processors} processors, not ${wanted}`;
    const change = `remove thread_pool.search.size from elasticsearch.yml of ${name} and restart it`;
    problems.push(fault(found, change));
  }
  if (queueSize < 0) {
    const change = `remove thread_pool.search.queue_size from elasticsearch.yml of ${name} and restart it`;
    problems.push(fault(`the search queue of ${name} has no bound`, change));
  }
  if (rejected > 0) {
    const found = `${name} has rejected ${figure(rejected)} searches since it started`;
    const change = "add data nodes, or lower the concurrency of member-query's searches";
    problems.push(warning(found, change));
  }
  return problems;
}

export const searchPool: Rule = {
  name: 'search-pool',
  judge: ({ nodes }) => ({
    summary: nodes
      .map(({ name, processors, searchPool: { size, queueSize, queued, rejected } }) => {
        const queue = `queue ${figure(queued)} of ${figure(queueSize)}`;
        return `${name}: ${size} threads for ${processors} processors, ${queue}, ${rejected} rejected`;
      })
      .join('; '),
    problems: nodes.flatMap(poolProblems),
  }),
};

export const processorsShared: Rule = {
  name: 'processors-shared',
  judge: ({ nodes, neighbours }) => {
    const hosts = [...new Set(nodes.map(({ host }) => host))].map((host) => {
      const here = [...nodes, ...neighbours].filter((node) => node.host === host);
      const machine = Math.max(...here.map(({ machineProcessors }) => machineProcessors));
      const reckoned = here.reduce((sum, { processors }) => sum + processors, 0);
      return { host, here, machine, reckoned };
    });
    return {
      summary: hosts
        .map(({ host, here, machine, reckoned }) => {
          return `${host}: ${here.length} nodes reckon with ${reckoned} processors of ${machine}`;
        })
        .join('; '),
      problems: hosts.flatMap(({ host, here, machine, reckoned }): Problem[] => {
        // No node reckons with less than one.
        if (reckoned <= Math.max(machine, here.length)) return [];
        const each = Math.max(1, Math.floor(machine / here.length));
        const names = here.map(({ name }) => name).join(', ');
        const found = `${names} on ${host} reckon with ${reckoned} processors together, it has ${machine}`;
        return [warning(found, `set node.processors: ${each} in elasticsearch.yml of ${names}`)];
      }),
    };
  },
};

function heapProblems({ name, heap, memoryBytes, ...node }: NodeSight): Problem[] {
  const { startBytes, maxBytes, usedPercent } = heap;
  const problems: Problem[] = [];
  const complain = (found: string, change: string): void => {
    problems.push(warning(`${name}: ${found}`, change));
  };
  if (usedPercent >= HEAP_PERCENT_MAX || node.breakerTrips > 0) {
    const trips = `${figure(node.breakerTrips)} requests were refused to save it`;
    const change = `raise -Xms and -Xmx in jvm.options of ${name}, or add data nodes`;
    complain(`${usedPercent} % of the heap of ${sizeText(maxBytes)} is used, ${trips}`, change);
  }
  if (startBytes !== maxBytes) {
    const found = `the heap may grow from ${sizeText(startBytes)} to ${sizeText(maxBytes)}`;
    complain(found, `set -Xms to -Xmx in jvm.options of ${name}`);
  }
  if (maxBytes > HEAP_BYTES_MAX || !node.compressedPointers) {
    const found = `the heap of ${sizeText(maxBytes)} is too large for compressed pointers`;
    complain(found, `set -Xms and -Xmx to at most 31g in jvm.options of ${name}`);
  }
  if (maxBytes > memoryBytes / 2) {
    const found = `the heap of ${sizeText(maxBytes)} takes over half of ${sizeText(memoryBytes)}`;
    complain(found, `leave half of the memory to the file cache: lower -Xms and -Xmx of ${name}`);
  }
  return problems;
}

export const heap: Rule = {
  name: 'heap',
  judge: ({ nodes }) => ({
    summary: nodes
      .map(({ name, heap: { usedPercent, maxBytes } }) => {
        return `${name}: ${usedPercent} % of ${sizeText(maxBytes)} used`;
      })
      .join('; '),
    problems: nodes.flatMap(heapProblems),
  }),
};

export const disk: Rule = {
  name: 'disk',
  judge: ({ nodes, disk: limits }) => {
    const free = ({ name, disk: { availableBytes, totalBytes } }: NodeSight): string =>
      `${name}: ${sizeText(availableBytes)} of ${sizeText(totalBytes)} free`;
    const marks = `watermarks ${limits.low}, ${limits.high}, ${limits.flood}`;
    const off = warning(
      'the disk watermarks are off: a full disk is noticed by failing writes',
      'set cluster.routing.allocation.disk.threshold_enabled: true in elasticsearch.yml',
    );
    return {
      summary: `${nodes.map(free).join('; ')}; ${marks}`,
      problems: [
        ...(limits.enabled ? [] : [off]),
        ...nodes.flatMap((node): Problem[] => {
          const state = diskStateOf(node.disk, limits);
          if (state === 'enough') return [];
          const change = `free disk space on ${node.name}, or add data nodes`;
          const found = `${free(node)}, past the ${state} watermark (${limits[state]})`;
          return [state === 'low' ? warning(found, change) : fault(found, change)];
        }),
      ],
    };
  },
};

function isSupported(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major === VERSION_MAJOR && minor >= VERSION_MINOR_MIN;
}

export const versions: Rule = {
  name: 'versions',
  judge: ({ nodes }) => {
    const found = [...new Set(nodes.map(({ version }) => version))];
    const javas = [...new Set(nodes.map(({ javaVersion }) => javaVersion))];
    const problems: Problem[] = [];
    if (found.length > 1) {
      const change = 'finish the upgrade: restart the older nodes with the newer version';
      problems.push(warning(`nodes of versions ${found.join(', ')} are mixed`, change));
    }
    for (const version of found) {
      if (isSupported(version)) continue;
      const wanted = `${VERSION_MAJOR}.${VERSION_MINOR_MIN}`;
      const change = `run Elasticsearch ${wanted} or a later ${VERSION_MAJOR}.x`;
      problems.push(fault(`Elasticsearch ${version} is not what the services speak`, change));
    }
    for (const java of javas) {
      if (Number.parseInt(java, 10) >= JAVA_MIN) continue;
      problems.push(fault(`Java ${java}`, `run the nodes on Java ${JAVA_MIN} or later`));
    }
    return { summary: `Elasticsearch ${found.join(', ')} on Java ${javas.join(', ')}`, problems };
  },
};
