// Containers in the words of `status`.
import { describe, expect, it } from '@jest/globals';
import { stateOfContainer } from './inspect.ts';

const labels = { Labels: {} };

describe('a container', () => {
  it.each([
    [undefined, 'down'],
    [{ Status: 'running', Pid: 1 }, 'running'],
    [{ Status: 'running', Pid: 1, Health: { Status: 'healthy' } }, 'running'],
    [{ Status: 'running', Pid: 1, Health: { Status: 'starting' } }, 'unhealthy'],
    [{ Status: 'paused', Pid: 1, Paused: true }, 'stopped'],
    [{ Status: 'exited', Pid: 0 }, 'dead'],
  ])('in the state %j is told right', (state, expected) => {
    expect(stateOfContainer(state && { State: state, Config: labels })).toBe(expected);
  });
});
