// Which column of a file says what: by the name in the header, by other names that are in use for
// the same thing, or by what the person said with --map.
import { shortened } from './member-fields.ts';

export const TEXT_FIELDS = ['display_name', 'phone', 'email', 'level', 'home_channel'] as const;
export type TextField = (typeof TEXT_FIELDS)[number];

export type ColumnTarget =
  | { kind: 'text'; field: TextField }
  /** A list of accounts, "wechat:o6_x|app-ly:42". */
  | { kind: 'accounts' }
  /** The account id on that platform. */
  | { kind: 'account'; platform: string }
  /** One half of a pair of columns; several pairs are told apart by a number. */
  | { kind: 'pair'; half: 'platform' | 'account_id'; pair: string }
  | { kind: 'attribute'; key: string };

/** Names of columns that mean a field, without case, spaces, '_' and '-'. */
export const COLUMN_ALIASES: Readonly<Record<TextField | 'accounts', readonly string[]>> = {
  display_name: ['displayname', 'name', 'fullname', 'nickname', 'membername', '姓名', '昵称'],
  phone: ['phone', 'mobile', 'mobilephone', 'phonenumber', 'tel', 'telephone', '手机', '手机号'],
  email: ['email', 'mail', 'emailaddress', '邮箱'],
  level: ['level', 'memberlevel', 'tier', 'grade', 'viplevel', '等级'],
  home_channel: ['homechannel', 'channel', 'sourcechannel', '渠道'],
  accounts: ['accounts', 'bindings'],
};

const TARGET_OF_ALIAS = new Map(
  Object.entries(COLUMN_ALIASES).flatMap(([field, aliases]) =>
    aliases.map((alias): [string, ColumnTarget] => [alias, fieldTarget(field)]),
  ),
);

function fieldTarget(field: string): ColumnTarget {
  return field === 'accounts' ? { kind: 'accounts' } : { kind: 'text', field: field as TextField };
}

/**
 * What a name means, be it a column's or the left side of --map; undefined when it means nothing.
 */
export function targetOf(name: string): ColumnTarget | undefined {
  const trimmed = name.trim();
  const dotted = /^(?<prefix>account|attribute|attributes|attr)\.(?<rest>.+)$/isu.exec(trimmed);
  const { prefix, rest } = dotted?.groups ?? {};
  if (prefix !== undefined && rest !== undefined) {
    if (prefix.toLowerCase() !== 'account') return { kind: 'attribute', key: rest };
    return { kind: 'account', platform: rest.toLowerCase() };
  }
  const plain = trimmed.toLowerCase().replace(/[\s_-]/g, '');
  const pair = /^(?<half>platform|accountid)(?<pair>\d{0,2})$/.exec(plain)?.groups;
  if (pair) {
    const half = pair['half'] === 'platform' ? 'platform' : 'account_id';
    return { kind: 'pair', half, pair: pair['pair'] ?? '' };
  }
  return TARGET_OF_ALIAS.get(plain);
}

/** The target in the words of --map, for messages and for the identity of an import. */
export function targetName(target: ColumnTarget): string {
  switch (target.kind) {
    case 'text':
      return target.field;
    case 'accounts':
      return 'accounts';
    case 'account':
      return `account.${target.platform}`;
    case 'pair':
      return target.pair === '' ? target.half : `${target.half}_${target.pair}`;
    case 'attribute':
      return `attribute.${target.key}`;
  }
}

export interface MappingOptions {
  /** The --map pairs: target to column name. */
  explicit: ReadonlyMap<string, string>;
  ignoreUnknown: boolean;
}

/** A header that cannot be understood; every problem at once. */
export class MappingError extends Error {
  override name = 'MappingError';
}

