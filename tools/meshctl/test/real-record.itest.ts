// Imports into the real member-write on real MySQL-like stores and NATS, killing both sides.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { resolve } from 'node:path';
import { accountKey, loadContracts } from '@member-mesh/contracts';
import { type Stores, startStores } from '@member-mesh/harness';
import { sleep, systemClock } from '@member-mesh/kernel';
import { createRpcClient, Health, RpcServer, sha256Hex } from '@member-mesh/rpc';
import { createTelemetry } from '@member-mesh/telemetry';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateMembers } from '../src/generate/member-generator.ts';
import { seededRandom } from '../src/generate/seeded-random.ts';
import { type Finished, meshctl, startMeshctl } from './meshctl-process.ts';
import { TemporaryFolder } from './temporary-folder.ts';

const MEMBER_WRITE = resolve(import.meta.dirname, '../../../services/member-write/src/main.ts');
const SHARDS = 1024;
const COUNT = 5_000;
const READY_MS_MAX = 60_000;
const TEST_MS_MAX = 400_000;

const contracts = loadContracts();

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

describe('meshctl members import into the record', () => {
  let folder: TemporaryFolder;
  let stores: Stores | undefined;
  let caches: RpcServer | undefined;
  let memberWrite: ChildProcess | undefined;
  let environment: Record<string, string>;
  let ports: { grpc: number; http: number };
  /** Called for every batch, before anything of it is written. */
  let onLock: () => void = () => undefined;

  beforeAll(async () => {
    folder = await TemporaryFolder.create();
    stores = await startStores({ mysql: 'primaries', nats: true });
    const telemetry = await silent('member-query');
    caches = new RpcServer({
      ...{ contracts, telemetry, clock: systemClock, health: new Health(), drainTimeoutMs: 100 },
      listen: { host: '127.0.0.1', port: 0 },
      peers: { 'member-write': [sha256Hex('write')] },
    });
    caches.serve(
      contracts.services.cacheFence,
      {
        LockKeys: async () => {
          onLock();
          return {};
        },
        FenceKeys: async () => ({}),
        UnlockKeys: async () => ({}),
      },
      { allow: ['member-write'] },
    );
    const { port } = await caches.start();
    ports = { grpc: await freePort(), http: await freePort() };
    const peers = { meshctl: [sha256Hex('ctl')], 'sync-worker': [sha256Hex('sync')] };
    environment = {
      ...stores.env('member-write'),
      MESH_NAME: 'member-write-a',
      MESH_CENTER: 'a',
      LOG_LEVEL: 'warn',
      MESH_TOKEN_FILE: await folder.write('write.token', 'write'),
      MESH_PEERS_FILE: await folder.write('peers.json', JSON.stringify(peers)),
      MEMBER_QUERY_TARGETS: `127.0.0.1:${port}`,
      GRPC_LISTEN: `127.0.0.1:${ports.grpc}`,
      HTTP_LISTEN: `127.0.0.1:${ports.http}`,
    };
    await folder.write('ctl.token', 'ctl');
    await startMemberWrite();
  }, 180_000);

  afterAll(async () => {
    await killMemberWrite();
    await caches?.drain();
    await stores?.close();
    await folder.remove();
  });

  async function startMemberWrite(): Promise<void> {
    memberWrite = spawn(process.execPath, [MEMBER_WRITE], { env: environment, stdio: 'ignore' });
    const deadlineMs = systemClock.monotonicMs() + READY_MS_MAX;
    while (systemClock.monotonicMs() < deadlineMs) {
      const url = `http://127.0.0.1:${ports.http}/healthz`;
      const answer = await fetch(url).catch(() => undefined);
      await answer?.text();
      if (answer?.status === 200) return;
      await sleep(100);
    }
    throw new Error('member-write does not serve');
  }

  async function killMemberWrite(): Promise<void> {
    if (!memberWrite || memberWrite.exitCode !== null || memberWrite.signalCode !== null) return;
    const ended = once(memberWrite, 'close');
    memberWrite.kill('SIGKILL');
    await ended;
  }

  /** The accounts of every member in the record. */
  async function recorded(): Promise<string[]> {
    const client = createRpcClient({
      ...{ contracts, clock: systemClock, telemetry: await silent('test') },
      service: contracts.services.record,
      identity: { kind: 'sync-worker', token: 'sync' },
      targets: [{ host: '127.0.0.1', port: ports.grpc }],
    });
    const found: string[] = [];
    for (let shard = 0; shard < SHARDS; shard++) {
      let pageToken = '';
      do {
        const request = { shard, pageToken, pageSize: 1_000 };
        const page = await client.ScanShard(request, { timeoutMs: 30_000 });
        for (const { member } of page.rows) {
          if (!member) continue;
          const { accounts } = contracts.messages.member.decode(member.member);
          found.push(namesOf(accounts.flatMap(({ account }) => account ?? [])));
        }
        pageToken = page.nextPageToken;
      } while (pageToken !== '');
    }
    client.close();
    return found.sort();
  }

  it(
    'writes every row once, however often the import and the record are killed',
    async () => {
      const path = await folder.write('members.csv', '');
      const generating = ['members', 'generate', '--count', String(COUNT), '--seed', 'real'];
      expect((await meshctl([...generating, '--out', path])).code).toBe(0);
      const mesh = ['--member-write', `127.0.0.1:${ports.grpc}`];
      const args = [...mesh, '--token-file', `${folder.path}/ctl.token`, '--output', 'json'];
      const random = seededRandom('real');
      let kills = 0;
      let last: Finished | undefined;
      while (last?.code !== 0) {
        const started = startMeshctl(['members', 'import', path, ...args]);
        let untilKill = kills < 6 ? 2 + random.below(4) : Infinity;
        let restarted = Promise.resolve();
        onLock = () => {
          if (--untilKill !== 0) return;
          kills++;
          if (kills % 3 === 0) restarted = killMemberWrite().then(startMemberWrite);
          else started.child.kill('SIGKILL');
        };
        last = await started.finished;
        await restarted;
        if (last.signal !== 'SIGKILL') expect(last).toMatchObject({ code: 0 });
      }
      expect(kills).toBeGreaterThanOrEqual(3);
      expect(JSON.parse(last.stdout)).toMatchObject({ rows: COUNT, written: COUNT, refused: 0 });
      const wanted = [...generateMembers('real', COUNT)].map(({ accounts }) => namesOf(accounts));
      expect(await recorded()).toEqual(wanted.sort());

      const again = await meshctl(['members', 'import', path, ...args, '--restart']);
      expect(JSON.parse(again.stdout)).toMatchObject({ written: COUNT, refused: 0 });
      const other = await meshctl([
        'members',
        'import',
        path,
        ...args,
        '--restart',
        '--import-id',
        'other',
        '--errors-max',
        '9',
      ]);
      expect(other.code).toBe(4);
      expect(await recorded()).toHaveLength(COUNT);
    },
    TEST_MS_MAX,
  );
});

function namesOf(accounts: readonly { platform: string; accountId: string }[]): string {
  return accounts.map(accountKey).sort().join(' ');
}

function silent(service: string) {
  return createTelemetry({ service, name: service, center: 'a', logLevel: 'silent' });
}
