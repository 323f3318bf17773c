import { createHash } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';

import type { Caller, CallerKey } from './caller.ts';
import { CallerDirectory } from './caller-directory.ts';

const keyOf = (text: string, expireMs?: number): CallerKey => ({
  sha256: createHash('sha256').update(text).digest(),
  expireMs,
});

const caller = (name: string, keys: CallerKey[]): Caller => ({
  name,
  trafficClass: 'order',
  permissions: new Set(['read']),
  disabled: false,
  keys,
});

describe('a directory of callers', () => {
  it('finds the caller of each of its keys', () => {
    const directory = new CallerDirectory([
      caller('a', [keyOf('a1'), keyOf('a2')]),
      caller('b', [keyOf('b1')]),
    ]);
    const holder = (key: string) => {
      const verdict = directory.holderOf(key, 0);
      return verdict.kind === 'known' ? verdict.caller.name : verdict.kind;
    };
    expect(['a1', 'a2', 'b1', 'c1', ''].map(holder)).toEqual(['a', 'a', 'b', 'unknown', 'unknown']);
  });

  it('knows a key until the moment it ends', () => {
    const directory = new CallerDirectory([caller('a', [keyOf('a1', 1_000)])]);
    expect(directory.holderOf('a1', 999).kind).toBe('known');
    expect(directory.holderOf('a1', 1_000).kind).toBe('expired');
  });

  it('tells keys apart whose hashes begin alike', () => {
    const first = keyOf('a1');
    const alike = Buffer.from(first.sha256);
    alike[31] = (alike[31] ?? 0) ^ 1;
    const directory = new CallerDirectory([
      caller('other', [{ sha256: alike, expireMs: undefined }]),
      caller('a', [first]),
    ]);
    const verdict = directory.holderOf('a1', 0);
    expect(verdict.kind === 'known' && verdict.caller.name).toBe('a');
  });

  it('passes over a key whose hash is no hash', () => {
    const broken = { sha256: Buffer.from('short'), expireMs: undefined };
    const directory = new CallerDirectory([caller('a', [broken])]);
    expect(directory.holderOf('short', 0).kind).toBe('unknown');
    expect(directory.named('a')?.name).toBe('a');
  });
});
