// What the launcher remembers.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptyState, readState, recordOf, withProcess, withRecord, writeState } from './state.ts';
import { Trouble } from './trouble.ts';

const nats = { kind: 'nats', name: 'nats-1', center: '' } as const;
const redis = { kind: 'redis', name: 'redis-a-1', center: 'a' } as const;
const identity = { pid: 7, startTicks: 8, bootId: 'b' };

describe('the state', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'state-'));
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  it('is read as it was written, by its owner only', () => {
    const file = join(directory, 'state.json');
    const state = withRecord(emptyState, recordOf(nats, [20_001, 20_002]));
    writeState(file, state);
    expect(readState(file)).toEqual(state);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('of no mesh is nothing', () => {
    expect(readState(join(directory, 'none.json'))).toBeUndefined();
  });

  it.each(['{"version":2,"components":[]}', '{"version":1}', 'torn {'])(
    'of another version or torn is refused with advice: %s',
    (text) => {
      const file = join(directory, 'state.json');
      writeFileSync(file, text);
      expect(() => readState(file)).toThrow(Trouble);
    },
  );

  it('keeps components in order and their ports by name', () => {
    let state = withRecord(emptyState, recordOf(nats, [1, 2]));
    state = withRecord(state, recordOf(redis, [3, 4]));
    state = withRecord(state, recordOf(nats, [5, 6]));
    expect(state.components.map((record) => record.name)).toEqual(['nats-1', 'redis-a-1']);
    expect(state.components[0]).toMatchObject({
      address: '127.0.0.1:5',
      ports: { client: 5, monitor: 6 },
    });
  });

  it('shows the pid of the process that runs, and none after it was ended', () => {
    const record = withProcess(recordOf(nats, [1, 2]), identity);
    expect(record).toMatchObject({ pid: 7, process: identity });
    const ended = withProcess(record, undefined);
    expect(ended.pid).toBe(0);
    expect('process' in ended).toBe(false);
  });
});
