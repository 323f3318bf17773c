// Every door of a mesh: each service where it listens, each method with a sound request, and who
// may call it.
import { readFileSync } from 'node:fs';
import type { ServiceContract, Services } from '@member-mesh/contracts';
import { BASE_REQUESTS, type TestMesh } from '@member-mesh/harness';

type ServiceKind = 'gateway' | 'member-query' | 'member-write' | 'sync-worker' | 'flow-control';
type Speaker = 'order-service' | 'gateway' | 'member-write' | 'meshctl' | 'operator' | 'nobody';

export interface Door {
  kind: ServiceKind;
  service: keyof Services;
  /** Whom its calls come from; gateways where FOR_GATEWAYS has the method. */
  speaker: Speaker;
}

const FOR_GATEWAYS = new Set(['WatchPolicy', 'LeaseQuota', 'ReportTraffic']);

export const DOORS: readonly Door[] = [
  { kind: 'gateway', service: 'memberQuery', speaker: 'order-service' },
  { kind: 'gateway', service: 'memberWrite', speaker: 'order-service' },
  { kind: 'member-query', service: 'memberRead', speaker: 'gateway' },
  { kind: 'member-query', service: 'memberQuery', speaker: 'gateway' },
  { kind: 'member-query', service: 'cacheFence', speaker: 'member-write' },
  { kind: 'member-write', service: 'memberWrite', speaker: 'gateway' },
  { kind: 'member-write', service: 'record', speaker: 'meshctl' },
  { kind: 'sync-worker', service: 'index', speaker: 'meshctl' },
  { kind: 'flow-control', service: 'flowControl', speaker: 'operator' },
  { kind: 'gateway', service: 'health', speaker: 'nobody' },
  { kind: 'member-query', service: 'health', speaker: 'nobody' },
  { kind: 'member-write', service: 'health', speaker: 'nobody' },
  { kind: 'sync-worker', service: 'health', speaker: 'nobody' },
  { kind: 'flow-control', service: 'health', speaker: 'nobody' },
];

const ACCOUNT = { platform: 'wechat', accountId: 'o6_bm' };
const LOCK = { lockId: Buffer.from('8 bytes!'), keys: [{ memberId: '5' }, { account: ACCOUNT }] };
const ROW = { number: 1, profile: { displayName: 'x' }, accounts: [ACCOUNT] };

const INNER_REQUESTS: Readonly<Record<string, object>> = {
  BatchRead: { readClass: 1, items: [{ memberId: '5', minVersion: 1 }, { account: ACCOUNT }] },
  DescribeMember: { memberId: '5' },
  LockKeys: LOCK,
  UnlockKeys: LOCK,
  FenceKeys: { lockId: LOCK.lockId, fences: LOCK.keys.map((key) => ({ key, minVersion: 1 })) },
  ReadMembers: { memberIds: ['5'] },
  ReadAccounts: { accounts: [ACCOUNT] },
  ScanShard: { shard: 1, pageSize: 2 },
  AwaitPublished: {},
  ImportMembers: { importId: 'bad-input', rows: [ROW] },
  GetRecordStatus: {},
  CheckEmpty: {},
  GetIndexStatus: {},
  // Clusters that are not there: what is built and compared here would take the test's time.
  RebuildIndex: { cluster: 'order-c' },
  VerifyIndex: { cluster: 'order-c', sample: 0.5 },
  ExamineIndex: { cluster: 'order-c' },
  ClearSetAside: { cluster: 'order-a' },
  ListSetAside: { cluster: 'order-a', pageSize: 1 },
  GetRoutes: {},
  MoveOrders: { to: 'order-b', why: 'bad input', dryRun: true },
  Check: { service: '' },
  List: {},
  Watch: { service: '' },
};

/** A request of the method that it takes, encoded. */
export function soundRequest({ definition }: ServiceContract, method: string): Buffer {
  const request = INNER_REQUESTS[method] ?? BASE_REQUESTS[method]?.[0];
  if (!request) throw new Error(`${method} has no sound request: write one`);
  return definition[method]?.requestSerialize(request) ?? Buffer.alloc(0);
}

/** host:port where a door is. */
export function addressOf(mesh: TestMesh, { kind }: Door): string {
  const [address] = mesh.addresses(kind);
  if (address === undefined) throw new Error(`the mesh has no ${kind}`);
  return address;
}

/** What proves who calls a method through a door, and what a gateway would add. */
export function proofOf(mesh: TestMesh, door: Door, method: string): Record<string, string> {
  const secret = (name: string): string => readFileSync(mesh.secretFile(name), 'utf8').trim();
  const bearer = (key: string): Record<string, string> => ({ authorization: `Bearer ${key}` });
  const peer = (kind: string): Record<string, string> => {
    const found = mesh.components.find((component) => component.kind === kind);
    return { 'x-mesh-kind': kind, 'x-mesh-token': secret(`${found?.name ?? kind}.token`) };
  };
  const speaker =
    door.service === 'flowControl' && FOR_GATEWAYS.has(method) ? 'gateway' : door.speaker;
  switch (speaker) {
    case 'nobody':
      return {};
    case 'order-service':
      return bearer(mesh.callerKey(speaker));
    case 'operator':
      return bearer(secret('operator.key'));
    case 'gateway':
      return { ...peer(speaker), 'x-mesh-class': 'order', 'x-mesh-caller': 'order-service' };
    default:
      return peer(speaker);
  }
}
