// Accounts: to whom they lead, and whose they are proven to be.
import { describe, expect, it } from '@jest/globals';

import { memberRow } from '../record-peer.ts';
import type { World } from '../world.ts';

const ORDER = { 'x-mesh-class': 'order' };

export function describeLookingUp(world: () => World): void {
  describe('looking accounts up', () => {
    it('follows an account from one member to another, and to nobody', async () => {
      const [first, second] = [world().newMemberId(), world().newMemberId()];
      const account = { platform: 'wechat', accountId: 'moves' };
      const lookup = async (center: 'a' | 'b') => {
        const { results } = await world()
          .at(center)
          .read.BatchRead(
            { readClass: 'READ_CLASS_ORDER', items: [{ account }] },
            { timeoutMs: 5_000 },
          );
        return results[0]?.outcome === 'OUTCOME_FOUND'
          ? memberIdIn(results[0].member)
          : results[0]?.outcome;
      };
      await world().write({
        members: [memberRow(first, 1, { accountIds: ['moves'] })],
        accounts: { moves: { version: 1, memberId: first } },
      });
      expect([await lookup('a'), await lookup('b')]).toEqual([first, first]);
      await world().write({
        members: [memberRow(first, 2)],
        accounts: { moves: { version: 2, memberId: '' } },
      });
      expect([await lookup('a'), await lookup('b')]).toEqual([
        'OUTCOME_NOT_FOUND',
        'OUTCOME_NOT_FOUND',
      ]);
      await world().write({
        members: [memberRow(second, 1, { accountIds: ['moves'] })],
        accounts: { moves: { version: 3, memberId: second } },
      });
      expect([await lookup('a'), await lookup('b')]).toEqual([second, second]);
    });

    it('never answers with a member that does not list the account', async () => {
      const memberId = world().newMemberId();
      // The row of a bind that died half-way.
      await world().write({
        members: [memberRow(memberId, 1, { accountIds: ['other'] })],
        accounts: { orphan: { version: 1, memberId } },
      });
      const account = { platform: 'wechat', accountId: 'orphan' };
      await expect(
        world().at('a').query.LookupAccount({ account }, { timeoutMs: 5_000, metadata: ORDER }),
      ).rejects.toMatchObject({ kind: 'NOT_FOUND', reason: 'ACCOUNT_NOT_BOUND' });
      // The bind that goes on does not make the row newer.
      await world().write({
        members: [memberRow(memberId, 2, { accountIds: ['other', 'orphan'] })],
        accounts: { orphan: { version: 1, memberId } },
      });
      const { member } = await world()
        .at('a')
        .query.LookupAccount({ account }, { timeoutMs: 5_000, metadata: ORDER });
      expect(member?.memberId).toBe(memberId);
    });

    it('resolves a quarantined account to nobody', async () => {
      const memberId = world().newMemberId();
      await world().write({
        members: [memberRow(memberId, 1, { accountIds: ['doubt'], quarantined: true })],
        accounts: { doubt: { version: 1, memberId } },
      });
      const account = { platform: 'wechat', accountId: 'doubt' };
      await expect(
        world().at('b').query.LookupAccount({ account }, { timeoutMs: 5_000, metadata: ORDER }),
      ).rejects.toMatchObject({ kind: 'FAILED_PRECONDITION', reason: 'ACCOUNT_QUARANTINED' });
    });

    it('proves ownership, and proves nothing when only a lagging tier answers', async () => {
      const [owner, stranger] = [world().newMemberId(), world().newMemberId()];
      await world().write({
        members: [memberRow(owner, 1, { accountIds: ['mine'] }), memberRow(stranger, 1)],
        accounts: { mine: { version: 1, memberId: owner } },
      });
      const question = {
        account: { platform: 'wechat', accountId: 'mine' },
        memberIds: [stranger, owner],
      };
      const options = { timeoutMs: 5_000, metadata: ORDER };
      const { results } = await world().at('a').query.CheckOwnership(question, options);
      expect(results.map(({ verdict }) => verdict)).toEqual(['VERDICT_NOT_OWNED', 'VERDICT_OWNED']);
      const lockId = world().newLockId();
      const keys = [{ memberId: owner }];
      await world().at('a').fence.LockKeys({ lockId, keys }, { timeoutMs: 5_000 });
      world().record.away = true;
      try {
        await expect(world().at('a').query.CheckOwnership(question, options)).rejects.toMatchObject(
          {
            kind: 'UNAVAILABLE',
          },
        );
        const { account } = question;
        const bound = world().at('a').query.LookupAccount({ account }, options);
        await expect(bound).rejects.toMatchObject({
          ...{ kind: 'UNAVAILABLE', reason: 'NO_TIER_CAN_ANSWER' },
        });
        const stale = await world().readOne('a', owner);
        expect(stale.outcome).toBe('OUTCOME_FOUND');
        expect(stale.stalenessBound).not.toBeNull();
      } finally {
        world().record.away = false;
        await world().at('a').fence.UnlockKeys({ lockId, keys }, { timeoutMs: 5_000 });
      }
    });
  });
}

function memberIdIn(bytes: Buffer): string {
  // The id is the first field of an encoded member.
  return bytes.subarray(2, 2 + (bytes[1] ?? 0)).toString('latin1');
}
