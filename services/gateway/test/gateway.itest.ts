// A gateway over real sockets, between callers and small servers in the place of the services
// behind it.
import { afterEach, describe, expect, it } from '@jest/globals';
import type { ReadResult } from '@member-mesh/contracts';
import { MeshError } from '@member-mesh/rpc';

import { closeAll, mesh } from './gateway-between.ts';
import { failureOf, until, withKey } from './gateway-under-test.ts';
import { answeringReads, contracts, foundMember, type HandlersOf, KEYS } from './peers.ts';

afterEach(closeAll);

const asOrder = withKey(KEYS.orderService);
const echoing = answeringReads((item): ReadResult => foundMember(item.memberId ?? '1')).handlers;

describe('a gateway that admits callers', () => {
  it.each([
    ['no key', undefined, 'UNAUTHENTICATED', 'KEY_MISSING'],
    ['an unknown key', 'mm_nobody', 'UNAUTHENTICATED', 'KEY_UNKNOWN'],
    ['a key that has ended', KEYS.expired, 'UNAUTHENTICATED', 'KEY_EXPIRED'],
    ['the key of a disabled caller', KEYS.disabled, 'PERMISSION_DENIED', 'CALLER_DISABLED'],
    ['a key without READ', KEYS.opsConsole, 'PERMISSION_DENIED', 'PERMISSION_MISSING'],
  ])('refuses %s before it looks at the request', async (_what, key, kind, reason) => {
    const { batches, handlers } = answeringReads(() => foundMember('1'));
    const { caller } = await mesh({ reads: handlers });
    const malformed = { memberId: 'not a number' };
    const error = await failureOf(caller.query.GetMember(malformed, withKey(key)));
    expect(error).toMatchObject({ kind, reason });
    expect(batches).toEqual([]);
  });

  it('says the same of a key that has ended as of one that never was', async () => {
    const { caller } = await mesh();
    const ended = await failureOf(caller.query.GetMember({}, withKey(KEYS.expired)));
    const unknown = await failureOf(caller.query.GetMember({}, withKey('mm_nobody')));
    expect(ended.message).toBe(unknown.message);
  });

  it('lets a caller without WRITE read but not write', async () => {
    const { caller } = await mesh({ reads: echoing });
    const key = withKey(KEYS.marketingService);
    await expect(caller.query.GetMember({ memberId: '5' }, key)).resolves.toBeTruthy();
    const error = await failureOf(caller.write.CloseMember({}, key));
    expect(error).toMatchObject({ kind: 'PERMISSION_DENIED', reason: 'PERMISSION_MISSING' });
  });

  it('is not ready and answers UNAVAILABLE until it has seen a policy', async () => {
    const { gateway, caller } = await mesh({ flow: undefined });
    const error = await failureOf(caller.query.GetMember({ memberId: '1' }, asOrder));
    expect(error).toMatchObject({ kind: 'UNAVAILABLE', reason: 'POLICY_NOT_LOADED' });
    expect(error.retryAfterMs).toBeGreaterThan(0);
    expect(gateway.health.get('')).toBe('NOT_SERVING');
    const check = await caller.probes.Check({ service: '' }, { timeoutMs: 1_000 });
    expect(check.status).toBe('NOT_SERVING');
  });

  it('goes on with the last policy when flow-control is gone', async () => {
    const { gateway, caller, flowPeer } = await mesh({ reads: echoing, apart: true });
    await flowPeer.close();
    await until('the loss', () => gateway.health.get('tier:flow-control') === 'NOT_SERVING');
    await expect(caller.query.GetMember({ memberId: '5' }, asOrder)).resolves.toBeTruthy();
    expect(gateway.health.get('')).toBe('SERVING');
  });
});

