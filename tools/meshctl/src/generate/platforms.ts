// The platforms people come from and what their account ids look like there.
import type { ImportedAccount } from '../import/imported-member.ts';
import { digits } from './people.ts';
import type { SeededRandom } from './seeded-random.ts';
import { type Weighted, weightedPicker } from './weighted.ts';

const URL_SAFE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const HEX = '0123456789abcdef';

/**
 * Every kind of id carries at least 64 random bits: files of any two seeds, and the rows of one
 * file, have no account in common without anything having to be remembered.
 */
const PLATFORMS: Weighted<{ platform: string; newId: (random: SeededRandom) => string }> = [
  [{ platform: 'wechat', newId: (random) => `o6_${letters(random, URL_SAFE, 25)}` }, 46],
  [{ platform: 'app-ly', newId: (random) => `${1 + random.below(9)}${digits(random, 19)}` }, 20],
  [{ platform: 'app-elong', newId: (random) => `el${letters(random, HEX, 24)}` }, 10],
  [{ platform: 'alipay-mini', newId: (random) => `2088${digits(random, 24)}` }, 12],
  [{ platform: 'qq-mini', newId: (random) => letters(random, '0123456789ABCDEF', 32) }, 4],
  [{ platform: 'h5', newId: (random) => `会员:${letters(random, URL_SAFE, 12)}|1` }, 3],
  [{ platform: 'douyin-mini', newId: (random) => `_000${letters(random, URL_SAFE, 32)}` }, 5],
];

const ACCOUNT_COUNTS: Weighted<number> = [
  [1, 62],
  [2, 25],
  [3, 10],
  [4, 3],
];

const pickPlatform = weightedPicker(PLATFORMS);
const pickCount = weightedPicker(ACCOUNT_COUNTS);

/** 1 to 4 accounts, mostly on different platforms; some people have two on one. */
export function platformAccounts(random: SeededRandom): ImportedAccount[] {
  return Array.from({ length: pickCount(random) }, () => {
    const { platform, newId } = pickPlatform(random);
    return { platform, accountId: newId(random) };
  });
}

function letters(random: SeededRandom, alphabet: string, count: number): string {
  let text = '';
  for (let index = 0; index < count; index++)
    text += alphabet.charAt(random.below(alphabet.length));
  return text;
}
