// How far an import has come, in a file beside the imported one. It is replaced as a whole after
// every acknowledged batch: a run that is killed leaves the last whole one.
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import type { FileIdentity } from './file-identity.ts';
import type { Position } from './imported-row.ts';

export interface Checkpoint {
  importId: string;
  file: FileIdentity;
  mapping: string;
  /** Everything before it is written or refused. */
  position: Position;
  written: number;
  refused: number;
  /** Length of the report up to `position`. */
  reportBytes: number;
  /** A member that this import wrote: where it is missing, another record was imported into. */
  witness: string;
  done: boolean;
}

/** Somebody else changed the checkpoint since this run last wrote it. */
export class CheckpointTaken extends Error {
  override name = 'CheckpointTaken';
}

const FORMAT = 1;

export class CheckpointFile {
  readonly path: string;
  #known: string | undefined;

  constructor(path: string) {
    this.path = path;
  }

  /**
   * Undefined when there is none. Throws an Error that says what to do when it cannot be
   * understood.
   */
  async read(): Promise<Checkpoint | undefined> {
    this.#known = await this.#text();
    if (this.#known === undefined) return undefined;
    const advice = `${this.path} is not a checkpoint of this version: remove it, and the import begins anew`;
    try {
      const { format, ...checkpoint } = JSON.parse(this.#known) as Checkpoint & { format: number };
      if (format === FORMAT) return checkpoint;
    } catch (cause) {
      throw new Error(advice, { cause });
    }
    throw new Error(advice);
  }

  /** Replaces the file. Throws CheckpointTaken when another run is writing it as well. */
  async write(checkpoint: Checkpoint): Promise<void> {
    if ((await this.#text()) !== this.#known) {
      throw new CheckpointTaken(
        `${this.path} is being written by another import of the same file: let that one finish, then repeat`,
      );
    }
    const text = `${JSON.stringify({ format: FORMAT, ...checkpoint }, undefined, 2)}\n`;
    const beside = `${this.path}.new`;
    // Not forced to disk: a machine that loses power may lose the checkpoint, and the import begins
    // anew then, with every row written once all the same.
    await writeFile(beside, text);
    await rename(beside, this.path);
    this.#known = text;
  }

  async remove(): Promise<void> {
    await rm(this.path, { force: true });
    this.#known = undefined;
  }

  async #text(): Promise<string | undefined> {
    try {
      return await readFile(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }
}
