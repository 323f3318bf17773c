import { describe, expect, it } from '@jest/globals';
import { mapColumns, MappingError, targetName } from './columns.ts';

function mapped(header: string[], map: Record<string, string> = {}, ignoreUnknown = false) {
  const options = { explicit: new Map(Object.entries(map)), ignoreUnknown };
  return mapColumns(header, options).map((target) => target && targetName(target));
}

describe('the columns of a file', () => {
  it('are known by many names, without case, spaces, "_" and "-"', () => {
    const header = ['Full Name', 'MOBILE', 'E-Mail', 'vip_level', 'Channel', 'Accounts'];
    expect(mapped(header)).toEqual([
      'display_name',
      'phone',
      'email',
      'level',
      'home_channel',
      'accounts',
    ]);
  });

  it('name platforms and attributes after a dot, the attribute as it is written', () => {
    expect(
      mapped(['Account.WeChat', 'Attribute.City', 'attr.北', 'platform 2', 'AccountID2']),
    ).toEqual(['account.wechat', 'attribute.City', 'attribute.北', 'platform_2', 'account_id_2']);
  });

  it('follow what the person said before what their names mean', () => {
    const header = ['phone', 'cell', 'accounts'];
    expect(mapped(header, { phone: 'Cell' }, true)).toEqual([undefined, 'phone', 'accounts']);
    expect(() => mapped(header, { phone: 'Cell' })).toThrow(/phone.*--ignore-unknown/);
    expect(mapped(header, { 'attribute.cell': 'cell' })).toContain('attribute.cell');
  });

  it.each([
    [['name', 'nickname', 'accounts'], {}, /name and nickname both mean display_name/],
    [['phone', 'accounts'], { shoe: 'phone' }, /no field shoe/],
    [['phone', 'accounts'], { email: 'post' }, /no column post, only phone, accounts/],
    [['x', 'accounts'], { email: 'x', phone: 'x' }, /the column x is mapped twice/],
    [['platform'], {}, /a column platform but no column account_id/],
    [['account_id_3'], {}, /a column account_id_3 but no column platform_3/],
    [['name'], {}, /no column says which accounts/],
  ])('%j with %j are refused', (header, map, message) => {
    expect(() => mapped(header, map as Record<string, string>)).toThrow(MappingError);
    expect(() => mapped(header, map as Record<string, string>)).toThrow(message);
  });

  it('are refused with every problem at once', () => {
    expect(() => mapped(['name', 'full name', 'x'], { email: 'y' })).toThrow(
      /no column y[^]*both mean display_name[^]*column\(s\) x[^]*which accounts/,
    );
  });
});
