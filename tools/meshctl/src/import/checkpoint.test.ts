import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TemporaryFolder } from '../../test/temporary-folder.ts';
import { type Checkpoint, CheckpointFile, CheckpointTaken } from './checkpoint.ts';
import { RefusalReport } from './refusal-report.ts';

const checkpoint: Checkpoint = {
  importId: 'id',
  file: { bytes: 10, sha256: 'ab' },
  mapping: 'csv',
  position: { offset: 5, line: 2, row: 1 },
  written: 1,
  refused: 0,
  reportBytes: 0,
  witness: '1',
  done: false,
};

describe('files beside an imported one', () => {
  let folder: TemporaryFolder;
  const path = (name: string): string => join(folder.path, name);

  beforeAll(async () => {
    folder = await TemporaryFolder.create();
  });

  afterAll(() => folder.remove());

  it('give a checkpoint back and leave nothing else behind', async () => {
    const file = new CheckpointFile(path('given'));
    expect(await file.read()).toBeUndefined();
    await file.write(checkpoint);
    await file.write({ ...checkpoint, written: 2 });
    expect(await new CheckpointFile(path('given')).read()).toEqual({ ...checkpoint, written: 2 });
    expect((await readdir(folder.path)).filter((name) => name.startsWith('given'))).toEqual([
      'given',
    ]);
  });

  it('tell two runs of the same import apart', async () => {
    const [first, second] = [new CheckpointFile(path('two')), new CheckpointFile(path('two'))];
    await first.read();
    await second.read();
    await first.write(checkpoint);
    await expect(second.write(checkpoint)).rejects.toThrow(CheckpointTaken);
    expect(await first.read()).toEqual(checkpoint);
  });

  it.each(['{"format":99}', 'not json', ''])('say what to do with %j', async (text) => {
    await writeFile(path('odd'), text);
    await expect(new CheckpointFile(path('odd')).read()).rejects.toThrow(/remove it/);
  });

  it('lose the part of a report that no checkpoint covers', async () => {
    const refusal = { line: 3, row: 2, field: 'phone', reason: 'INVALID_FIELD', detail: 'E.164' };
    const killed = await RefusalReport.open(path('report'), 0);
    await killed.append([refusal]);
    const covered = killed.bytes;
    await killed.append([{ ...refusal, row: 3 }]);
    await killed.close();

    const resumed = await RefusalReport.open(path('report'), covered);
    await resumed.append([{ ...refusal, row: 4 }]);
    await resumed.append([]);
    await resumed.close();
    const lines = (await readFile(path('report'), 'utf8')).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      refusal,
      { ...refusal, row: 4 },
    ]);
  });

  it('begin a report anew with a new import', async () => {
    await writeFile(path('old'), 'an earlier import\n');
    await (await RefusalReport.open(path('old'), 0)).close();
    expect(await readFile(path('old'), 'utf8')).toBe('');
  });
});
