import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock, systemRandom } from '@member-mesh/kernel';
import { InMemoryRecord } from '../../test/in-memory-record.ts';
import { TemporaryFolder, withSource } from '../../test/temporary-folder.ts';
import { type Checkpoint, CheckpointFile } from './checkpoint.ts';
import { type ImportEnd, importMembers } from './import-members.ts';
import { UnreadableFile } from './imported-row.ts';
import { type MemberRecord, RecordUnavailable } from './record.ts';
import { type Refusal, RefusalReport } from './refusal-report.ts';

interface Run {
  end: ImportEnd;
  checkpoint: Checkpoint;
  refusals: Refusal[];
}

interface RunOptions {
  errorsMax?: number;
  stop?: AbortSignal;
  retryForMs?: number;
  onProgress?: (checkpoint: Checkpoint) => void;
}

describe('an import', () => {
  let folder: TemporaryFolder;
  let record: InMemoryRecord;

  beforeEach(async () => {
    folder = await TemporaryFolder.create();
    record = new InMemoryRecord();
  });

  afterEach(() => folder.remove());

  const rows = (count: number, cells = (row: number): string => `n${row},wechat:${row}`): string =>
    `name,accounts\n${Array.from({ length: count }, (_, row) => `${cells(row)}\n`).join('')}`;

  function run(to: MemberRecord, text: string, options: RunOptions = {}): Promise<Run> {
    return withImport(folder, text, async ({ source, found, checkpointFile, report }) => {
      let reached = found ?? fresh(source.start);
      const onProgress = (checkpoint: Checkpoint): void => {
        reached = checkpoint;
        options.onProgress?.(checkpoint);
      };
      const { errorsMax = 100, retryForMs = 5_000 } = options;
      const stop = options.stop ?? new AbortController().signal;
      const end = await importMembers({
        source,
        record: to,
        checkpoint: reached,
        checkpointFile,
        report,
        errorsMax,
        patience: {
          clock: systemClock,
          random: systemRandom,
          retryForMs,
          onRetry: () => undefined,
        },
        onProgress,
        stop,
        abandon: new AbortController().signal,
      });
      return { end, checkpoint: reached, refusals: await readReport(folder) };
    });
  }

  it('writes every row of a file and says so', async () => {
    const { end, checkpoint, refusals } = await run(record, rows(2_345));
    expect(end).toBe('complete');
    expect(checkpoint).toMatchObject({ written: 2_345, refused: 0, done: true });
    expect(refusals).toEqual([]);
    expect(record.members.size).toBe(2_345);
  });

  it('gives an account that several rows name to the first of them, and names that row', async () => {
    // Rows 1 and 3 would be in one batch, row 1201 in one that is on its way at the same time.
    const cells = (row: number): string => {
      if (row === 2 || row === 1200) return `again,wechat:0`;
      return `n${row},wechat:${row}`;
    };
    const slow: MemberRecord = {
      hasMember: (id) => record.hasMember(id),
      importMembers: async (importId, batch) => {
        if (batch.some(({ number }) => number === 1)) await turns(50);
        return record.importMembers(importId, batch);
      },
    };
    const { refusals, checkpoint } = await run(slow, rows(1_300, cells));
    expect(checkpoint).toMatchObject({ written: 1_298, refused: 2 });
    expect(refusals).toMatchObject([
      {
        line: 4,
        row: 3,
        reason: 'DUPLICATE_IN_FILE',
        detail: expect.stringContaining('row 1, line 2'),
      },
      { line: 1202, row: 1201, reason: 'DUPLICATE_IN_FILE' },
    ]);
  });

  it('tells accounts that the record gave to somebody else apart', async () => {
    await record.importMembers('earlier', [{ number: 1, member: someone('7') }]);
    const { refusals } = await run(record, rows(10));
    expect(refusals).toMatchObject([
      { line: 9, row: 8, field: 'accounts', reason: 'ACCOUNT_ALREADY_BOUND' },
    ]);
  });

  it('stops when more rows are refused than allowed, and goes on when more are', async () => {
    const cells = (row: number): string => (row % 10 === 9 ? `bad` : `n${row},wechat:${row}`);
    const text = rows(2_000, cells);
    const first = await run(record, text, { errorsMax: 10 });
    expect(first.end).toBe('too-many-refused');
    expect(first.checkpoint).toMatchObject({ refused: 11, written: 99, done: false });
    expect(first.refusals).toHaveLength(11);

    const same = await run(record, text, { errorsMax: 10 });
    expect(same.end).toBe('too-many-refused');
    expect(same.checkpoint.written).toBe(99);

    const more = await run(record, text, { errorsMax: 200 });
    expect(more.end).toBe('complete');
    expect(more.checkpoint).toMatchObject({ refused: 200, written: 1_800 });
    expect(more.refusals.map(({ row }) => row)).toEqual(
      Array.from({ length: 200 }, (_, index) => index * 10 + 10),
    );
    expect(record.repeats).toBe(0);
  });

  it('allows exactly as many refused rows as it says', async () => {
    const { end } = await run(record, 'name,accounts\nbad\nA,wechat:a\n', { errorsMax: 1 });
    expect(end).toBe('complete');
  });

  it('waits for a record that is away and sends rows again that met a passing trouble', async () => {
    let calls = 0;
    const moody: MemberRecord = {
      hasMember: (id) => record.hasMember(id),
      importMembers: async (importId, batch) => {
        calls++;
        if (calls % 3 === 1) throw new RecordUnavailable('away', { retryAfterMs: 1 });
        const outcomes = await record.importMembers(importId, batch);
        if (calls % 3 === 0) return outcomes;
        // Written, but the answer says that it is not known.
        const lost = {
          memberId: '',
          refusedReason: 'OUTCOME_UNKNOWN',
          refusedField: '',
          detail: '',
        };
        return outcomes.map((each, index) => (index % 2 ? each : { ...each, ...lost }));
      },
    };
    const { end, checkpoint, refusals } = await run(moody, rows(1_200));
    expect(end).toBe('complete');
    expect(checkpoint).toMatchObject({ written: 1_200, refused: 0 });
    expect(refusals).toEqual([]);
    expect(record.members.size).toBe(1_200);
  });

  it('sends smaller parts to a record that a whole batch is too much for', async () => {
    const sizes: number[] = [];
    const narrow: MemberRecord = {
      hasMember: (id) => record.hasMember(id),
      importMembers: (importId, batch) => {
        sizes.push(batch.length);
        if (batch.length <= 130) return record.importMembers(importId, batch);
        return Promise.reject(new RecordUnavailable('too slow', { retryAfterMs: 1 }));
      },
    };
    const { end, checkpoint } = await run(narrow, rows(500));
    expect(end).toBe('complete');
    expect(checkpoint.written).toBe(500);
    expect(sizes).toEqual([500, 250, 125, 125, 125, 125]);
  });

  it('gives up on a record that stays away, and goes on later from what was acknowledged', async () => {
    let calls = 0;
    const dying: MemberRecord = {
      hasMember: (id) => record.hasMember(id),
      importMembers: (importId, batch) => {
        calls++;
        if (calls > 2) return Promise.reject(new RecordUnavailable('gone', { retryAfterMs: 0 }));
        return record.importMembers(importId, batch);
      },
    };
    const failing = run(dying, rows(3_000), { retryForMs: 0 });
    await expect(failing).rejects.toThrow(/gone/);
    const { end, checkpoint } = await run(record, rows(3_000));
    expect(end).toBe('complete');
    expect(checkpoint.written).toBe(3_000);
    expect(record.members.size).toBe(3_000);
    expect(record.repeats).toBe(0);
  });

  it('finishes what is on its way when it is interrupted', async () => {
    const stop = new AbortController();
    const onProgress = (): void => stop.abort();
    const first = await run(record, rows(9_000), { stop: stop.signal, onProgress });
    expect(first.end).toBe('stopped');
    expect(first.checkpoint.written).toBe(record.members.size);
    expect(record.members.size).toBeLessThan(9_000);
    const second = await run(record, rows(9_000));
    expect(second.end).toBe('complete');
    expect(record.members.size).toBe(9_000);
    expect(record.repeats).toBe(0);
  });

  it('imports the rows before the point that a file cannot be read beyond', async () => {
    const text = `${rows(700)}"never closed,wechat:x\n`;
    await expect(run(record, text)).rejects.toThrow(UnreadableFile);
    expect(record.members.size).toBe(700);
  });
});

