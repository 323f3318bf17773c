import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { EXIT_CODE_MEANINGS } from './exit-codes.ts';

const page = readFileSync(resolve(import.meta.dirname, '../../../docs/meshctl.md'), 'utf8');

describe('docs/meshctl.md', () => {
  it('tells every exit code in the words of the program', () => {
    const plain = page.replaceAll('`', '');
    for (const [code, meaning] of Object.entries(EXIT_CODE_MEANINGS)) {
      expect(plain).toContain(`| ${code} | ${meaning} |`);
    }
  });
});
