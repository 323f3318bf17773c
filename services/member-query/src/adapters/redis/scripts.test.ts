// Scripts that go without a protection are the real ones, less a marked part.
import { describe, expect, it } from '@jest/globals';

import { loadScripts, withoutPart } from './scripts.ts';

const script = 'one\n-- begin floor\ntwo\n-- end floor\nthree\n';

describe('a script without a part', () => {
  it('is what is left of it', () => {
    expect(withoutPart(script, 'floor')).toBe('one\nthree\n');
  });

  it.each([
    ['has no such part', 'one\nthree\n'],
    ['has the part without its end', 'one\n-- begin floor\ntwo\n'],
    ['has the part twice', script + script],
    ['has nothing in the part', 'one\n-- begin floor\n-- end floor\n'],
    ['has the end before the beginning', '-- end floor\ntwo\n-- begin floor\n'],
  ])('is refused when the script %s', (_, wrong) => {
    expect(() => withoutPart(wrong, 'floor')).toThrow('"floor"');
  });

  it.each(['fill-floor', 'fill-token'] as const)('can be had of fill.lua: %s', (part) => {
    const { lua } = loadScripts(part).fill;
    expect(lua.length).toBeLessThan(loadScripts().fill.lua.length);
    expect(lua).not.toContain(part);
  });
});