/** One target a column; undefined for a column that is left out. Throws MappingError. */
export function mapColumns(
  header: readonly string[],
  options: MappingOptions,
): (ColumnTarget | undefined)[] {
  const problems: string[] = [];
  const targets = explicitTargets(header, options.explicit, problems);
  const mapped = new Set([...targets.values()].map(targetName));
  const taken = new Set(mapped);
  const unknown: string[] = [];
  for (const [index, name] of header.entries()) {
    if (targets.has(index)) continue;
    const target = targetOf(name);
    // A field that --map names is read from there and nowhere else.
    const displaced = target !== undefined && mapped.has(targetName(target));
    if (target === undefined || displaced) unknown.push(columnName(name, index));
    else if (taken.has(targetName(target))) problems.push(twice(header, target));
    else {
      taken.add(targetName(target));
      targets.set(index, target);
    }
  }
  if (unknown.length > 0 && !options.ignoreUnknown) problems.push(unknownColumns(unknown));
  problems.push(...delimiterProblems(header), ...accountColumnProblems([...targets.values()]));
  if (problems.length > 0) throw new MappingError([...new Set(problems)].join('\n'));
  return header.map((_, index) => targets.get(index));
}

function explicitTargets(
  header: readonly string[],
  explicit: ReadonlyMap<string, string>,
  problems: string[],
): Map<number, ColumnTarget> {
  const targets = new Map<number, ColumnTarget>();
  const names = header.map((name) => name.trim().toLowerCase());
  for (const [targetText, column] of explicit) {
    const index = names.indexOf(column.trim().toLowerCase());
    const target = targetOf(targetText);
    if (target === undefined) {
      problems.push(`--map ${targetText}=${column}: there is no field ${targetText}`);
    } else if (index < 0) {
      const there = header.map(shortened).join(', ');
      problems.push(
        `--map ${targetText}=${column}: the file has no column ${column}, only ${there}`,
      );
    } else if (targets.has(index)) {
      problems.push(`--map ${targetText}=${column}: the column ${column} is mapped twice`);
    } else {
      targets.set(index, target);
    }
  }
  return targets;
}

/** Where the whole header is one column, the mistake is most likely another one. */
function delimiterProblems([first = '', ...others]: readonly string[]): string[] {
  const delimiter = /[;\t|]/.exec(first)?.[0];
  if (others.length > 0 || delimiter === undefined) return [];
  const shown = delimiter === '\t' ? '\\t' : delimiter;
  return [`the columns seem to be separated otherwise than by ",": try --delimiter '${shown}'`];
}

function accountColumnProblems(targets: readonly ColumnTarget[]): string[] {
  const halves = new Map<string, Set<string>>();
  for (const target of targets) {
    if (target.kind !== 'pair') continue;
    halves.set(target.pair, (halves.get(target.pair) ?? new Set()).add(target.half));
  }
  const lone = [...halves].filter(([, half]) => half.size === 1);
  if (lone.length > 0) {
    return lone.map(([pair, half]) => {
      const there = [...half].join('');
      const missing = there === 'platform' ? 'account_id' : 'platform';
      const suffix = pair === '' ? '' : `_${pair}`;
      return `there is a column ${there}${suffix} but no column ${missing}${suffix}`;
    });
  }
  const named = targets.some(({ kind }) => kind !== 'text' && kind !== 'attribute');
  if (named) return [];
  return [
    'no column says which accounts a member has: name one accounts ("wechat:o6_x|app-ly:42"), ' +
      'a pair platform and account_id, or account.<platform>, or say which with --map accounts=COLUMN',
  ];
}

function twice(header: readonly string[], target: ColumnTarget): string {
  const same = header.filter((name) => {
    const other = targetOf(name);
    return other !== undefined && targetName(other) === targetName(target);
  });
  const field = targetName(target);
  const which = `say which with --map ${field}=COLUMN, and --ignore-unknown for the rest`;
  return `the columns ${same.map(shortened).join(' and ')} both mean ${field}: ${which}`;
}

function unknownColumns(names: readonly string[]): string {
  return (
    `nothing is known about the column(s) ${names.join(', ')}: leave them out with --ignore-unknown, ` +
    'or say what they are with --map FIELD=COLUMN (attribute.NAME=COLUMN keeps one as an attribute)'
  );
}

function columnName(name: string, index: number): string {
  return name.trim() === '' ? `number ${index + 1} (without a name)` : shortened(name);
}
