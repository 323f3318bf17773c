// A folder for one test file, and the rows of the files in it.
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCsv } from '../src/import/csv-source.ts';
import type { ImportedRow, Position, RowSource } from '../src/import/imported-row.ts';
import { openNdjson } from '../src/import/ndjson-source.ts';

export class TemporaryFolder {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  static async create(): Promise<TemporaryFolder> {
    return new TemporaryFolder(await mkdtemp(join(tmpdir(), 'meshctl-')));
  }

  async write(name: string, content: string | Buffer): Promise<string> {
    const path = join(this.path, name);
    await writeFile(path, content);
    return path;
  }

  remove(): Promise<void> {
    return rm(this.path, { recursive: true, force: true });
  }
}

export interface ReadingOptions {
  map?: Record<string, string>;
  ignoreUnknown?: boolean;
  delimiter?: string;
  rowBytesMax?: number;
  from?: Position;
}

/** Opens a file as an import does, by its name, while `work` runs. */
export async function withSource<T>(
  path: string,
  options: ReadingOptions,
  work: (source: RowSource) => Promise<T>,
): Promise<T> {
  const file = await open(path, 'r');
  try {
    const { map = {}, ignoreUnknown = false, delimiter = ',', rowBytesMax = 65_536 } = options;
    const reading = { explicit: new Map(Object.entries(map)), ignoreUnknown, rowBytesMax };
    const source = path.endsWith('json')
      ? await openNdjson(file, reading)
      : await openCsv(file, { ...reading, delimiter });
    return await work(source);
  } finally {
    await file.close();
  }
}

export function readRows(path: string, options: ReadingOptions = {}): Promise<ImportedRow[]> {
  return withSource(path, options, async (source) => {
    const rows: ImportedRow[] = [];
    for await (const row of source.rows(options.from ?? source.start)) rows.push(row);
    return rows;
  });
}

/** Each row as "line number: name" or "line number! field reason". */
export function summary(rows: readonly ImportedRow[]): string[] {
  return rows.map(({ line, number, content }) => {
    if (content.kind === 'member') return `${line} ${number}: ${content.member.displayName}`;
    return content.problems
      .map(({ field, reason }) => `${line} ${number}! ${field} ${reason}`)
      .join(', ');
  });
}
