// The real meshctl against a record behind a real socket: what is left when it is killed, stopped,
// or when the record goes away.
import { readFile, stat, writeFile } from 'node:fs/promises';
import { accountKey } from '@member-mesh/contracts';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { generateMembers } from '../src/generate/member-generator.ts';
import type { MemberRecord } from '../src/import/record.ts';
import type { Refusal } from '../src/import/refusal-report.ts';
import { seededRandom } from '../src/generate/seeded-random.ts';
import { InMemoryRecord } from './in-memory-record.ts';
import { type Finished, meshctl, type MeshctlProcess, startMeshctl } from './meshctl-process.ts';
import {
  type RecordServer,
  type RecordServerOptions,
  startRecordServer,
  TOKEN,
} from './record-server.ts';
import { TemporaryFolder } from './temporary-folder.ts';

interface Answer {
  state: string;
  rows: number;
  written: number;
  refused: number;
  report: string | null;
  resumed_after_row: number;
}

describe('meshctl members import', () => {
  let folder: TemporaryFolder;
  let record: InMemoryRecord;
  let server: RecordServer | undefined;
  let tokenFile: string;

  beforeEach(async () => {
    folder = await TemporaryFolder.create();
    record = new InMemoryRecord();
    tokenFile = await folder.write('token', `${TOKEN}\n`);
  });

  afterEach(async () => {
    await server?.close();
    server = undefined;
    await folder.remove();
  });

  async function serve(options?: RecordServerOptions, served: MemberRecord = record) {
    server = await startRecordServer(served, options);
  }

  function args(file: string, ...more: string[]): string[] {
    const mesh = ['--member-write', server?.address ?? '127.0.0.1:1', '--token-file', tokenFile];
    return ['members', 'import', file, '--output', 'json', ...mesh, ...more];
  }

  const answerOf = ({ stdout }: Finished): Answer => JSON.parse(stdout) as Answer;

  async function generate(name: string, count: number): Promise<string> {
    const path = await folder.write(name, '');
    const { code } = await meshctl([
      ...['members', 'generate', '--count', String(count), '--seed', 'itest', '--out', path],
    ]);
    expect(code).toBe(0);
    return path;
  }

  /** The accounts of every member in the record, which tells them apart. */
  const recorded = (): string[] =>
    [...record.members.values()].map(({ accounts }) => accounts.map(accountKey).join(' ')).sort();

  it.each(['csv', 'ndjson'])(
    'killed at any point and repeated, writes every row of a %s file once and tells each refusal once',
    async (format) => {
      const count = 12_000;
      const path = await generate(`members.${format}`, count);
      const duplicates = [...generateMembers('itest', 3)].map(({ accounts }) => accounts);
      const lines = duplicates.map((accounts, index) =>
        format === 'csv'
          ? `dup ${index},,,,,${accounts.map(accountKey).join('|')},,,,,\n`
          : `{"name":"dup","accounts":${JSON.stringify(accounts.map(accountKey))}}\n`,
      );
      const content = await readFile(path, 'utf8');
      const head = content.slice(0, content.indexOf('\n', content.length / 2) + 1);
      await folder.write(
        `members.${format}`,
        `${head}${lines.join('')}${content.slice(head.length)}${format === 'csv' ? 'bad' : '{'}\n`,
      );
      let batches = 0;
      let onBatch: () => void = () => undefined;
      await serve({
        batchMs: { before: 3, after: 3 },
        onBatch: () => {
          batches++;
          onBatch();
        },
      });
      const random = seededRandom(`kill ${format}`);
      let kills = 0;
      let last: Finished | undefined;
      while (last?.code !== 0) {
        const started: MeshctlProcess = startMeshctl(args(path));
        const killAt = batches + 1 + random.below(8);
        onBatch = () => {
          if (batches === killAt && kills < 12) started.child.kill('SIGKILL');
        };
        last = await started.finished;
        if (last.signal === 'SIGKILL') kills++;
        else expect(last).toMatchObject({ code: 0, signal: null });
      }
      expect(kills).toBeGreaterThan(3);
      expect(answerOf(last)).toMatchObject({
        state: 'complete',
        rows: count + 4,
        written: count,
        refused: 4,
      });
      const wanted = [...generateMembers('itest', count)];
      expect(recorded()).toEqual(
        wanted.map(({ accounts }) => accounts.map(accountKey).join(' ')).sort(),
      );
      expect(record.repeats).toBeGreaterThan(0);
      const report = (await readFile(`${path}.refused.ndjson`, 'utf8')).trim().split('\n');
      const refusals = report.map((line) => JSON.parse(line) as Refusal);
      expect(refusals).toHaveLength(4);
      expect(new Set(refusals.map(({ row }) => row)).size).toBe(4);
    },
  );

  it('interrupted by hand, finishes what is on its way, says so, and goes on when repeated', async () => {
    const path = await generate('members.csv', 20_000);
    let batches = 0;
    let onFifth: () => void = () => undefined;
    await serve({
      batchMs: { before: 2, after: 2 },
      onBatch: () => {
        if (++batches === 5) onFifth();
      },
    });
    const started = startMeshctl(args(path));
    onFifth = () => started.child.kill('SIGINT');
    const first = await started.finished;
    expect(first.code).toBe(130);
    expect(first.stderr).toContain('goes on from here');
    expect(answerOf(first)).toMatchObject({ state: 'stopped', written: record.members.size });
    const second = await meshctl(args(path));
    expect(second.code).toBe(0);
    expect(answerOf(second)).toMatchObject({
      state: 'complete',
      written: 20_000,
      resumed_after_row: answerOf(first).rows,
    });
    expect(record.repeats).toBe(0);
  });

  it('interrupted while the record is away, ends at once', async () => {
    const path = await generate('members.csv', 3_000);
    let batches = 0;
    let onTenth: () => void = () => undefined;
    await serve({
      unavailable: () => {
        if (++batches === 10) onTenth();
        return true;
      },
    });
    const started = startMeshctl(args(path));
    onTenth = () => started.child.kill('SIGTERM');
    const finished = await started.finished;
    expect(finished.code).toBe(130);
    expect(finished.stderr).toContain('interrupted; repeated, the import goes on after row 0');
  });

  it('waits for a record that is away, telling why', async () => {
    const path = await generate('members.csv', 3_000);
    let refusalsLeft = 6;
    await serve({ unavailable: () => refusalsLeft-- > 0 });
    const finished = await meshctl(args(path));
    expect(finished.code).toBe(0);
    expect(finished.stderr).toMatch(/trying again in .* s: member-write: group 0 has no primary/);
    expect(record.members.size).toBe(3_000);
  });

  it('ends with exit code 5 when nobody answers for too long', async () => {
    const path = await generate('members.csv', 10);
    const finished = await meshctl(args(path, '--retry-for', '300ms'));
    expect(finished.code).toBe(5);
    const { error } = JSON.parse(finished.stderr.trim().split('\n').at(-1) ?? '') as {
      error: { reason: string; message: string };
    };
    expect(error.reason).toBe('UNAVAILABLE');
    expect(error.message).toContain('goes on after row 0');
  });

  it('ends with exit code 7 when the token is another one', async () => {
    const path = await generate('members.csv', 10);
    await serve();
    const other = await folder.write('other-token', 'nobody knows it');
    const finished = await meshctl([...args(path), '--token-file', other]);
    expect(finished.code).toBe(7);
    expect(finished.stderr).toContain('PEER_UNKNOWN');
  });

  it('ends with exit code 4 when too many rows are refused, and 2 when columns are unknown', async () => {
    await serve();
    const rows = Array.from({ length: 50 }, (_, row) => `${row % 2 ? 'x' : ''},wechat:${row},x`);
    const path = await folder.write('bad.csv', `level,accounts,shoe\n${rows.join('\n')}\n`);
    const unknown = await meshctl(args(path));
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain('shoe');
    const refused = await meshctl(args(path, '--errors-max', '5', '--ignore-unknown'));
    expect(refused.code).toBe(4);
    expect(answerOf(refused)).toMatchObject({ state: 'too-many-refused', refused: 6 });
    expect(refused.stderr).toContain('--errors-max 5');
  });

  it('knows a finished import, but not in a mesh that lost it', async () => {
    const path = await generate('members.csv', 1_500);
    await serve();
    expect(answerOf(await meshctl(args(path))).state).toBe('complete');
    const again = await meshctl(args(path));
    expect(again.code).toBe(0);
    expect(answerOf(again)).toMatchObject({ state: 'already-complete', written: 1_500 });
    const restarted = await meshctl(args(path, '--restart'));
    expect(answerOf(restarted)).toMatchObject({ state: 'complete', written: 1_500 });
    expect(record.members.size).toBe(1_500);

    await server?.close();
    record = new InMemoryRecord();
    await serve();
    const anew = await meshctl(args(path));
    expect(anew.stderr).toContain('does not have the members');
    expect(record.members.size).toBe(1_500);
  });

  it('imports a file that is larger than its memory', async () => {
    const count = 20_000;
    const note = 'x'.repeat(4_600);
    const rows = Array.from({ length: count }, (_, index) => `wechat:${index},${note}\n`);
    const path = await folder.write('large.csv', '');
    await writeFile(path, ['accounts,left out\n', ...rows]);
    const heapMb = 64;
    expect((await stat(path)).size).toBeGreaterThan(1.25 * heapMb * 1024 * 1024);
    let next = 1;
    await serve(undefined, {
      hasMember: () => Promise.resolve(true),
      importMembers: (_importId, batch) => {
        const texts = { refusedReason: '', refusedField: '', detail: '' };
        const outcomes = batch.map(({ number }) => ({
          number,
          memberId: String(next++),
          ...texts,
        }));
        return Promise.resolve(outcomes);
      },
    });
    const nodeOptions = [`--max-old-space-size=${heapMb}`];
    const finished = await meshctl(args(path, '--ignore-unknown'), { nodeOptions });
    expect(finished).toMatchObject({ code: 0, signal: null });
    expect(answerOf(finished)).toMatchObject({ written: count, refused: 0 });
  });
});
