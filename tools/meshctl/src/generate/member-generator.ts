// Makes members up: believable in names, numbers and habits, each from the seed alone, without
// memory of more than the last few (who share a phone with the next as families do).
import type { ImportedMember } from '../import/imported-member.ts';
import { platformAccounts } from './platforms.ts';
import { type Locale, nameOf, phoneOf, pickLocale } from './people.ts';
import { type SeededRandom, seededRandom } from './seeded-random.ts';
import { pickEvenly, type Weighted, weightedPicker } from './weighted.ts';

/** How far back a phone may be shared: households register close together. */
const FAMILY_MEMORY = 64;
const PHONE_SHARE = 0.92;
const SHARED_PHONE_SHARE = 0.07;
const EMAIL_SHARE = 0.38;

/** Most people never fly often enough: each level is about half as common as the one before it. */
const LEVELS: Weighted<number> = [
  [0, 520],
  [1, 210],
  [2, 120],
  [3, 70],
  [4, 38],
  [5, 21],
  [6, 11],
  [7, 6],
  [8, 3],
  [9, 1],
];

const CHANNELS: Weighted<string> = [
  ['wechat-mini', 44],
  ['app-ios', 17],
  ['app-android', 21],
  ['h5', 6],
  ['web', 4],
  ['alipay-mini', 5],
  ['call-center', 2],
  ['partner.hotel', 1],
];

const MAIL_DOMAINS: Weighted<string> = [
  ['qq.com', 40],
  ['163.com', 20],
  ['gmail.com', 18],
  ['outlook.com', 9],
  ['foxmail.com', 6],
  ['icloud.com', 5],
  ['example.org', 2],
];

const CAMPAIGNS = ['spring-2026', 'golden-week', 'summer', 'new-year', 'train-first'] as const;
const SEATS = ['window', 'aisle', 'front'] as const;
const DIETS = ['halal', 'vegetarian', '素食', 'no nuts, please'] as const;

const pickLevel = weightedPicker(LEVELS);
const pickChannel = weightedPicker(CHANNELS);
const pickDomain = weightedPicker(MAIL_DOMAINS);

/** The attributes that generated members may have; a CSV file has one column for each. */
export const GENERATED_ATTRIBUTES = ['campaign', 'city', 'diet', 'language', 'seat'] as const;

/** `count` members, the same ones for the same seed. */
export function* generateMembers(seed: string, count: number): Generator<ImportedMember> {
  const random = seededRandom(seed);
  const family: string[] = [];
  for (let index = 0; index < count; index++) yield generateMember(random, family);
}

function generateMember(random: SeededRandom, family: string[]): ImportedMember {
  const locale = pickLocale(random);
  return {
    displayName: nameOf(random, locale),
    phone: generatePhone(random, locale, family),
    email: random.fraction() < EMAIL_SHARE ? generateEmail(random) : '',
    level: pickLevel(random),
    homeChannel: pickChannel(random),
    attributes: generateAttributes(random, locale),
    accounts: platformAccounts(random),
  };
}

function generatePhone(random: SeededRandom, locale: Locale, family: string[]): string {
  if (random.fraction() >= PHONE_SHARE) return '';
  if (family.length > 0 && random.fraction() < SHARED_PHONE_SHARE)
    return pickEvenly(random, family);
  const phone = phoneOf(random, locale);
  if (family.length < FAMILY_MEMORY) family.push(phone);
  else family[random.below(FAMILY_MEMORY)] = phone;
  return phone;
}

const CONSONANTS = 'bcdfghjklmnpqrstvwxyz';
const VOWELS = 'aeiou';

function generateEmail(random: SeededRandom): string {
  let local = '';
  for (let syllables = 2 + random.below(3); syllables > 0; syllables--) {
    local += CONSONANTS.charAt(random.below(CONSONANTS.length));
    local += VOWELS.charAt(random.below(VOWELS.length));
  }
  const tag = random.fraction() < 0.05 ? '+trips' : '';
  return `${local}${random.below(100_000)}${tag}@${pickDomain(random)}`;
}

function generateAttributes(random: SeededRandom, locale: Locale): Record<string, string> {
  const attributes: Record<string, string> = {};
  if (random.fraction() < 0.3) attributes['campaign'] = pickEvenly(random, CAMPAIGNS);
  if (random.fraction() < 0.6) attributes['city'] = pickEvenly(random, locale.cities);
  if (random.fraction() < 0.04) attributes['diet'] = pickEvenly(random, DIETS);
  if (random.fraction() < 0.8) attributes['language'] = locale.language;
  if (random.fraction() < 0.15) attributes['seat'] = pickEvenly(random, SEATS);
  return attributes;
}
