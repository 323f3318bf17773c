// What a rule says of a cluster, and how several problems become one finding.
import type { ClusterSight } from './sight.ts';

export type Verdict = 'ok' | 'warning' | 'fault';

export interface Finding {
  rule: string;
  verdict: Verdict;
  /** What was found, with its figures. */
  found: string;
  /** The setting or the command that would mend it; empty when nothing is wrong. */
  change: string;
}

export interface Problem {
  verdict: 'warning' | 'fault';
  found: string;
  change: string;
}

export interface Opinion {
  /** What there is to say when nothing is wrong. */
  summary: string;
  problems: readonly Problem[];
}

export interface Rule {
  /** Stable: scripts and people look for it. */
  name: string;
  judge(sight: ClusterSight): Opinion;
}

/** Bounds what is told where every index or node has the same problem. */
const TOLD_MAX = 5;

export function warning(found: string, change: string): Problem {
  return { verdict: 'warning', found, change };
}

export function fault(found: string, change: string): Problem {
  return { verdict: 'fault', found, change };
}

function joined(texts: readonly string[]): string {
  const distinct = [...new Set(texts)];
  const more = distinct.length - TOLD_MAX;
  const told = distinct.slice(0, TOLD_MAX).join('; ');
  return more > 0 ? `${told}; and ${more} more` : told;
}

/** The worst verdict counts, and its problems are told first. */
export function findingOf(rule: Rule, sight: ClusterSight): Finding {
  const { summary, problems } = rule.judge(sight);
  if (problems.length === 0) {
    return { rule: rule.name, verdict: 'ok', found: summary, change: '' };
  }
  const faults = problems.filter(({ verdict }) => verdict === 'fault');
  const ordered = [...faults, ...problems.filter((problem) => !faults.includes(problem))];
  return {
    rule: rule.name,
    verdict: faults.length > 0 ? 'fault' : 'warning',
    found: joined(ordered.map(({ found }) => found)),
    change: joined(ordered.map(({ change }) => change)),
  };
}

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** 12,345 */
export function figure(value: number): string {
  return whole.format(value);
}

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];

/** "1.5 GB", in powers of 1,024 as Elasticsearch counts. */
export function sizeText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value.toFixed(unit === 0 || value >= 100 ? 0 : 1)} ${UNITS[unit] ?? ''}`;
}
