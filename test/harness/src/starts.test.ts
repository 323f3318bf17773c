// Nothing that a test starts outlives the mesh that it closes.
import { describe, expect, it } from '@jest/globals';
import { Starts } from './starts.ts';

/** Processes that run, and a start that waits before it makes one. */
function world() {
  const running = new Set<string>();
  const starts = new Starts();
  const { promise: allowed, resolve: allow } = Promise.withResolvers<void>();
  const start = (): Promise<void> =>
    starts.run(async () => {
      await allowed;
      running.add('a process');
    });
  const close = (): Promise<void> =>
    starts.endWith(() => {
      running.clear();
      return Promise.resolve();
    });
  return { running, start, close, allow };
}

describe('closing a mesh', () => {
  it('ends what was on its way when it began', async () => {
    const { running, start, close, allow } = world();
    const started = start();
    const closed = close();
    allow();
    await Promise.all([started, closed]);
    expect([...running]).toEqual([]);
  });

  it('ends it as well when that start fails', async () => {
    const { starts, ended } = { starts: new Starts(), ended: [] as string[] };
    const started = starts.run(() => Promise.reject(new Error('its process ended')));
    const closed = starts.endWith(() => Promise.resolve(void ended.push('all')));
    await expect(started).rejects.toThrow('its process ended');
    await closed;
    expect(ended).toEqual(['all', 'all']);
  });

  it('starts nothing any more', async () => {
    const { running, start, close, allow } = world();
    allow();
    await close();
    await expect(start()).rejects.toThrow('being closed');
    expect([...running]).toEqual([]);
  });
});