describe('a gateway that reads', () => {
  it('hands the bytes of a member through, fields of later releases included', async () => {
    const known = contracts.messages.member.encode({ memberId: '12', version: 9 });
    const later = Buffer.concat([known, Buffer.from([0xfa, 0x3f, 1, 0x41])]);
    const { handlers } = answeringReads(() => ({
      outcome: 'OUTCOME_FOUND',
      member: later,
      source: 'SOURCE_BACKUP_INDEX',
      stalenessBound: { seconds: 3, nanos: 500_000_000 },
    }));
    const { caller } = await mesh({ reads: handlers });
    const raw = await caller.query.callRaw('GetMember', { memberId: '12' }, asOrder);
    expect(raw.includes(later)).toBe(true);
    const answer = await caller.query.GetMember({ memberId: '12' }, asOrder);
    expect(answer.member).toMatchObject({ memberId: '12', version: 9 });
    expect(answer.read).toEqual({
      source: 'SOURCE_BACKUP_INDEX',
      stalenessBound: { seconds: 3, nanos: 500_000_000 },
    });
  });

  it('gathers the reads of a tick into few batches and answers each caller by itself', async () => {
    const { batches, handlers } = answeringReads((item) =>
      item.memberId === '13' ? { outcome: 'OUTCOME_NOT_FOUND' } : foundMember(item.memberId ?? ''),
    );
    const { caller } = await mesh({ reads: handlers });
    const ids = Array.from({ length: 40 }, (_, index) => String(index + 1));
    const calls = [...ids, ...ids].map((memberId) =>
      caller.query.GetMember({ memberId }, asOrder).then(
        (answer) => answer.member?.memberId,
        (error: unknown) => (error as MeshError).reason,
      ),
    );
    const expected = [...ids, ...ids].map((id) => (id === '13' ? 'MEMBER_NOT_FOUND' : id));
    expect(await Promise.all(calls)).toEqual(expected);
    expect(batches.length).toBeLessThan(10);
    const askedIds = batches.map(({ items }) => items.map((item) => item.memberId));
    expect(askedIds.every((asked) => new Set(asked).size === asked.length)).toBe(true);
  });

  it('takes the traffic class from the registration and never from the request', async () => {
    const { batches, handlers } = answeringReads(() => foundMember('1'));
    const { caller } = await mesh({ reads: handlers });
    const { metadata, timeoutMs } = withKey(KEYS.marketingService);
    const lying = { ...metadata, 'x-mesh-class': 'order', 'x-mesh-caller': 'order-service' };
    await caller.query.GetMember({ memberId: '1' }, { timeoutMs, metadata: lying });
    expect(batches.map(({ readClass }) => readClass)).toEqual(['READ_CLASS_MARKETING']);
  });

  it.each([
    ['OUTCOME_NOT_FOUND', 'NOT_FOUND', 'MEMBER_NOT_FOUND', false],
    ['OUTCOME_TOO_OLD', 'UNAVAILABLE', 'MIN_VERSION_NOT_REACHED', true],
    ['OUTCOME_UNAVAILABLE', 'UNAVAILABLE', 'NO_TIER_CAN_ANSWER', true],
    ['OUTCOME_EXHAUSTED', 'RESOURCE_EXHAUSTED', 'AUTHORITATIVE_BUDGET', true],
  ] as const)('answers %s with %s %s', async (outcome, kind, reason, retries) => {
    const { caller } = await mesh({ reads: answeringReads(() => ({ outcome })).handlers });
    const error = await failureOf(caller.query.GetMember({ memberId: '1' }, asOrder));
    expect(error).toMatchObject({ kind, reason });
    expect(error.retryAfterMs !== undefined).toBe(retries);
  });

  it.each([
    ['OUTCOME_NOT_FOUND', 'NOT_FOUND', 'ACCOUNT_NOT_BOUND'],
    ['OUTCOME_QUARANTINED', 'FAILED_PRECONDITION', 'ACCOUNT_QUARANTINED'],
  ] as const)('answers a look-up that ends %s with %s %s', async (outcome, kind, reason) => {
    const { caller } = await mesh({ reads: answeringReads(() => ({ outcome })).handlers });
    const account = { platform: 'wechat', accountId: 'o6' };
    const error = await failureOf(caller.query.LookupAccount({ account }, asOrder));
    expect(error).toMatchObject({ kind, reason });
  });

  it('keeps the order of a batch and names what was not found', async () => {
    const { handlers } = answeringReads((item) =>
      item.memberId === '2'
        ? { outcome: 'OUTCOME_NOT_FOUND', source: 'SOURCE_STORE' }
        : foundMember(item.memberId ?? ''),
    );
    const { caller } = await mesh({ reads: handlers });
    const memberIds = ['3', '2', '1', '3'];
    const answer = await caller.query.BatchGetMembers({ memberIds }, asOrder);
    expect(answer.members.map((member) => member.memberId)).toEqual(['3', '1', '3']);
    expect(answer.notFound).toEqual(['2']);
    expect(answer.read?.source).toBe('SOURCE_STORE');
  });

  it('answers a batch of accounts one by one, without a member where there is none', async () => {
    const outcomes: Record<string, ReadResult> = {
      bound: foundMember('77'),
      unbound: { outcome: 'OUTCOME_NOT_FOUND' },
      examined: { outcome: 'OUTCOME_QUARANTINED' },
    };
    const { handlers } = answeringReads((item) => outcomes[item.account?.accountId ?? ''] ?? {});
    const { caller } = await mesh({ reads: handlers });
    const accounts = Object.keys(outcomes).map((accountId) => ({ platform: 'app-ly', accountId }));
    const { results } = await caller.query.BatchLookupAccounts({ accounts }, asOrder);
    expect(results.map(({ account }) => account)).toEqual(accounts);
    expect(results.map(({ member }) => member?.memberId)).toEqual(['77', undefined, undefined]);
    expect(results.map(({ quarantined }) => quarantined)).toEqual([false, false, true]);
  });

  it('fails a batch as a whole when one of its reads has no answer', async () => {
    const { handlers } = answeringReads((item) =>
      item.memberId === '2' ? { outcome: 'OUTCOME_UNAVAILABLE' } : foundMember('1'),
    );
    const { caller } = await mesh({ reads: handlers });
    const batch = caller.query.BatchGetMembers({ memberIds: ['1', '2'] }, asOrder);
    expect(await failureOf(batch)).toMatchObject({ reason: 'NO_TIER_CAN_ANSWER' });
  });

  it('answers an empty batch and one of 500 that spans several calls', async () => {
    const { caller } = await mesh({ reads: echoing });
    const none = await caller.query.BatchGetMembers({}, asOrder);
    expect(none.members).toEqual([]);
    const memberIds = Array.from({ length: 500 }, (_, index) => String(index + 1));
    const all = await caller.query.BatchGetMembers({ memberIds }, asOrder);
    expect(all.members.map((member) => member.memberId)).toEqual(memberIds);
  });

  it('ends a call at its own deadline, whatever its batch waits for', async () => {
    const { handlers } = answeringReads(async (item, call) => {
      if (item.memberId === '666') {
        await new Promise((resolve) => call.signal.addEventListener('abort', resolve));
      }
      return foundMember(item.memberId ?? '');
    });
    const { caller } = await mesh({ reads: handlers });
    const slow = caller.query.GetMember({ memberId: '666' }, withKey(KEYS.orderService, 150));
    const error = await failureOf(slow);
    expect(error.kind).toBe('DEADLINE_EXCEEDED');
    await expect(caller.query.GetMember({ memberId: '1' }, asOrder)).resolves.toBeTruthy();
  });
});

