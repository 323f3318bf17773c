// The usual gRPC metrics, under the names that dashboards know.
import { status } from '@grpc/grpc-js';
import type { MethodKind } from '@member-mesh/contracts';
import { Counter, Histogram, LATENCY_BUCKETS_S, type Registry } from '@member-mesh/telemetry';

export interface MethodLabels {
  grpc_type: string;
  grpc_service: string;
  grpc_method: string;
}

export interface RpcMetrics {
  /** Counts a started call; the returned function counts how and after how long it ended. */
  start(labels: MethodLabels): (code: number) => void;
}

const LABEL_NAMES = ['grpc_type', 'grpc_service', 'grpc_method'] as const;

const TYPES: Record<MethodKind, string> = {
  unary: 'unary',
  'client-stream': 'client_stream',
  'server-stream': 'server_stream',
  'bidi-stream': 'bidi_stream',
};

export function methodLabels(path: string, kind: MethodKind): MethodLabels {
  const [, service = '', method = ''] = path.split('/');
  return { grpc_type: TYPES[kind], grpc_service: service, grpc_method: method };
}

/**
 * Metrics of one side of a process; registered once, whatever the number of servers and clients.
 */
export function createRpcMetrics(registry: Registry, side: 'server' | 'client'): RpcMetrics {
  const labelNames = [...LABEL_NAMES];
  const name = (what: string): string => `grpc_${side}_${what}`;
  const known = <T>(metric: string, make: () => T): T =>
    (registry.getSingleMetric(metric) as T | undefined) ?? make();
  const registers = [registry];
  const started = known(
    name('started_total'),
    () =>
      new Counter({ name: name('started_total'), help: 'Calls started.', labelNames, registers }),
  );
  const handled = known(
    name('handled_total'),
    () =>
      new Counter({
        name: name('handled_total'),
        help: 'Calls ended, by status code.',
        labelNames: [...labelNames, 'grpc_code'],
        registers,
      }),
  );
  const seconds = known(
    name('handling_seconds'),
    () =>
      new Histogram({
        name: name('handling_seconds'),
        help: 'Time from start to end of a call, seconds.',
        labelNames,
        buckets: LATENCY_BUCKETS_S,
        registers,
      }),
  );
  return {
    start: (labels) => {
      started.inc({ ...labels });
      const stop = seconds.startTimer({ ...labels });
      return (code) => {
        handled.inc({ ...labels, grpc_code: status[code] ?? String(code) });
        stop();
      };
    },
  };
}

/** Counts calls that asked another target as well because the first was late. */
export function createHedgeCounter(registry: Registry): (labels: MethodLabels) => void {
  const name = 'grpc_client_hedged_total';
  const hedged =
    (registry.getSingleMetric(name) as Counter | undefined) ??
    new Counter({
      name,
      help: 'Times that another target was asked as well because one was late.',
      labelNames: [...LABEL_NAMES],
      registers: [registry],
    });
  return (labels) => hedged.inc({ ...labels });
}

/** Counts what a server refuses before a handler sees it. */
export function createRefusalCounter(registry: Registry): (reason: string) => void {
  const name = 'grpc_server_refused_total';
  const known = registry.getSingleMetric(name) as Counter | undefined;
  const refused =
    known ??
    new Counter({
      name,
      help: 'Calls refused before they reached a handler, by reason.',
      labelNames: ['reason'],
      registers: [registry],
    });
  return (reason) => refused.inc({ reason });
}
