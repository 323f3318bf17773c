import { describe, expect, it } from '@jest/globals';

import { PolicyFollower, type PolicySource } from './policy-follower.ts';

interface Snapshot {
  revision: number;
  said: string;
}

const snapshot = (revision: number, said: string): Snapshot => ({ revision, said });

/** Follows a script of connections: each a list of snapshots, or a failure. */
async function follow(connections: (Snapshot[] | Error)[]) {
  const end = new AbortController();
  const known: number[] = [];
  const events: string[] = [];
  const source: PolicySource<Snapshot> = {
    async *follow(knownRevision) {
      known.push(knownRevision);
      const connection = connections.shift();
      if (!connection) return end.abort();
      if (connection instanceof Error) throw connection;
      yield* connection;
    },
  };
  const follower = new PolicyFollower({
    source,
    observer: {
      accepted: ({ revision }) => events.push(`accepted ${revision}`),
      passedOver: ({ revision }) => events.push(`passed over ${revision}`),
      interrupted: () => events.push('interrupted'),
    },
    random: { bytes: () => Buffer.alloc(0), fraction: () => 0 },
  });
  await follower.run(end.signal);
  return { follower, known, events };
}

describe('the follower of the policy', () => {
  it('knows nothing until the first policy arrives', async () => {
    const { follower } = await follow([]);
    expect(follower.current).toBeUndefined();
  });

  it('connects again after every end and says what it knows', async () => {
    const { known, follower } = await follow([
      [snapshot(4, 'a')],
      new Error('lost'),
      [snapshot(5, 'b')],
    ]);
    expect(known).toEqual([0, 4, 4, 5]);
    expect(follower.current?.said).toBe('b');
  });

  it('keeps the newer policy when a holder that is behind says an older one', async () => {
    const { follower, events } = await follow([[snapshot(9, 'new')], [snapshot(8, 'old')]]);
    expect(events).toEqual(['accepted 9', 'passed over 8']);
    expect(follower.current?.said).toBe('new');
  });

  it('keeps the last policy while nobody can be reached', async () => {
    const { follower, events } = await follow([[snapshot(2, 'a')], new Error('x'), new Error('y')]);
    expect(events).toEqual(['accepted 2', 'interrupted', 'interrupted']);
    expect(follower.current?.said).toBe('a');
  });
});
