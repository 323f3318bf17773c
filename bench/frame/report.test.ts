import { describe, expect, it } from '@jest/globals';

import type { Row } from './benchmark.ts';
import { figureOf, jsonText, type Report, tableText } from './report.ts';

const row = {
  kind: 'comparison' as const,
  ...{ name: 'get, not search', unit: 'ms', ours: 0.5, other: 1.5, ratio: 3, goal: undefined },
  ...{ spread: 0.1, meaning: 'a get is cheaper' },
};
const figure = {
  kind: 'figure' as const,
  ...{ name: 'lag', unit: 'ms', ours: 480, spread: 0, meaning: 'until it shows' },
  goal: { atMost: 500 },
};
const report = reportOf([row]);

function reportOf(rows: Row[], more: Partial<Report> = {}): Report {
  const sections = [{ benchmark: 'index', numbers: { members: 10 }, rows }];
  return { quick: false, cores: 2, load: 0.4, sections, ...more };
}

describe('figures', () => {
  it.each([
    [0, '0'],
    [0.012345, '0.012'],
    [1.2345, '1.23'],
    [12.345, '12.3'],
    [1234.5, '1,235'],
    [12_345_678, '12,345,678'],
  ])('of %d are "%s"', (value, text) => {
    expect(figureOf(value)).toBe(text);
  });
});

describe('a report for people', () => {
  it('shows the ratio of each row and says what it means', () => {
    expect(tableText(report)).toBe(
      [
        'what             unit   ours  other  ratio  spread',
        'get, not search  ms    0.500   1.50  3.00×  10 %',
        '',
        'get, not search: a get is cheaper',
        '',
      ].join('\n'),
    );
  });

  it('shows figures with nothing beside them among the others, with the bound to keep', () => {
    expect(
      tableText(reportOf([row, figure]))
        .split('\n')
        .slice(0, 3),
    ).toEqual([
      'what             unit   ours  other  ratio  goal           spread',
      'get, not search  ms    0.500   1.50  3.00×                 10 %',
      'lag              ms      480                ≤ 500 reached  0 %',
    ]);
  });

  it('says whether a goal was reached, and else by how much it was missed and why', () => {
    const limit = 'it asks twice';
    const text = tableText(
      reportOf([
        { ...row, goal: 2, limit: 'untold' },
        { ...row, name: 'far off', goal: 4, limit },
        { ...figure, ours: 600 },
        { ...figure, goal: { atLeast: 100_000 }, ours: 90_000 },
      ]),
    );
    for (const told of [
      '2.00× reached',
      '4.00× missed by 25 %',
      '≤ 500 missed by 20 %',
      '≥ 100,000 missed by 10 %',
      'limit: far off: it asks twice',
    ]) {
      expect(text).toContain(told);
    }
    expect(text).not.toContain('untold');
  });

  it('says once what several rows mean alike', () => {
    const text = tableText(reportOf([row, { ...row, name: 'the same later' }]));
    expect(text.match(/a get is cheaper/g)).toHaveLength(1);
  });

  it('says when the machine was noisy, busy, or the run a quick one', () => {
    const text = tableText(reportOf([{ ...row, spread: 0.3 }], { quick: true, load: 7.25 }));
    expect(text).toContain('30 % noisy');
    expect(text).toContain('note: 1 of 1 rows are noisy');
    expect(text).toContain('note: the machine was busy: load 7.3 on 2 cores');
    expect(text).toContain('note: --quick');
  });
});

describe('a report for programs', () => {
  it('holds everything that was measured, and what became of each goal', () => {
    const rows = [row, { ...figure, ours: 625 }];
    expect(JSON.parse(jsonText(reportOf(rows)))).toEqual({
      ...report,
      sections: [
        {
          ...{ benchmark: 'index', numbers: { members: 10 } },
          rows: [
            { ...row, goal: null, noisy: false },
            { ...figure, ours: 625, noisy: false, reached: false, missedBy: 0.25 },
          ],
        },
      ],
    });
  });
});
