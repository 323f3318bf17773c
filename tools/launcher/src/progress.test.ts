// What people see while a mesh starts.
import { describe, expect, it } from '@jest/globals';
import { createProgress } from './progress.ts';
import { table } from './table.ts';

describe('progress', () => {
  it('is one line for each component when it is ready', () => {
    const lines: string[] = [];
    const progress = createProgress((text) => lines.push(text));
    progress.onStart({ name: 'es-order-a', what: 'starting', seconds: 0 });
    progress.onStart({ name: 'es-order-a', what: 'ready', seconds: 14.23 });
    progress.onStart({ name: 'nats-1', what: 'hangs', seconds: 0 });
    progress.onStart({ name: 'redis-a-1', what: 'failed', seconds: 3 });
    progress.close();
    expect(lines.join('')).toBe(
      [
        '  es-order-a         ready in 14.2 s\n',
        '  nats-1             hangs: ./mesh cont nats-1 lets it go on\n',
        '  redis-a-1          FAILED after 3.0 s\n',
      ].join(''),
    );
  });
});

describe('what ran before', () => {
  it('is one line, and none when nothing did', () => {
    const lines: string[] = [];
    const progress = createProgress((text) => lines.push(text));
    progress.step('starting 3 components');
    progress.onStart({ name: 'nats-1', what: 'was running', seconds: 0 });
    progress.onStart({ name: 'gateway-a', what: 'was running', seconds: 0 });
    progress.onStart({ name: 'gateway-b', what: 'ready', seconds: 1 });
    progress.step('callers registered');
    progress.close();
    expect(lines).toEqual([
      'starting 3 components\n',
      '  gateway-b          ready in 1.0 s\n',
      '  2 were running\n',
      'callers registered\n',
    ]);
  });
});

describe('a table', () => {
  it('lines its columns up and leaves no blanks at the end', () => {
    expect(
      table([
        ['a', 'bbb', ''],
        ['cccc', 'd', 'e'],
      ]),
    ).toBe('a     bbb\ncccc  d    e\n');
  });
});
