import { createHash } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { accountKey, violationsOfAccount, violationsOfProfile } from '@member-mesh/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readRows, TemporaryFolder } from '../../test/temporary-folder.ts';
import type { ImportedMember } from '../import/imported-member.ts';
import { FILE_FORMATS, type FileFormat } from './formats.ts';
import { generateMembers } from './member-generator.ts';
import { seededRandom, xoshiro128StarStar } from './seeded-random.ts';
import { writeMembers } from './write-members.ts';

async function generated(seed: string, count: number, format: FileFormat): Promise<string> {
  const out = new PassThrough();
  const written = writeMembers(out, { seed, count, format }).finally(() => out.end());
  const [all] = await Promise.all([text(out), written]);
  return all;
}

describe('generated members', () => {
  const members = [...generateMembers('sample', 8_000)];
  let folder: TemporaryFolder;

  beforeAll(async () => {
    folder = await TemporaryFolder.create();
  });

  afterAll(() => folder.remove());

  it.each([
    ['csv', 'f68a13061f4eb6e1'],
    ['ndjson', '6c703a7b28519bc0'],
  ] as const)('are the same bytes for the same seed everywhere (%s)', async (format, digest) => {
    const all = await generated('7', 1_000, format);
    expect(createHash('sha256').update(all).digest('hex').slice(0, 16)).toBe(digest);
    expect(await generated('7', 1_000, format)).toBe(all);
    expect(await generated('8', 1_000, format)).not.toBe(all);
  });

  it('begin the same way however many are asked for', () => {
    expect([...generateMembers('sample', 100)]).toEqual(members.slice(0, 100));
  });

  it('keep the bounds of every field', () => {
    for (const member of members) {
      expect(violationsOfProfile(member, '')).toEqual([]);
      expect(member.accounts.flatMap((account) => violationsOfAccount(account, ''))).toEqual([]);
    }
  });

  it('share no account, within one file or between two seeds', () => {
    const others = [...generateMembers('other', 8_000)];
    const keys = [...members, ...others].flatMap(({ accounts }) => accounts.map(accountKey));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('write their names in many scripts, and some in emoji', () => {
    const names = members.map(({ displayName }) => displayName).join('\n');
    const scripts = [
      'Han',
      'Latin',
      'Cyrillic',
      'Arabic',
      'Devanagari',
      'Hangul',
      'Katakana',
      'Thai',
    ];
    for (const script of scripts) {
      expect(names).toMatch(new RegExp(`\\p{Script=${script}}`, 'u'));
    }
    expect(names).toMatch(/\p{Emoji_Presentation}/u);
    expect(names).toMatch(/[",]/);
  });

  it('share phones as families do, rise in level as few people do, have 1 to 4 accounts', () => {
    const share = (matches: (member: ImportedMember) => boolean): number =>
      members.filter(matches).length / members.length;
    const phones = new Map<string, number>();
    for (const { phone } of members) phones.set(phone, (phones.get(phone) ?? 0) + 1);
    const shared = share(({ phone }) => phone !== '' && (phones.get(phone) ?? 0) > 1);
    expect(shared).toBeGreaterThan(0.05);
    expect(shared).toBeLessThan(0.25);
    const levels = Array.from({ length: 10 }, (_, level) => share((each) => each.level === level));
    expect(levels).toEqual([...levels].sort((a, b) => b - a));
    expect(levels.at(-1)).toBeGreaterThan(0);
    const counts = new Set(members.map(({ accounts }) => accounts.length));
    expect([...counts].sort()).toEqual([1, 2, 3, 4]);
  });

  it('come back from a file as they were', async () => {
    const seeds = fc.string({ unit: 'binary' });
    const format = fc.constantFrom(...FILE_FORMATS);
    await fc.assert(
      fc.asyncProperty(seeds, fc.integer({ min: 0, max: 100 }), format, async (...args) => {
        const [seed, count, extension] = args;
        const all = await generated(seed, count, extension);
        const rows = await readRows(await folder.write(`members.${extension}`, all));
        const read = rows.map(({ content }) =>
          content.kind === 'member' ? content.member : content,
        );
        expect(read).toEqual([...generateMembers(seed, count)]);
      }),
      { numRuns: 12 },
    );
  });
});

describe('seeded randomness', () => {
  it('is that of the published generator', () => {
    const next = xoshiro128StarStar([1, 2, 3, 4]);
    const published = [11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849];
    expect(published.map(() => next())).toEqual(published);
  });

  it('spreads evenly over its range', () => {
    const random = seededRandom('even');
    const buckets = new Array<number>(16).fill(0);
    for (let draw = 0; draw < 160_000; draw++) {
      const bucket = random.below(16);
      buckets[bucket] = (buckets[bucket] ?? 0) + 1;
    }
    expect(Math.min(...buckets)).toBeGreaterThan(9_600);
    expect(Math.max(...buckets)).toBeLessThan(10_400);
  });
});
