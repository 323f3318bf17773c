// Plain data as YAML.
import { describe, expect, it } from '@jest/globals';
import { yaml } from './yaml.ts';

describe('YAML', () => {
  it('is written in blocks, with strings quoted', () => {
    const value = {
      name: 'a: b',
      quote: "it's",
      'odd key': 1,
      on: true,
      empty: {},
      none: [],
      list: ['x', { deep: ['y'], other: 2 }],
    };
    expect(yaml(value)).toBe(
      [
        `name: 'a: b'`,
        `quote: "it's"`,
        `'odd key': 1`,
        'on: true',
        'empty: {}',
        'none: []',
        'list:',
        `  - 'x'`,
        '  - deep:',
        `      - 'y'`,
        '    other: 2',
        '',
      ].join('\n'),
    );
  });
});
