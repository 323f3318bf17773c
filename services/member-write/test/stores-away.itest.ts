// Stores and peers that fail under a write, and processes that hang in the middle of one.
import { rmSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { describeOnEachDatabase } from '@member-mesh/harness';
import { sleep } from '@member-mesh/kernel';
import { MeshError } from '@member-mesh/rpc';

import type { WriteProcess } from './support/process.ts';
import { callOptions, until, World } from './support/world.ts';

jest.setTimeout(240_000);

describeOnEachDatabase(describe, { mysql: 'asked' }, (dialect) => {
  let world: World;
  let a: WriteProcess;

  beforeAll(async () => {
    world = await World.start(dialect);
    a = await world.member();
  });

  afterAll(async () => {
    await world?.close();
  });

  const outcome = (promise: Promise<unknown>): Promise<string> =>
    promise.then(
      () => 'OK',
      (error: unknown) => (error instanceof MeshError ? error.reason : String(error)),
    );

  async function member(group = 0): Promise<{ memberId: string; version: number }> {
    const request = {
      requestId: world.requestId(group),
      account: world.account(group),
      profile: {},
    };
    return (await a.write.RegisterMember(request, callOptions())).member!;
  }

  function update(memberId: string, displayName: string) {
    return {
      requestId: world.requestId(0),
      member: { memberId, displayName },
      updateMask: { paths: ['display_name'] },
    };
  }

  async function versionOf(memberId: string): Promise<number> {
    const { members } = await a.record.ReadMembers({ memberIds: [memberId] }, callOptions());
    return members[0]?.version ?? 0;
  }

  describe('the caches', () => {
    it('that cannot be locked stop a write before it writes', async () => {
      const { memberId, version } = await member();
      world.caches.failing.add('LockKeys');
      const request = update(memberId, 'x');
      const refused = await a.write.UpdateMember(request, callOptions()).catch((e: unknown) => e);
      expect(refused).toMatchObject({
        ...{ kind: 'UNAVAILABLE', reason: 'CACHE_CENTER_UNREACHABLE' },
        message: expect.stringContaining('center b'),
        metadata: { centers: 'b' },
      });
      world.caches.failing.clear();
      expect(await versionOf(memberId)).toBe(version);
      const { member: after } = await a.write.UpdateMember(request, callOptions());
      expect(after?.version).toBe(version + 1);
    });

    it('that cannot be fenced leave a write unanswered until it is repeated', async () => {
      const { memberId, version } = await member();
      world.caches.failing.add('FenceKeys');
      const request = update(memberId, 'y');
      expect(await outcome(a.write.UpdateMember(request, callOptions(2_500)))).toMatch(
        /OUTCOME_UNKNOWN|DEADLINE_EXCEEDED/,
      );
      expect(await versionOf(memberId)).toBe(version + 1);
      world.caches.failing.clear();
      const { member: after } = await a.write.UpdateMember(request, callOptions());
      expect(after?.version).toBe(version + 1);
      expect(world.caches.fences.get(`m:${memberId}`)?.minVersion).toBe(version + 1);
    });
  });

  describe('the change stream', () => {
    it('that is away does not stop writes, and gets them when it is back', async () => {
      const nats = world.stores.component('nats-1');
      await nats.kill();
      const { memberId, version } = await member();
      expect(world.caches.fences.get(`m:${memberId}`)).toEqual({
        minVersion: version,
        sequence: 0,
      });
      await nats.start();
      await world.settled();
      await until('the stream to have it', async () => {
        const streamed = await world.streamed().catch(() => undefined);
        return streamed?.get(`m:${memberId}`)?.version === version;
      });
    });

    it('that is away does not keep a process from starting and serving', async () => {
      const nats = world.stores.component('nats-1');
      await nats.kill();
      const late = await world.member();
      const request = { requestId: world.requestId(0), account: world.account(1), profile: {} };
      const { member: registered } = await late.write.RegisterMember(request, callOptions());
      expect(registered?.version).toBe(2 ** 40 + 1);
      await nats.start();
      await world.settled();
      await late.end();
    });

    it('that is lost with all it held is published again from the outbox', async () => {
      const { memberId, version } = await member();
      await world.settled();
      const nats = world.stores.component('nats-1');
      await nats.kill();
      for (const directory of streamDirectories()) rmSync(directory, { recursive: true });
      await nats.start();
      await until('the stream to have it again', async () => {
        const streamed = await world.streamed().catch(() => undefined);
        return streamed?.get(`m:${memberId}`)?.version === version;
      });
      await world.settled();
      expect(await world.streamed()).toEqual(await world.recorded());
      expect(await a.metric(/^member_write_repairs_total.*reopened/)).toBeGreaterThan(0);
    });
  });

  describe('a primary', () => {
    it('that is away is told as such, and the other group is served', async () => {
      const primary = world.stores.component('mysql-1-a1');
      await primary.kill();
      const account = world.account(1);
      const request = { requestId: world.requestId(1), account, profile: {} };
      expect(await outcome(a.write.RegisterMember(request, callOptions(3_000)))).toBe(
        'RECORD_UNAVAILABLE',
      );
      expect((await member(0)).version).toBe(2 ** 40 + 1);
      await primary.start();
      await until('the write to be taken', async () => {
        return (await outcome(a.write.RegisterMember(request, callOptions()))) === 'OK';
      });
    });

    it('that hangs in a commit leaves a write whose repeat tells what became of it', async () => {
      const { memberId, version } = await member(1);
      const slow = await world.member({ fault: 'before-commit:delay:1000' });
      const primary = world.stores.component('mysql-1-a1');
      const request = update(memberId, 'z');
      const sent = outcome(slow.write.UpdateMember(request, callOptions(12_000)));
      await until('the transaction to be open', () => world.caches.isLocked(`m:${memberId}`));
      await sleep(300);
      await primary.stop();
      expect(await sent).toBe('OUTCOME_UNKNOWN');
      await primary.cont();
      await until('the repeat to be answered', async () => {
        return (await outcome(slow.write.UpdateMember(request, callOptions()))) === 'OK';
      });
      expect(await versionOf(memberId)).toBe(version + 1);
      await slow.end();
    });
  });

  describe('a process that hangs', () => {
    it('between its two commits cannot finish the bind after somebody else took the account', async () => {
      const [first, second] = [await member(), await member()];
      const account = world.account(1);
      const hanging = await world.member({ fault: 'after-account-commit:stop' });
      const bind = { requestId: world.requestId(0), memberId: first.memberId, account };
      const sent = outcome(hanging.write.BindAccount(bind, callOptions(60_000)));
      const other = { requestId: world.requestId(0), memberId: second.memberId, account };
      await until('the account row to be there', async () => {
        const rows = await world.sqlAll(
          `SELECT 1 FROM account WHERE account_id = '${account.accountId}'`,
        );
        return rows.length > 0;
      });
      const { results } = await a.record.ReadAccounts({ accounts: [account] }, callOptions());
      expect(results[0]).toMatchObject({ version: 2 ** 40, member: null });
      expect(await outcome(a.write.BindAccount(other, callOptions(2_000)))).toMatch(
        /WRITE_CONTENDED|WRITE_TOO_SLOW|DEADLINE_EXCEEDED/,
      );
      await until('the other member to have it', async () => {
        return (await outcome(a.write.BindAccount(other, callOptions(3_000)))) === 'OK';
      });
      hanging.signal('SIGCONT');
      expect(await sent).not.toBe('OK');
      await world.settled();
      await until('no orphan to be left', async () => (await world.contradictions()).length === 0);
      const read = await a.record.ReadAccounts({ accounts: [account] }, callOptions());
      expect(read.results[0]?.member?.memberId).toBe(second.memberId);
      await hanging.end();
    });

    it('ends cleanly on SIGTERM, without losing a call', async () => {
      const ending = await world.member();
      const { memberId } = await member();
      const calls = Array.from({ length: 10 }, (_unused, index) =>
        ending.write.UpdateMember(update(memberId, `n${index}`), callOptions()),
      );
      await until('the first call to be under way', () => world.caches.isLocked(`m:${memberId}`));
      const ended = ending.end();
      const settled = await Promise.allSettled(calls);
      const lost = settled.filter(
        (each) => each.status === 'rejected' && (each.reason as MeshError).kind !== 'UNAVAILABLE',
      );
      expect(lost).toEqual([]);
      expect(await ended).toBe(0);
    });
  });

  /** Where the test's own server keeps its streams. */
  function streamDirectories(): string[] {
    const home = dirname(dirname(world.stores.secretFile('nats-mesh_admin.password')));
    const found = readdirSync(home, { recursive: true, encoding: 'utf8', withFileTypes: true });
    return found
      .filter((entry) => entry.isDirectory() && entry.name === 'MEMBER_CHANGES')
      .map((entry) => join(entry.parentPath, entry.name));
  }
});
