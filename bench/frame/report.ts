// Prints what was measured: every figure beside its goal for people, with a sentence each, or
// everything as JSON.
import type { Row } from './benchmark.ts';
import { verdictOf } from './goal.ts';

/** Above this, rounds differ so much that a small ratio may be an accident. */
const SPREAD_MAX = 0.25;

/** What one benchmark measured. */
export interface Section {
  benchmark: string;
  numbers: Readonly<Record<string, number>>;
  rows: readonly Row[];
}

export interface Report {
  quick: boolean;
  cores: number;
  /** Processes that wanted a core when it began, on average over a minute. */
  load: number;
  sections: readonly Section[];
}

function isNoisy({ spread }: Row): boolean {
  return spread > SPREAD_MAX;
}

/** Three digits that count, the rest left out. */
export function figureOf(value: number): string {
  if (value === 0) return '0';
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  const fixed = value.toFixed(Math.min(digits, 3));
  const [whole = '', fraction] = fixed.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

function goalText(row: Row): string {
  const verdict = verdictOf(row);
  if (row.goal === undefined || !verdict) return '';
  const told = verdict.reached ? 'reached' : `missed by ${(verdict.missedBy * 100).toFixed(0)} %`;
  if (typeof row.goal === 'number') return `${figureOf(row.goal)}× ${told}`;
  const bound = 'atLeast' in row.goal ? `≥ ${figureOf(row.goal.atLeast)}` : undefined;
  return `${bound ?? `≤ ${figureOf('atMost' in row.goal ? row.goal.atMost : 0)}`} ${told}`;
}

const HEADER = ['what', 'unit', 'ours', 'other', 'ratio', 'goal', 'spread'];
const GOAL_AT = 5;

function cellsOf(row: Row): string[] {
  const compared = row.kind === 'comparison' ? row : undefined;
  return [
    row.name,
    row.unit,
    figureOf(row.ours),
    compared ? figureOf(compared.other) : '',
    compared ? `${figureOf(compared.ratio)}×` : '',
    goalText(row),
    `${(row.spread * 100).toFixed(0)} %${isNoisy(row) ? ' noisy' : ''}`,
  ];
}

export function tableText(report: Report): string {
  const rows = report.sections.flatMap((section) => section.rows);
  const hasGoals = rows.some(({ goal }) => goal !== undefined);
  const lines = [HEADER, ...rows.map(cellsOf)];
  const widths = HEADER.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
  const text = lines
    .map((line) => {
      const cells = line.map((cell, at) => {
        const isFigure = at >= 2 && at < GOAL_AT;
        return isFigure ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0);
      });
      const shown = cells.filter((_, at) => hasGoals || at !== GOAL_AT);
      return `${shown.join('  ').trimEnd()}\n`;
    })
    .join('');
  const meanings = rows
    .filter(({ meaning }, at) => rows.findIndex((row) => row.meaning === meaning) === at)
    .map(({ name, meaning }) => `${name}: ${meaning}\n`)
    .join('');
  return `${text}\n${meanings}${limitsText(rows)}${warningsText(report)}`;
}

/** What stands in the way of each goal that was missed. */
function limitsText(rows: readonly Row[]): string {
  const limits = rows
    .filter((row) => row.limit !== undefined && verdictOf(row)?.reached === false)
    .map(({ name, limit }) => `limit: ${name}: ${limit ?? ''}\n`);
  return limits.length === 0 ? '' : `\n${limits.join('')}`;
}

/** What to keep in mind when reading the figures; empty where there is nothing. */
function warningsText({ sections, quick, load, cores }: Report): string {
  const rows = sections.flatMap((section) => section.rows);
  const noisy = rows.filter(isNoisy).length;
  const warnings = [
    quick ? '--quick shows that it runs; do not quote its figures' : '',
    load > cores ? `the machine was busy: load ${load.toFixed(1)} on ${cores} cores` : '',
    noisy > 0
      ? `${noisy} of ${rows.length} rows are noisy: their rounds differ by over ${SPREAD_MAX * 100} %`
      : '',
  ].filter((text) => text !== '');
  return warnings.length === 0 ? '' : `\n${warnings.map((text) => `note: ${text}\n`).join('')}`;
}

export function jsonText(report: Report): string {
  const sections = report.sections.map((section) => ({
    ...section,
    rows: section.rows.map((row) => ({
      ...row,
      goal: row.goal ?? null,
      ...verdictOf(row),
      noisy: isNoisy(row),
    })),
  }));
  return `${JSON.stringify({ ...report, sections }, undefined, 2)}\n`;
}