describe('a gateway that checks requests', () => {
  it('names every bad field of a read', async () => {
    const { caller } = await mesh();
    const request = { memberIds: ['1', '0', 'x'], consistency: 9 as never };
    const error = await failureOf(caller.query.BatchGetMembers(request, asOrder));
    expect(error).toMatchObject({ kind: 'INVALID_ARGUMENT', reason: 'INVALID_FIELD' });
    expect(error.violations.map(({ field }) => field)).toEqual([
      'member_ids[1]',
      'member_ids[2]',
      'consistency',
    ]);
  });

  it('names every bad field of a write', async () => {
    const { caller } = await mesh();
    const request = {
      requestId: '',
      member: { memberId: '-1', phone: 'abc', level: 77 },
      updateMask: { paths: ['phone', 'accounts'] },
      expectedVersion: -1,
    };
    const error = await failureOf(caller.write.UpdateMember(request, asOrder));
    expect(error.violations.map(({ field }) => field)).toEqual([
      'request_id',
      'member.member_id',
      'member.phone',
      'update_mask.paths[1]',
      'expected_version',
    ]);
  });
});

describe('a gateway that hands calls on', () => {
  it('passes a write as it came, with the caller and class of the registration', async () => {
    let seen:
      { requestId: string; caller?: string | undefined; class?: string | undefined } | undefined;
    const write: HandlersOf<'memberWrite'> = {
      CloseMember: async (request, call) => {
        seen = {
          requestId: request.requestId,
          caller: call.header('x-mesh-caller'),
          class: call.header('x-mesh-class'),
        };
        expect(call.remainingMs()).toBeLessThan(10_000);
        return { member: { memberId: request.memberId, status: 'MEMBER_STATUS_CLOSED' } };
      },
    };
    const { caller } = await mesh({ write });
    const request = { requestId: 'r-1', memberId: '8' };
    const answer = await caller.write.CloseMember(request, asOrder);
    expect(answer.member).toMatchObject({ memberId: '8', status: 'MEMBER_STATUS_CLOSED' });
    expect(seen).toEqual({ requestId: 'r-1', caller: 'order-service', class: 'order' });
  });

  it('passes errors of the services on with all their details', async () => {
    const write: HandlersOf<'memberWrite'> = {
      BindAccount: () =>
        Promise.reject(
          new MeshError({
            kind: 'ALREADY_EXISTS',
            reason: 'ACCOUNT_ALREADY_BOUND',
            message: 'wechat:x is bound to another member',
            metadata: { account: 'wechat:x' },
          }),
        ),
    };
    const { caller } = await mesh({ write });
    const account = { platform: 'wechat', accountId: 'x' };
    const request = { requestId: 'r', memberId: '8', account };
    const error = await failureOf(caller.write.BindAccount(request, asOrder));
    expect(error).toMatchObject({
      kind: 'ALREADY_EXISTS',
      reason: 'ACCOUNT_ALREADY_BOUND',
      metadata: { account: 'wechat:x' },
    });
  });

  it('gives a call without a deadline a default one', async () => {
    let leftMs = Infinity;
    const query: HandlersOf<'memberQuery'> = {
      SearchMembers: async (_request, call) => {
        leftMs = call.remainingMs();
        return {};
      },
    };
    const { caller } = await mesh({ query });
    await caller.query.SearchMembers(
      { phone: '+8613800000000' },
      withKey(KEYS.orderService, Infinity),
    );
    expect(leftMs).toBeLessThanOrEqual(2_000);
  });

  it('tells callers of an unreachable tier without naming addresses', async () => {
    const { caller, writePeer } = await mesh({ apart: true });
    await writePeer.close();
    const request = { requestId: 'r', memberId: '8' };
    const impatient = withKey(KEYS.orderService, 1_000);
    const error = await failureOf(caller.write.CloseMember(request, impatient));
    expect(error).toMatchObject({ kind: 'UNAVAILABLE', reason: 'MEMBER_WRITE_UNREACHABLE' });
    expect(error.message).not.toMatch(/127\.0\.0\.1/);
    expect(error.retryAfterMs).toBeGreaterThan(0);
  });
});

describe('the health of a gateway', () => {
  it('says of each public service whether the tier behind it serves', async () => {
    const { gateway, writePeer } = await mesh({ apart: true });
    const { memberQuery, memberWrite } = contracts.services;
    const is = (name: string, state: string) => () => gateway.health.get(name) === state;
    await until('reads', is(memberQuery.name, 'SERVING'));
    await until('writes', is(memberWrite.name, 'SERVING'));
    await writePeer.close();
    await until('the loss of writes', is(memberWrite.name, 'NOT_SERVING'));
    expect(gateway.health.all()).toMatchObject({
      '': 'SERVING',
      [memberQuery.name]: 'SERVING',
      'tier:member-query': 'SERVING',
      'tier:member-write': 'NOT_SERVING',
      'tier:flow-control': 'SERVING',
    });
  });
});
