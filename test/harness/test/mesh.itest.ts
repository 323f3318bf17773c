// A small mesh as tests get it, with TLS between all its services and callers: callers can use it,
// strangers cannot reach it, and its services can be hurt by name.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadContracts } from '@member-mesh/contracts';
import { invariant, systemClock, systemRandom } from '@member-mesh/kernel';
import type { ClientTlsConfig } from '@member-mesh/config';
import { repositoryRoot, serviceKinds } from '@member-mesh/launcher';
import { createRpcClient } from '@member-mesh/rpc';
import { createTelemetry } from '@member-mesh/telemetry';
import { describeOnEachDatabase, startMesh } from '../src/index.ts';
import type { TestMesh } from '../src/index.ts';
import { foreignPair, greetingOf } from './handshake.ts';
import { listeningAddresses, loopbackAddresses } from './listening.ts';

const contracts = loadContracts();

describeOnEachDatabase(describe, { mysql: 'asked' }, (dialect) => {
  describe('a small mesh', () => {
    let mesh: TestMesh;

    beforeAll(async () => {
      mesh = await startMesh({
        profile: 'small',
        dialect,
        tls: true,
        env: { gateway: { LOG_LEVEL: 'debug' } },
      });
    });

    afterAll(async () => {
      await mesh.close();
    });

    async function clientsOf(addresses: readonly string[], tls: ClientTlsConfig | undefined) {
      const telemetry = await createTelemetry({
        service: 'test',
        name: 'test',
        center: '',
        logLevel: 'silent',
      });
      const targets = addresses.map((address) => {
        const [host = '', port] = address.split(':');
        return { host, port: Number(port) };
      });
      const common = { contracts, targets, telemetry, clock: systemClock, tls };
      const { services } = contracts;
      const write = createRpcClient({ ...common, service: services.memberWrite });
      const query = createRpcClient({ ...common, service: services.memberQuery });
      const read = createRpcClient({ ...common, service: services.memberRead });
      const options = { timeoutMs: 10_000 };
      const close = (): void => {
        for (const client of [write, query, read]) client.close();
      };
      return { write, query, read, options, close };
    }

    async function gateway() {
      return await clientsOf(mesh.addresses('gateway'), mesh.clientTls('order-service'));
    }

    it('takes a member from a development caller and gives it back', async () => {
      const { write, query, options, close } = await gateway();
      try {
        const accountId = systemRandom.bytes(8).toString('hex');
        const account = { platform: 'wechat', accountId };
        const profile = { displayName: '王小明', level: 2 };
        const request = { requestId: accountId, account, profile };
        const { member } = await write.RegisterMember(request, options);
        const found = await query.LookupAccount({ account }, options);
        expect(found.member).toEqual(member);
        expect(member?.displayName).toBe('王小明');
      } finally {
        close();
      }
    });

    it('lets nobody reach a service in the clear, or with a certificate of another authority', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'mesh-foreign-'));
      const own = mesh.clientTls('meshctl');
      invariant(own !== undefined, 'the mesh has TLS');
      try {
        const foreign = { ...(await foreignPair(folder, 'meshctl')), authority: own.authority };
        for (const address of serviceKinds.flatMap((kind) => mesh.addresses(kind))) {
          expect(await greetingOf(address, own)).toBe('greeted');
          expect(await greetingOf(address, foreign)).toBe('refused');
          expect(await greetingOf(address, { authority: own.authority })).toBe('refused');
          expect(await greetingOf(address, undefined)).toBe('refused');
        }
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });

    it('knows a service by its certificate alone, and a caller is none', async () => {
      const ofCaller = await clientsOf(
        mesh.addresses('member-query'),
        mesh.clientTls('order-service'),
      );
      const ofMeshctl = await clientsOf(mesh.addresses('member-query'), mesh.clientTls('meshctl'));
      try {
        const asked = (clients: typeof ofCaller) =>
          clients.read.DescribeMember({ memberId: '1' }, clients.options);
        await expect(asked(ofCaller)).rejects.toMatchObject({ reason: 'PEER_UNKNOWN' });
        await expect(asked(ofMeshctl)).resolves.toBeTruthy();
      } finally {
        ofCaller.close();
        ofMeshctl.close();
      }
    });

    it('can be asked by meshctl', async () => {
      const meshctl = join(repositoryRoot, 'tools', 'meshctl', 'src', 'main.ts');
      const env = { PATH: process.env['PATH'], ...mesh.meshctlEnvironment };
      const { stdout } = await promisify(execFile)(
        process.execPath,
        [meshctl, 'status', '--output', 'json'],
        { env },
      );
      const { services } = JSON.parse(stdout) as { services: { state: string }[] };
      expect(services.map(({ state }) => state)).toEqual(Array(5).fill('serving'));
    });

    it('listens on loopback only', () => {
      for (const component of mesh.components) {
        const addresses = listeningAddresses(component.pid);
        expect(addresses.length).toBeGreaterThan(0);
        expect(loopbackAddresses).toEqual(expect.arrayContaining([...new Set(addresses)]));
      }
    });

    it('hands variables on to services, and tells what they wrote', () => {
      expect(mesh.env('gateway-a')['LOG_LEVEL']).toBe('debug');
      expect(mesh.log('gateway-a')).toContain('"service":"gateway"');
    });

    it('has a service at its old address again after a kill and a start', async () => {
      const component = mesh.component('gateway-a');
      const { address } = component;
      await component.kill();
      expect(component.pid).toBe(0);
      await component.start();
      expect(component.address).toBe(address);
      const { query, options, close } = await gateway();
      try {
        const missing = query.GetMember({ memberId: '1' }, options);
        await expect(missing).rejects.toMatchObject({ reason: 'MEMBER_NOT_FOUND' });
      } finally {
        close();
      }
    });
  });
});