function someone(accountId: string) {
  const texts = { displayName: 'x', phone: '', email: '', homeChannel: '' };
  return { ...texts, level: 0, attributes: {}, accounts: [{ platform: 'wechat', accountId }] };
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}

function fresh(position: Checkpoint['position']): Checkpoint {
  const file = { bytes: 0, sha256: '' };
  const counts = { written: 0, refused: 0, reportBytes: 0 };
  return { importId: 'id', file, mapping: '', position, ...counts, witness: '', done: false };
}

async function withImport<T>(
  folder: TemporaryFolder,
  text: string,
  work: (parts: {
    source: Parameters<Parameters<typeof withSource>[2]>[0];
    found: Checkpoint | undefined;
    checkpointFile: CheckpointFile;
    report: RefusalReport;
  }) => Promise<T>,
): Promise<T> {
  const path = await folder.write('members.csv', text);
  return withSource(path, {}, async (source) => {
    const checkpointFile = new CheckpointFile(join(folder.path, 'checkpoint'));
    const found = await checkpointFile.read();
    const reportPath = join(folder.path, 'report');
    const report = await RefusalReport.open(reportPath, found?.reportBytes ?? 0);
    try {
      return await work({ source, found, checkpointFile, report });
    } finally {
      await report.close();
    }
  });
}

async function readReport(folder: TemporaryFolder): Promise<Refusal[]> {
  const text = await readFile(join(folder.path, 'report'), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Refusal);
}
