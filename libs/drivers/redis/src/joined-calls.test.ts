// What travels together, and what becomes of it.
import { describe, expect, it } from '@jest/globals';

import { RedisFailure } from './errors.ts';
import { JoinedCalls } from './joined-calls.ts';
import { type Argument, defineJoinedScript, type Reply } from './script.ts';

const sizes = { keysEach: 1, argumentsEach: 1, callsMax: 3 };
const script = defineJoinedScript('echo', { shared: '', once: 'return ARGV[1]' }, sizes);

/** The key's first letter is its node; a command's reply to each call is its argument. */
function setUp(failing: (args: readonly Argument[]) => RedisFailure | undefined = () => undefined) {
  const commands: Argument[][] = [];
  const calls = new JoinedCalls({
    nodeOf: (key) => key.slice(0, 1),
    run: (_script, keys, args) => {
      commands.push([...args]);
      const failure = failing(args);
      if (failure) return Promise.reject(failure);
      expect(keys).toEqual(args.slice(0, 1));
      return Promise.resolve(args.filter((_, at) => at % 2 === 1) as Reply[]);
    },
  });
  const call = (key: string, argument: number): Promise<Reply> =>
    calls.call(script, [key], [argument]);
  return { commands, call };
}

describe('joined calls', () => {
  it('are one command for each node, as long as that has room for them', async () => {
    const { commands, call } = setUp();
    const keys = ['a1', 'b1', 'a2', 'a3', 'a4'];
    const replies = await Promise.all(keys.map((key, at) => call(key, at)));
    expect(replies).toEqual([0, 1, 2, 3, 4]);
    expect(commands).toEqual([
      ['a1', 0, 'a2', 2, 'a3', 3],
      ['a4', 4],
      ['b1', 1],
    ]);
  });

  it('are made one by one when a command was refused, and only the bad one fails', async () => {
    const { commands, call } = setUp((args) =>
      args.includes('a2') ? new RedisFailure('refused', 'not here') : undefined,
    );
    const outcomes = await Promise.allSettled(['a1', 'a2', 'a3'].map((key, at) => call(key, at)));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(commands.slice(1)).toEqual([
      ['a1', 0],
      ['a2', 1],
      ['a3', 2],
    ]);
  });

  it('fail together, and are not repeated, when it is not known whether they ran', async () => {
    const { commands, call } = setUp(() => new RedisFailure('timeout', 'late'));
    const outcomes = await Promise.allSettled(['a1', 'a2'].map((key, at) => call(key, at)));
    expect(outcomes).toEqual([
      { status: 'rejected', reason: expect.objectContaining({ reason: 'timeout' }) },
      { status: 'rejected', reason: expect.objectContaining({ reason: 'timeout' }) },
    ]);
    expect(commands).toHaveLength(1);
  });
});
