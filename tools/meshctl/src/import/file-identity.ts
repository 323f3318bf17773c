// Tells whether a file is the one that an earlier run began with, without reading all of it.
import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';

export interface FileIdentity {
  bytes: number;
  /** SHA-256, hex, of the first and the last MiB. */
  sha256: string;
}

const EDGE_BYTES = 1_048_576;

export async function identifyFile(file: FileHandle): Promise<FileIdentity> {
  const { size } = await file.stat();
  const hash = createHash('sha256');
  for (const at of [0, Math.max(0, size - EDGE_BYTES)]) {
    const edge = Buffer.alloc(Math.min(EDGE_BYTES, size));
    const { bytesRead } = await file.read(edge, 0, edge.length, at);
    hash.update(edge.subarray(0, bytesRead));
  }
  return { bytes: size, sha256: hash.digest('hex') };
}

/**
 * Names an import when nobody did: the same file understood in the same way is the same import,
 * whatever it is called. 32 hexadecimal digits.
 */
export function importIdOf(identity: FileIdentity, mapping: string): string {
  const parts = JSON.stringify([identity.bytes, identity.sha256, mapping]);
  return createHash('sha256').update(parts).digest('hex').slice(0, 32);
}
