// From one line of JSON to a member.
import { parseAccount, parseAccounts } from './account-list.ts';
import { type ColumnTarget, targetName, targetOf } from './columns.ts';
import type { ImportedAccount } from './imported-member.ts';
import { refused, type RowContent, type RowProblem } from './imported-row.ts';
import {
  type AccountPairs,
  emptyFields,
  memberOf,
  type MemberFields,
  shortened,
  takePairs,
  TEXT_KEYS,
} from './member-fields.ts';
import { decodeUtf8 } from './text.ts';

export interface JsonOptions {
  /** The --map pairs: target to the name it has in the file. */
  explicit: ReadonlyMap<string, string>;
  ignoreUnknown: boolean;
}

type JsonObject = Record<string, unknown>;

const NOT_UTF8 = 'the bytes are not UTF-8; convert the file, or this field of it, and repeat';

/** What a line has given so far. */
interface Taken {
  fields: MemberFields;
  pairs: AccountPairs;
}

export function contentOfLine(bytes: Buffer, options: JsonOptions): RowContent {
  const text = decodeUtf8(bytes);
  if (text === undefined) return refused('BAD_UTF8', fieldOfBadBytes(bytes), NOT_UTF8);
  const row = parseObject(text);
  if (typeof row === 'string') return refused('MALFORMED_JSON', '', row);
  const taken: Taken = { fields: emptyFields(), pairs: new Map() };
  const problems: RowProblem[] = [];
  for (const [name, value] of Object.entries(row)) {
    if (value === null || value === undefined || value === '') continue;
    if (!isWellFormed(value)) {
      const detail = 'holds half of a surrogate pair (\\ud800 to \\udfff), which is not text';
      problems.push({ field: shortened(name), reason: 'BAD_UTF8', detail });
    } else {
      problems.push(...takeValue(taken, { name, value }, options));
    }
  }
  problems.push(...takePairs(taken.fields, taken.pairs));
  return memberOf(taken.fields, problems);
}

function parseObject(text: string): JsonObject | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return `not JSON: ${shortened((error as Error).message)}`;
  }
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as JsonObject) : 'the line is JSON but not an object';
}

/**
 * Syntax is ASCII, so that the line parses byte by byte and the field with the bad bytes has a
 * name.
 */
function fieldOfBadBytes(bytes: Buffer): string {
  const row = parseObject(bytes.toString('latin1'));
  if (typeof row === 'string') return '';
  const bad = Object.entries(row).find(([name, value]) => {
    const carried = Buffer.from(name + JSON.stringify(value ?? null), 'latin1');
    return decodeUtf8(carried) === undefined;
  });
  return bad ? shortened(Buffer.from(bad[0], 'latin1').toString('utf8')) : '';
}

function isWellFormed(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, inner]) => key.isWellFormed() && isWellFormed(inner));
}

interface NamedValue {
  name: string;
  value: unknown;
}

function takeValue(
  { fields, pairs }: Taken,
  { name, value }: NamedValue,
  options: JsonOptions,
): RowProblem[] {
  if (name.toLowerCase() === 'attributes') return takeAttributes(fields, value);
  const target = targetOfName(name, options);
  if (target === undefined) {
    if (options.ignoreUnknown) return [];
    const detail = 'nothing is known about this field: --ignore-unknown leaves such fields out';
    return [{ field: shortened(name), reason: 'UNKNOWN_FIELD', detail }];
  }
  if (target.kind === 'accounts') return takeAccounts(fields, value);
  const text = textOf(value, target);
  if (text === undefined) return [notOfType(shortened(name), 'text')];
  switch (target.kind) {
    case 'account':
      fields.accounts.push({ platform: target.platform, accountId: text });
      break;
    case 'pair': {
      const key = target.half === 'platform' ? 'platform' : 'accountId';
      pairs.set(target.pair, { ...pairs.get(target.pair), [key]: text });
      break;
    }
    case 'attribute':
      fields.attributes[target.key] = text;
      break;
    case 'text':
      fields[TEXT_KEYS[target.field]] = text;
  }
  return [];
}

/** A field that --map names is read from there and nowhere else. */
function targetOfName(name: string, { explicit }: JsonOptions): ColumnTarget | undefined {
  const folded = name.toLowerCase();
  const own = targetOf(name);
  let displaced = false;
  for (const [targetText, mapped] of explicit) {
    const target = targetOf(targetText);
    if (mapped.toLowerCase() === folded) return target;
    displaced ||=
      target !== undefined && own !== undefined && targetName(own) === targetName(target);
  }
  return displaced ? undefined : own;
}

/**
 * Numbers are texts where they mean one: a level, an attribute; an account id of digits could lose
 * some.
 */
function textOf(value: unknown, target: ColumnTarget): string | undefined {
  if (typeof value === 'string') return value;
  const numbers =
    target.kind === 'attribute' || (target.kind === 'text' && target.field === 'level');
  return numbers && typeof value === 'number' ? String(value) : undefined;
}

function takeAttributes(fields: MemberFields, value: unknown): RowProblem[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [notOfType('attributes', 'an object')];
  }
  const problems: RowProblem[] = [];
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner === 'string') fields.attributes[key] = inner;
    else problems.push(notOfType(`attribute.${shortened(key)}`, 'text'));
  }
  return problems;
}

function takeAccounts(fields: MemberFields, value: unknown): RowProblem[] {
  if (typeof value === 'string') {
    const accounts = parseAccounts(value);
    fields.accounts.push(...(accounts ?? []));
    return accounts ? [] : [notOfType('accounts', 'platform:account_id, several joined by |')];
  }
  if (!Array.isArray(value)) return [notOfType('accounts', 'an array')];
  const problems: RowProblem[] = [];
  for (const [index, entry] of (value as unknown[]).entries()) {
    const account = accountOf(entry);
    if (account) fields.accounts.push(account);
    else problems.push(notOfType(`accounts[${index}]`, '{"platform": …, "account_id": …}'));
  }
  return problems;
}

function accountOf(entry: unknown): ImportedAccount | undefined {
  if (typeof entry === 'string') return parseAccount(entry);
  if (typeof entry !== 'object' || entry === null) return undefined;
  const { platform, account_id, accountId = account_id } = entry as JsonObject;
  if (typeof platform !== 'string' || typeof accountId !== 'string') return undefined;
  return { platform, accountId };
}

function notOfType(field: string, type: string): RowProblem {
  return { field, reason: 'INVALID_FIELD', detail: `must be ${type}` };
}
