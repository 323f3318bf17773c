// The report that other programs rely on.
import { describe, expect, it } from '@jest/globals';
import { reportOf, stateOf } from './status.ts';

describe('the status', () => {
  it('has exactly the promised fields', () => {
    const detail = {
      name: 'gateway-a',
      kind: 'gateway',
      center: 'a',
      pid: 12,
      address: '127.0.0.1:20001',
      state: 'running' as const,
      residentBytes: 1,
      why: '',
    };
    const caller = { name: 'order-service', traffic_class: 'ORDER' as const, key_file: '/k' };
    expect(JSON.parse(JSON.stringify(reportOf([detail], [caller])))).toEqual({
      components: [
        {
          name: 'gateway-a',
          kind: 'gateway',
          center: 'a',
          pid: 12,
          address: '127.0.0.1:20001',
          state: 'running',
        },
      ],
      callers: [{ name: 'order-service', traffic_class: 'ORDER', key_file: '/k' }],
    });
  });

  it.each([
    [undefined, undefined, 'down'],
    ['gone', undefined, 'dead'],
    ['stopped', undefined, 'stopped'],
    ['running', true, 'running'],
    ['running', false, 'unhealthy'],
  ] as const)('of a process that is %s and answers %s is %s', (found, answered, expected) => {
    expect(stateOf(found, answered)).toBe(expected);
  });
});
