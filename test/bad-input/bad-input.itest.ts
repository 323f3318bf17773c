// Every method of every service of a running mesh is sent random and damaged bytes: each call ends
// with a documented status and a reason, no process ends, nothing is logged as a bug, and a sound
// call afterwards is answered as before.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadContracts, MessageShapes, type ServiceContract } from '@member-mesh/contracts';
import { startMesh, type TestMesh } from '@member-mesh/harness';
import fc from 'fast-check';
import { requestBytes } from './bytes.ts';
import { addressOf, type Door, DOORS, proofOf, soundRequest } from './doors.ts';
import { connectRaw, type Ending, type RawClient } from './raw-client.ts';

const START_MS_MAX = 300_000;
const RUNS = 60;
const HEALTH_RUNS = 10;
/** The same bytes in every run, so that a failure can be had again; others by BAD_INPUT_SEED. */
const SEED = 1;
/** What a call may fail with; INTERNAL and UNKNOWN are bugs, however bad the request. */
const DOCUMENTED = [
  ...['INVALID_ARGUMENT', 'NOT_FOUND', 'ALREADY_EXISTS', 'FAILED_PRECONDITION', 'ABORTED'],
  ...['RESOURCE_EXHAUSTED', 'UNIMPLEMENTED', 'UNAVAILABLE'],
];
/** Nothing is away here: what may be unavailable is a version that no member has. */
const AWAY = ['MIN_VERSION_NOT_REACHED'];

const contracts = loadContracts();
const shapes = new MessageShapes(contracts.packageDefinition);
const seed = Number(process.env['BAD_INPUT_SEED'] ?? SEED);

let mesh: TestMesh;
let pids: Record<string, number>;
/** How often calls ended how. */
const endings = new Map<string, number>();
const clients = new Map<string, RawClient>();

const pidsNow = (): Record<string, number> =>
  Object.fromEntries(mesh.components.map(({ name, pid }) => [name, pid]));

beforeAll(async () => {
  process.stderr.write(`bad input: seed ${seed}\n`);
  mesh = await startMesh({ profile: 'small' });
  pids = pidsNow();
}, START_MS_MAX);

afterAll(async () => {
  process.stderr.write(`bad input: ${JSON.stringify(Object.fromEntries(endings))}\n`);
  for (const client of clients.values()) client.close();
  await mesh?.close();
}, START_MS_MAX);

async function send(door: Door, method: string, bytes: Buffer): Promise<Ending> {
  const address = addressOf(mesh, door);
  const key = `${address} ${door.service}`;
  const contract: ServiceContract = contracts.services[door.service];
  const client = clients.get(key) ?? (await connectRaw(contracts, contract, address));
  clients.set(key, client);
  return client.send(method, bytes, proofOf(mesh, door, method));
}

const logs = (): string[] =>
  mesh.components
    .filter(({ kind }) => DOORS.some((door) => door.kind === kind))
    .flatMap(({ name }) => mesh.log(name).split('\n'));

type Row = [kind: string, service: string, method: string, door: Door];
const rows = DOORS.flatMap((door): Row[] =>
  Object.keys(contracts.services[door.service].definition).map((method) => {
    return [door.kind, door.service, method, door];
  }),
);

describe('bad input', () => {
  it.each(rows)('to %s, %s.%s, is answered with a reason', async (_k, _s, method, door) => {
    const contract = contracts.services[door.service] as ServiceContract;
    const sound = soundRequest(contract, method);
    const before = await send(door, method, sound);
    const shape = shapes.ofRequest(contract.definition[method]!);
    const numRuns = door.service === 'health' ? HEALTH_RUNS : RUNS;
    await fc.assert(
      fc.asyncProperty(requestBytes(shape, sound), async (bytes) => {
        const { error, hasReason } = await send(door, method, bytes);
        const ending = error ? `${error.kind} ${error.reason}` : 'answered';
        endings.set(ending, (endings.get(ending) ?? 0) + 1);
        if (!error) return;
        const { kind, reason, message } = error;
        expect({ hasReason, kind, reason, message }).toMatchObject({ hasReason: true });
        expect(DOCUMENTED).toContain(kind);
        if (kind === 'UNAVAILABLE') expect(AWAY).toContain(reason);
      }),
      { numRuns, seed },
    );
    const after = await send(door, method, sound);
    expect(after.error?.reason).toBe(before.error?.reason);
  });

  it('was of every kind: sound, malformed, and out of bounds', () => {
    for (const ending of [
      'answered',
      'INVALID_ARGUMENT MALFORMED_REQUEST',
      'INVALID_ARGUMENT INVALID_FIELD',
    ]) {
      expect(endings.get(ending)).toBeGreaterThan(rows.length);
    }
  });

  it('ends no process and meets no bug', () => {
    expect(pidsNow()).toEqual(pids);
    const bugs = logs().filter((line) => /handler-failed|uncaught|unhandled/i.test(line));
    expect(bugs).toEqual([]);
  });
});
