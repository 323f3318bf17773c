// From the cells of one CSV row to a member. Cells come as bytes carried one a character, so that
// each can be checked for UTF-8 by itself and the report can name the field that is not.
import { parseAccounts } from './account-list.ts';
import { type ColumnTarget, targetName } from './columns.ts';
import { refused, type RowContent, type RowProblem } from './imported-row.ts';
import {
  type AccountPairs,
  emptyFields,
  memberOf,
  type MemberFields,
  takePairs,
  TEXT_KEYS,
} from './member-fields.ts';
import { decodeCarried } from './text.ts';

export type Columns = readonly (ColumnTarget | undefined)[];

export function contentOfCells(cells: readonly string[], columns: Columns): RowContent {
  if (cells.length !== columns.length) {
    const detail = `the row has ${cells.length} cells, the header ${columns.length}`;
    return refused('MALFORMED_ROW', '', detail);
  }
  const fields = emptyFields();
  const problems: RowProblem[] = [];
  const pairs: AccountPairs = new Map();
  for (const [index, target] of columns.entries()) {
    const cell = cells[index] ?? '';
    if (target === undefined || cell === '') continue;
    const text = decodeCarried(cell);
    if (text === undefined) {
      const detail = 'the bytes are not UTF-8; convert the file, or this field of it, and repeat';
      problems.push({ field: targetName(target), reason: 'BAD_UTF8', detail });
    } else if (target.kind === 'pair') {
      const key = target.half === 'platform' ? 'platform' : 'accountId';
      pairs.set(target.pair, { ...pairs.get(target.pair), [key]: text });
    } else {
      problems.push(...takeCell(fields, target, text));
    }
  }
  problems.push(...takePairs(fields, pairs));
  return memberOf(fields, problems);
}

function takeCell(
  fields: MemberFields,
  target: Exclude<ColumnTarget, { kind: 'pair' }>,
  text: string,
): RowProblem[] {
  switch (target.kind) {
    case 'text':
      fields[TEXT_KEYS[target.field]] = text;
      return [];
    case 'attribute':
      fields.attributes[target.key] = text;
      return [];
    case 'account':
      fields.accounts.push({ platform: target.platform, accountId: text });
      return [];
    case 'accounts': {
      const accounts = parseAccounts(text);
      fields.accounts.push(...(accounts ?? []));
      const detail =
        'must be platform:account_id, several joined by |, with \\| and \\\\ for | and \\';
      return accounts ? [] : [{ field: 'accounts', reason: 'INVALID_FIELD', detail }];
    }
  }
}
