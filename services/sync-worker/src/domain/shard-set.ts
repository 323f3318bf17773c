// Which of the record's shards are done: 128 bytes that a checkpoint can afford to write often.
import { invariant } from '@member-mesh/kernel';

export const SHARDS = 1024;

export class ShardSet {
  readonly #bits: Buffer;

  constructor(bits = Buffer.alloc(SHARDS / 8)) {
    invariant(bits.length === SHARDS / 8, 'a shard set has one bit a shard');
    this.#bits = bits;
  }

  static parse(text: string): ShardSet {
    return new ShardSet(Buffer.from(text, 'base64'));
  }

  toString(): string {
    return this.#bits.toString('base64');
  }

  add(shard: number): void {
    invariant(shard >= 0 && shard < SHARDS, `there is no shard ${shard}`);
    this.#bits.writeUInt8(this.#bits.readUInt8(shard >> 3) | (1 << (shard & 7)), shard >> 3);
  }

  has(shard: number): boolean {
    return (this.#bits.readUInt8(shard >> 3) & (1 << (shard & 7))) !== 0;
  }

  get size(): number {
    return SHARDS - this.missing().length;
  }

  /** The shards not in the set, in order. */
  missing(): number[] {
    return Array.from({ length: SHARDS }, (_, shard) => shard).filter((shard) => !this.has(shard));
  }
}
