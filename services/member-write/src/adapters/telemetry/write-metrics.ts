// What this service counts and times.
import {
  Counter,
  Gauge,
  Histogram,
  LATENCY_BUCKETS_S,
  type Registry,
} from '@member-mesh/telemetry';

import type { WriteObserver } from '../../app/ports.ts';
import type { GroupState } from '../../app/record-status.ts';

export interface WriteMetrics extends WriteObserver {
  written(method: string, outcome: string, durationMs: number): void;
  statement(event: { statement: string; outcome: string; durationMs: number }): void;
  probed(states: readonly GroupState[]): void;
}

const MS_PER_S = 1_000;

export function createWriteMetrics(registry: Registry): WriteMetrics {
  const registers = [registry];
  const writes = new Histogram({
    name: 'member_write_duration_seconds',
    help: 'Writes by method and outcome.',
    labelNames: ['method', 'outcome'],
    buckets: LATENCY_BUCKETS_S,
    registers,
  });
  const statements = new Histogram({
    name: 'member_write_statement_duration_seconds',
    help: 'Statements on the record by name and outcome.',
    labelNames: ['statement', 'outcome'],
    buckets: LATENCY_BUCKETS_S,
    registers,
  });
  const attempts = new Counter({
    name: 'member_write_attempts_failed_total',
    help: 'Attempts of writes that failed, by reason; most are tried again.',
    labelNames: ['reason'],
    registers,
  });
  const repairs = new Counter({
    name: 'member_write_repairs_total',
    help: 'What the relay finished for writes that did not: by kind.',
    labelNames: ['kind'],
    registers,
  });
  const groups = createGroupGauges(registry);
  return {
    written: (method, outcome, durationMs) =>
      writes.observe({ method, outcome }, durationMs / MS_PER_S),
    statement: ({ statement, outcome, durationMs }) =>
      statements.observe({ statement, outcome }, durationMs / MS_PER_S),
    attemptFailed: (reason) => attempts.inc({ reason }),
    repaired: (kind, count) => repairs.inc({ kind }, count),
    probed: groups,
  };
}

function createGroupGauges(registry: Registry): (states: readonly GroupState[]) => void {
  const gauge = (name: string, help: string): Gauge<'group'> =>
    new Gauge({ name, help, labelNames: ['group'], registers: [registry] });
  const unpublished = gauge('member_write_outbox_unpublished', 'Outbox rows not in the stream.');
  const rows = gauge('member_write_outbox_rows', 'Outbox rows.');
  const reachable = gauge('member_write_group_reachable', '1 when the primary answers.');
  const epoch = gauge('member_write_group_epoch', 'The epoch under which versions are assigned.');
  const alarm = gauge(
    'member_write_semi_sync_alarm',
    '1 when the primary answers and its commits wait for no replica.',
  );
  return (states) => {
    for (const state of states) {
      const labels = { group: String(state.group) };
      reachable.set(labels, state.reachable ? 1 : 0);
      if (!state.reachable) continue;
      unpublished.set(labels, state.outbox.unpublished);
      rows.set(labels, state.outbox.rows);
      epoch.set(labels, state.epoch);
      alarm.set(labels, state.semiSync.on && state.semiSync.replicas > 0 ? 0 : 1);
    }
  };
}
