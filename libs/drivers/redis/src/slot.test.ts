import { describe, expect, it } from '@jest/globals';

import { slotOf } from './slot.ts';

describe('the slot of a key', () => {
  it.each([
    ['123456789', 12_739],
    ['foo', 12_182],
    ['{foo}:anything', 12_182],
    ['before{foo}{bar}', 12_182],
    ['{}foo', 9_500],
    ['', 0],
  ])('of "%s" is %i', (key, slot) => {
    expect(slotOf(key)).toBe(slot);
  });
});
