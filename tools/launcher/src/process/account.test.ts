// Whom the stores run as.
import { describe, expect, it } from '@jest/globals';
import { accountIn } from './account.ts';

const passwd = `root:x:0:0:root:/root:/bin/bash
nobody:x:65534:65533:nobody:/nonexistent:/usr/sbin/nologin
`;

describe('an account', () => {
  it('is found by its whole name', () => {
    expect(accountIn(passwd, 'nobody')).toEqual({ name: 'nobody', uid: 65_534, gid: 65_533 });
    expect(accountIn(passwd, 'nob')).toBeUndefined();
  });
});
