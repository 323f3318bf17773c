import { describe, expect, it } from '@jest/globals';

import { type Invocation, numbersOf, parseInvocation, WrongUsage } from './command-line.ts';

function invocationOf(args: readonly string[]): Invocation {
  return parseInvocation(args) as Invocation;
}

const options = { members: { what: '', default: 200, quick: 20, min: 10, max: 1_000 } };

describe('the command line', () => {
  it.each([
    [['index'], { benchmarks: ['index'], quick: false, output: 'table', given: {} }],
    [
      ['index', '--quick', '--members', '50', '--output=json'],
      { benchmarks: ['index'], quick: true, output: 'json', given: { members: '50' } },
    ],
    [['--quick', 'index'], { benchmarks: ['index'], quick: true, output: 'table', given: {} }],
    [[], { benchmarks: [], quick: false, output: 'table', given: {} }],
    [['--quick'], { benchmarks: [], quick: true, output: 'table', given: {} }],
    [
      ['reads', 'lag', 'reads'],
      { benchmarks: ['reads', 'lag'], quick: false, output: 'table', given: {} },
    ],
    [['list'], 'list'],
    [['--help'], 'list'],
  ])('understands %j', (args, invocation) => {
    expect(parseInvocation(args)).toEqual(invocation);
  });

  it.each([
    [['index', '--output', 'xml'], '--output is table or json, not "xml"'],
    [['index', '--members'], '--members takes a value'],
  ])('refuses %j', (args, message) => {
    expect(() => parseInvocation(args)).toThrow(new WrongUsage(message));
  });

  it.each([
    [['index'], 200],
    [['index', '--quick'], 20],
    [['index', '--quick', '--members', '30'], 30],
  ])('of %j takes the number %i', (args, members) => {
    expect(numbersOf(options, invocationOf(args))).toEqual({ members });
  });

  it.each([
    [['index', '--members', '5'], '--members is a whole number from 10 to 1000, not "5"'],
    [['index', '--members', 'all'], '--members is a whole number from 10 to 1000, not "all"'],
    [['index', '--shoes', '5'], 'index takes no option --shoes'],
    [['--members', '50'], 'name the one benchmark that --members is for'],
    [['index', 'lag', '--members', '50'], 'name the one benchmark that --members is for'],
  ])('refuses the numbers of %j', (args, message) => {
    expect(() => numbersOf(options, invocationOf(args))).toThrow(new WrongUsage(message));
  });
});
