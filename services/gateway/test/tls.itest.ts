// TLS, and certificates in the place of keys.
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { ClientTlsConfig } from '@member-mesh/config';
import { systemClock } from '@member-mesh/kernel';
import { createRpcClient } from '@member-mesh/rpc';

import { TestAuthority } from './certificates.ts';
import { failureOf, startGateway, until, withKey } from './gateway-under-test.ts';
import {
  answeringReads,
  contracts,
  foundMember,
  KEYS,
  POLICY,
  quietTelemetry,
  startPeer,
  streamingPolicy,
} from './peers.ts';

let authority: TestAuthority;
const open: (() => Promise<void> | void)[] = [];

beforeAll(() => {
  authority = new TestAuthority();
});
afterAll(() => authority.close());
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function gatewayWith(clientAuthority: Buffer | undefined, names = ['DNS:localhost']) {
  const peer = await startPeer({
    memberRead: answeringReads(() => foundMember('1')).handlers,
    flowControl: streamingPolicy(POLICY),
  });
  const behind = { memberQuery: [peer.port], memberWrite: [peer.port], flowControl: [peer.port] };
  const tls = { ...authority.issue('gateway', names), clientAuthority };
  const gateway = await startGateway(behind, { tls });
  open.push(peer.close, gateway.close);
  await until('a policy', () => gateway.health.get('') === 'SERVING');
  return gateway;
}

async function connect(port: number, tls: ClientTlsConfig | undefined, host = 'localhost') {
  const client = createRpcClient({
    contracts,
    service: contracts.services.memberQuery,
    targets: [{ host, port }],
    telemetry: await quietTelemetry(),
    clock: systemClock,
    tls,
  });
  open.push(() => client.close());
  return client;
}

const member = { memberId: '1' };
const withoutKey = withKey(undefined);

describe('a gateway with TLS', () => {
  it('takes keys over TLS and nothing in the clear', async () => {
    const { port } = await gatewayWith(undefined);
    const pair = authority.issue('anybody');
    const client = await connect(port, { ...pair, authority: authority.certificate });
    await expect(client.GetMember(member, withKey(KEYS.orderService))).resolves.toBeTruthy();
    expect(await failureOf(client.GetMember(member, withoutKey))).toMatchObject({
      reason: 'KEY_MISSING',
    });
    const inTheClear = await connect(port, undefined);
    const refused = inTheClear.GetMember(member, withKey(KEYS.orderService, 500));
    expect(['UNAVAILABLE', 'DEADLINE_EXCEEDED']).toContain((await failureOf(refused)).kind);
  });
});

describe('a gateway whose certificate names another host', () => {
  it.each([
    ['localhost', ['DNS:localhost', 'IP:127.0.0.2'], '127.0.0.1'],
    ['127.0.0.1', ['DNS:localhost.invalid', 'IP:127.0.0.1'], 'localhost'],
  ])('is believed at %s only', async (_believed, names, host) => {
    const { port } = await gatewayWith(undefined, names);
    const tls = { ...authority.issue('anybody'), authority: authority.certificate };
    const known = await connect(port, tls, host === 'localhost' ? '127.0.0.1' : 'localhost');
    await expect(known.GetMember(member, withKey(KEYS.orderService))).resolves.toBeTruthy();
    const deceived = await connect(port, tls, host);
    const refused = deceived.GetMember(member, withKey(KEYS.orderService, 500));
    expect(['UNAVAILABLE', 'DEADLINE_EXCEEDED']).toContain((await failureOf(refused)).kind);
  });
});

describe('a gateway with certificates of its callers', () => {
  it.each([
    ['a DNS name', 'ignored', ['DNS:order-service']],
    ['a URI', 'ignored', ['URI:order-service', 'DNS:ops-console']],
    ['the common name, without other names', 'order-service', []],
  ])('knows the caller by %s', async (_what, commonName, alternatives) => {
    const { port } = await gatewayWith(authority.certificate);
    const pair = authority.issue(commonName, alternatives);
    const client = await connect(port, { ...pair, authority: authority.certificate });
    const answer = await client.GetMember(member, withoutKey);
    expect(answer.member?.memberId).toBe('1');
  });

  it('holds the caller of the certificate to its permissions, whatever key it shows', async () => {
    const { port } = await gatewayWith(authority.certificate);
    const pair = authority.issue('ops-console');
    const client = await connect(port, { ...pair, authority: authority.certificate });
    const error = await failureOf(client.GetMember(member, withKey(KEYS.orderService)));
    expect(error).toMatchObject({ kind: 'PERMISSION_DENIED', reason: 'PERMISSION_MISSING' });
  });

  it('does not know a certificate of nobody registered', async () => {
    const { port } = await gatewayWith(authority.certificate);
    const pair = authority.issue('stranger');
    const client = await connect(port, { ...pair, authority: authority.certificate });
    const error = await failureOf(client.GetMember(member, withKey(KEYS.orderService)));
    expect(error).toMatchObject({ kind: 'UNAUTHENTICATED', reason: 'CERTIFICATE_UNKNOWN' });
  });

  it('takes no certificate of another authority', async () => {
    const { port } = await gatewayWith(authority.certificate);
    const foreign = new TestAuthority();
    open.push(() => foreign.close());
    const pair = foreign.issue('order-service');
    const client = await connect(port, { ...pair, authority: authority.certificate });
    const refused = client.GetMember(member, withKey(undefined, 500));
    expect(['UNAVAILABLE', 'DEADLINE_EXCEEDED']).toContain((await failureOf(refused)).kind);
  });
});
