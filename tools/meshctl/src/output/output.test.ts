import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { rate, timeSpan } from './figures.ts';
import { parseDurationMs, presentable, wireOf } from './presentable.ts';
import { ProgressLine } from './progress-line.ts';
import { displayWidth, pairs, table } from './table.ts';

describe('tables', () => {
  it('line up columns in every script', () => {
    const text = table(
      ['name', 'level', 'city'],
      [
        ['王芳', 3, 'Malmö'],
        ['Zoë', 12, '서울'],
        ['👩🏽‍✈️', 0, ''],
      ],
    );
    expect(text).toBe(
      ['name  level  city', '王芳      3  Malmö', 'Zoë      12  서울', '👩🏽‍✈️        0\n'].join('\n'),
    );
  });

  it('let no value move the cursor', () => {
    expect(pairs([['name', 'a\x1b[2Jb\nc']])).toBe('name  a\uFFFD[2Jb\uFFFDc\n');
  });

  it.each([
    ['', 0],
    ['abc', 3],
    ['é', 1],
    ['e\u0301', 1],
    ['全角', 4],
    ['𝕊', 1],
    ['สวัสดี', 4],
  ])('know that %j is %i wide', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
});

describe('messages as JSON', () => {
  const rule = {
    ruleId: 'a',
    kind: 'hotspot',
    hotspot: {
      resource: '*',
      window: { seconds: 90, nanos: 500_000_000 },
      overrides: { someKey: 0 },
    },
    flow: null,
    expireTime: { seconds: 0, nanos: 0 },
    sha256: Buffer.from('hash'),
  };

  it('have the names of the protos, times, durations and base64', () => {
    expect(presentable(rule)).toEqual({
      rule_id: 'a',
      kind: 'hotspot',
      hotspot: { resource: '*', window: '90.5s', overrides: { someKey: 0 } },
      flow: null,
      expire_time: '1970-01-01T00:00:00.000Z',
      sha256: 'aGFzaA==',
    });
  });

  it('come back as messages', () => {
    const { flow: _flow, sha256: _sha256, ...rest } = rule;
    expect(wireOf(presentable(rest))).toEqual(rest);
    expect(() => wireOf({ window: 'soon' })).toThrow(/window must be a duration/);
    expect(() => wireOf({ expire_time: 'soon' })).toThrow(/expire_time must be a time/);
  });
});

describe('figures', () => {
  it('are short', () => {
    expect([timeSpan(45_400), timeSpan(200_000), timeSpan(7_500_000)]).toEqual([
      '45 s',
      '3 min 20 s',
      '2 h 5 min',
    ]);
    expect([rate(0.42), rate(12_345.6)]).toEqual(['0.4/s', '12,346/s']);
    expect(['500ms', '1.5s', '10m', '2h', '1d', '5', '-1s'].map(parseDurationMs)).toEqual([
      500,
      1_500,
      600_000,
      7_200_000,
      86_400_000,
      undefined,
      undefined,
    ]);
  });
});

describe('a progress line', () => {
  function watched(isTTY: boolean) {
    let nowMs = 0;
    const stream = Object.assign(new PassThrough({ encoding: 'utf8' }), { isTTY, columns: 20 });
    const clock = { nowMs: () => nowMs, monotonicMs: () => nowMs };
    const line = new ProgressLine(stream, clock);
    const pass = (ms: number): number => (nowMs += ms);
    return { line, pass, text: () => (stream.read() as string | null) ?? '' };
  }

  it('is written over on a terminal and never longer than it', () => {
    const { line, pass, text } = watched(true);
    line.show(() => 'too early');
    pass(200);
    line.show(() => 'one');
    pass(200);
    line.show(() => 'much too long for so narrow a terminal');
    line.note('done');
    expect(text()).toBe('\r\x1b[2Kone\r\x1b[2Kmuch too long for s\r\x1b[2Kdone\n');
  });

  it('is a line every few seconds elsewhere', () => {
    const { line, pass, text } = watched(false);
    for (let second = 0; second < 11; second++) {
      line.show(() => `at ${second}`);
      pass(1_000);
    }
    line.clear();
    expect(text()).toBe('at 5\nat 10\n');
  });
});
